"""Knocks at the doors: one request or socket with headers of any kind, and who answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.serving.guards.doors import Doors
from dashboard.serving.head import Head
from dashboard.serving.refusals import Refusals
from dashboard.settings import Settings

HOST = "127.0.0.1:8501"
OPENED = 101


@dataclass(frozen=True)
class Reply:
    """What came back; a socket that was let in has status 101."""

    status: int
    headers: Mapping[str, str]
    body: str


async def let_in(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand where Streamlit stands: whatever comes here has passed the doors."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"let in"})


def doors(
    settings: Settings, inner: ASGIApp = let_in, routes: Sequence[BaseRoute] = ()
) -> ASGIApp:
    """Return our doors, headers and refusals around whatever answers behind them."""
    return Head(Refusals(Doors(inner, routes)), settings)


def knock(
    server: ASGIApp,
    path: str,
    *,
    kind: str = "http",
    method: str = "GET",
    headers: Iterable[tuple[str, str]] = (),
    host: str | None = HOST,
    scheme: str = "",
    can_say_why: bool = True,
) -> Reply:
    """Send one request, or open one socket.

    Args:
        can_say_why: whether the server can answer a socket with more than "closed".
    """
    address, _, query = path.partition("?")
    given = [*headers, *([("host", host)] if host is not None else [])]
    scope = {
        "type": kind,
        "scheme": scheme or ("ws" if kind == "websocket" else "http"),
        "path": unquote(address),
        "raw_path": address.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in given],
        "extensions": {"websocket.http.response": {}} if can_say_why else {},
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8501),
    }
    if kind == "http":
        scope["method"] = method
    return asyncio.run(_answered(server, scope))


async def _answered(server: ASGIApp, scope: Scope) -> Reply:
    sent: list[Message] = []
    bodies = iter([b""])

    async def receive() -> Message:
        for body in bodies:
            return {"type": "http.request", "body": body, "more_body": False}
        # Whoever asks on waits for the client to leave, which it does not.
        return await asyncio.Future()

    async def send(message: Message) -> None:
        sent.append(message)

    await server(scope, receive, send)
    start = sent[0]
    headers = [
        (name.decode(), value.decode("latin-1")) for name, value in start.get("headers", ())
    ]
    names = [name for name, _ in headers if name != "set-cookie"]
    assert len(names) == len(set(names)), f"a header is there twice: {headers}"
    body = b"".join(one.get("body", b"") for one in sent)
    return Reply(_status(start), dict(headers), body.decode())


def _status(start: Message) -> int:
    if start["type"] == "websocket.accept":
        return OPENED
    # A server answers 403 to a socket that is closed before it was opened.
    return start.get("status", 403)


async def nobody_asks() -> Message:
    """Stand for a client that says nothing more and leaves."""
    return {"type": "http.disconnect"}


async def nobody_hears(_: Message) -> None:
    """Stand for a client that does not listen."""
