"""What the server adds around Streamlit's own pages: our files, headers, the page's head.

Our fonts, style and script come from this server, so the product works without internet;
they are named in the page's head once, so no rerun has to carry them.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.serving.doors import Doors
from dashboard.serving.process import collect_on_a_timer, warm_up, write_log_lines

ASSETS = Path(__file__).resolve().parent.parent / "assets"

# Streamlit needs inline styles and starts its workers from blobs; nothing may come from,
# or go to, another server.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss: data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
)


# The look all pages share, then what belongs to a kind of table or to one page.
_SHEETS = ("style", "labelled", "lists", "teams", "compare", "scheme", "uploads")


def _named(file: str) -> str:
    # The sum in the address lets a browser keep the file until it changes.
    return f"assets/{file}?{sha256((ASSETS / file).read_bytes()).hexdigest()[:12]}"


class Head:
    """Add our headers to every answer, and our style and script to Streamlit's page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        sheets = "".join(
            f'<link rel="stylesheet" href="./{_named(f"{name}.css")}">' for name in _SHEETS
        )
        script = f'<script src="./{_named("shell.js")}" defer></script></head>'
        self._links = (sheets + script).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def pass_on(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                # A page of our own brings a stricter policy, and is whole already.
                is_ours = any(name == _HEADERS[0][0] for name, _ in message["headers"])
                added = _HEADERS[1:] if is_ours else _HEADERS
                message["headers"] = [*message["headers"], *added]
                if not is_ours and _is_page(message):
                    start = message
                    return
            elif start is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                await send(_with_length(start, page := self._completed(body)))
                await send({"type": "http.response.body", "body": page})
                return
            await send(message)

        await self._app(_plain(scope), receive, pass_on)

    def _completed(self, page: bytes) -> bytes:
        # The script follows the language of the reader; until then it is the default.
        page = page.replace(b'<html lang="en">', b'<html lang="zh-CN">', 1)
        return page.replace(b"</head>", self._links, 1)


def _plain(scope: Scope) -> Scope:
    # A page we complete must come whole: not compressed, not "unchanged", not in ranges.
    if scope.get("method") != "GET" or "." in scope["path"].rsplit("/", 1)[-1]:
        return scope
    unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    kept = [(name, value) for name, value in scope["headers"] if name not in unwanted]
    return {**scope, "headers": kept}


def _is_page(message: Message) -> bool:
    kind = dict(message["headers"]).get(b"content-type", b"")
    return message["status"] == 200 and kind.startswith(b"text/html")


def _with_length(start: Message, page: bytes) -> Message:
    dropped = (b"content-length", b"etag", b"last-modified")
    headers = [(name, value) for name, value in start["headers"] if name not in dropped]
    return {**start, "headers": [*headers, (b"content-length", str(len(page)).encode())]}


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Warm the process up beside its first seconds of serving; keep its memory tidy."""
    write_log_lines()
    for task in (warm_up, collect_on_a_timer):
        threading.Thread(target=task, name=task.__name__, daemon=True).start()
    yield


MIDDLEWARE = [Middleware(Head), Middleware(Doors)]
