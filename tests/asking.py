"""Asks the doors and routes of the server without a network: one request, its whole answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message

from dashboard.serving.cookies import cookie_name
from dashboard.serving.middleware import MIDDLEWARE
from dashboard.serving.routes import ROUTES
from dashboard.settings import Settings

HOST = "localhost"


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def file_name(self) -> str:
        """Name under which a browser keeps the file."""
        return unquote(self.headers["content-disposition"].partition("filename*=UTF-8''")[2])


def our_server() -> ASGIApp:
    """Return our routes behind all our doors, without Streamlit."""
    return Starlette(routes=ROUTES, middleware=MIDDLEWARE)


def ask(
    path: str,
    token: str | None = None,
    *,
    method: str = "GET",
    accept: str = "text/html",
    settings: Settings | None = None,
    server: ASGIApp | None = None,
) -> Reply:
    """Send one request; whatever escapes the server is raised."""
    address, _, query = path.partition("?")
    headers = {"host": HOST, "accept": accept}
    if token is not None:
        headers["cookie"] = f"{cookie_name(settings or Settings())}={token}"
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(address),
        "raw_path": address.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 50_000),
        "server": (HOST, 80),
    }
    return asyncio.run(_served(server or our_server(), scope))


async def _served(server: ASGIApp, scope: dict[str, object]) -> Reply:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await server(scope, receive, send)
    start = next(one for one in sent if one["type"] == "http.response.start")
    headers = [(name.decode(), value.decode("latin-1")) for name, value in start["headers"]]
    body = b"".join(one.get("body", b"") for one in sent)
    assert len(headers) == len(dict(headers)), f"a header is there twice: {headers}"
    return Reply(start["status"], dict(headers), body)
