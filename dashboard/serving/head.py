"""What the server adds around Streamlit's own pages: our files, headers, the page's head.

Our fonts, style and script come from this server, so the product works without internet;
they are named in the page's head once, so no rerun has to carry them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from hashlib import sha256
from pathlib import Path

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.serving.policy import inline_script_sums, page_policy, with_headers
from dashboard.serving.process import (
    collect_on_a_timer,
    open_many_files,
    write_log_lines,
)
from dashboard.settings import Settings
from dashboard.sharing import LANGUAGES
from dashboard.text import catalogue

ASSETS = Path(__file__).resolve().parent.parent / "assets"

_STARTS = ("http.response.start", "websocket.http.response.start", "websocket.accept")

_WITHOUT_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
_ABOUT_PROGRAMS = re.compile(rb'<link rel="service-desc"[^>]*>')

# The look all pages share, then what belongs to a kind of table or to one page.
_SHEETS = (
    "style",
    "labelled",
    "lists",
    "teams",
    "compare",
    "scheme",
    "uploads",
    "links",
    "exports",
    "people",
)


def _named(file: str) -> str:
    # The sum in the address lets a browser keep the file until it changes.
    return f"assets/{file}?{sha256((ASSETS / file).read_bytes()).hexdigest()[:12]}"


class Head:
    """Add our headers to every answer, and our style and script to Streamlit's page."""

    def __init__(self, app: ASGIApp, settings: Settings | None = None) -> None:
        self._app = app
        self._settings = settings or Settings()
        sheets = "".join(
            f'<link rel="stylesheet" href="./{_named(f"{name}.css")}">' for name in _SHEETS
        )
        script = f'<script src="./{_named("shell.js")}" defer></script></head>'
        self._links = (sheets + script).encode()
        both = [catalogue(language) for language in LANGUAGES]
        self._title = f"<title>{both[0]('app.name')}</title>".encode()
        words = "".join(f"<p>{text('refusals.no_script')}</p>" for text in both)
        self._without_script = f"<noscript>{words}</noscript>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        start: Message | None = None
        body = b""

        async def pass_on(message: Message) -> None:
            nonlocal start, body
            if message["type"] in _STARTS:
                if _is_streamlits_page(message):
                    start = message
                    return
                policy = page_policy(connection, self._settings)
                message = with_headers(message, self._settings, policy)
            elif start is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                page = self._completed(body)
                policy = page_policy(connection, self._settings, inline_script_sums(page))
                await send(with_headers(_resized(start, page), self._settings, policy))
                await send({"type": "http.response.body", "body": page})
                return
            await send(message)

        await self._app(_plain(scope), receive, pass_on)

    def _completed(self, page: bytes) -> bytes:
        # The script follows the language of the reader; until then it is the default.
        page = page.replace(b'<html lang="en">', b'<html lang="zh-CN">', 1)
        page = page.replace(b"<title>Streamlit</title>", self._title, 1)
        # It speaks of an interface for programs that is shut here.
        page = _ABOUT_PROGRAMS.sub(b"", _WITHOUT_SCRIPT.sub(self._without_script, page))
        return page.replace(b"</head>", self._links, 1)


def _plain(scope: Scope) -> Scope:
    # A page we complete must come whole: not compressed, not "unchanged", not in ranges.
    if scope.get("method") != "GET" or "." in scope["path"].rsplit("/", 1)[-1]:
        return scope
    unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    kept = [(name, value) for name, value in scope["headers"] if name not in unwanted]
    return {**scope, "headers": kept}


def _is_streamlits_page(message: Message) -> bool:
    # A page of our own brings a stricter policy, and is whole already.
    headers = dict(message.get("headers", ()))
    is_ours = b"content-security-policy" in headers
    kind = headers.get(b"content-type", b"")
    return not is_ours and message.get("status") == 200 and kind.startswith(b"text/html")


def _resized(start: Message, page: bytes) -> Message:
    dropped = (b"content-length", b"etag", b"last-modified", b"cache-control")
    headers = [(name, value) for name, value in start["headers"] if name not in dropped]
    # The answer to HEAD has no body, and tells no length that would be another's.
    length = [(b"content-length", str(len(page)).encode())] if page else []
    return {**start, "headers": [*headers, *length]}


def lifespan(warm_up: Callable[[], object]) -> Callable[[object], AbstractAsyncContextManager]:
    """Return what surrounds the serving: warmed up beside its first seconds, kept tidy."""

    @asynccontextmanager
    async def serving(_: object) -> AsyncIterator[None]:
        write_log_lines()
        open_many_files()
        for task in (warm_up, collect_on_a_timer):
            threading.Thread(target=task, name=task.__name__, daemon=True).start()
        yield

    return serving
