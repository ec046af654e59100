"""Our doors and routes on a real socket, with a stand-in where Streamlit would answer."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from dashboard.serving.middleware import EXCEPTION_HANDLERS, MIDDLEWARE
from dashboard.serving.routes import ROUTES

_START_SECONDS = 20


@dataclass(frozen=True)
class Answer:
    """What came back; cookies that were set, None for one that was taken away."""

    status: int
    location: str
    cookies: Mapping[str, str | None]
    body: str


@dataclass(frozen=True)
class Site:
    """A server on a port of this computer."""

    port: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, cookie: str = "", source: str = "", **headers: str) -> Answer:
        """Open a page; of `source`, another address of this computer, if it is named."""
        return self._ask("GET", path, cookie, None, source, headers)

    def post(self, path: str, fields: Mapping[str, str], cookie: str = "") -> Answer:
        """Send a form of a page of ours."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        return self._ask("POST", path, cookie, urlencode(fields), "", kind)

    def _ask(
        self,
        method: str,
        path: str,
        cookie: str,
        body: str | None,
        source: str,
        headers: Mapping[str, str],
    ) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Accept": "text/html"} | ({"Cookie": cookie} if cookie else {})
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, source_address=(source, 0) if source else None, timeout=20
        )
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            content = answer.read().decode()
        finally:
            connection.close()
        cookies: dict[str, str | None] = {}
        for line in answer.headers.get_all("set-cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                cookies[name] = None if morsel["max-age"] == "0" else morsel.value
        return Answer(answer.status, answer.headers.get("location", ""), cookies, content)


@contextmanager
def served() -> Iterator[Site]:
    """Serve our doors and routes; what passes them is answered with what it asked."""
    app = Starlette(
        routes=[
            *ROUTES,
            WebSocketRoute("/_stcore/stream", _told),
            Route("/{path:path}", _told_page),
        ],
        middleware=MIDDLEWARE,
        exception_handlers=EXCEPTION_HANDLERS,
    )
    server = uvicorn.Server(
        uvicorn.Config(
            app, "127.0.0.1", 0, ws="websockets-sansio", lifespan="off", log_level="error"
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    try:
        yield Site(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(_START_SECONDS)


def _told_page(request: Request) -> Response:
    return JSONResponse({"cookies": request.cookies, "headers": list(request.headers)})


async def _told(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(json.dumps(socket.cookies))
    await socket.close()
