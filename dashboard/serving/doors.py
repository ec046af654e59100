"""Every door of the server: who may pass, before Streamlit hears of the request.

Streamlit itself answers whoever asks: its files, its metrics and the socket its pages come
through know no rights. Nothing of it is reached here without a session, but for what
signing in needs.
"""

from __future__ import annotations

from urllib.parse import quote

from anyio.to_thread import run_sync
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.identity.demo import FIRST_LOGIN
from dashboard.identity.viewers import session_of
from dashboard.serving.cookies import new_token, set_cookie, token_in
from dashboard.serving.process import workspace
from dashboard.storage.workspace import Workspace

# Answered without a session: what signing in, and a machine that watches, needs.
_OPEN = ("/sign-in", "/auth/login", "/oauth2callback", "/_stcore/health", "/s/", "/assets/")
# Answered to nobody. Files leave through a route of ours that asks for rights.
_SHUT = ("/media/", "/_stcore/metrics", "/app/static/")

SIGN_IN = "/sign-in"


class Doors:
    """Let through who is signed in; send people to sign in, and refuse machines."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path.startswith(_SHUT):
            await _refuse(scope, receive, send, PlainTextResponse("Not here.", 404))
            return
        if path.startswith(_OPEN):
            await self._app(scope, receive, send)
            return
        stores = await run_sync(workspace)
        connection = HTTPConnection(scope)
        token = token_in(connection.cookies, stores.settings)
        if await run_sync(session_of, stores, token) is not None:
            await self._app(scope, receive, send)
        elif not _is_page(scope, connection):
            await _refuse(scope, receive, send, PlainTextResponse("Sign in first.", 401))
        elif stores.settings.identity == "demo":
            await self._app(scope, receive, await run_sync(_begun, stores, send))
        else:
            await RedirectResponse(sign_in_address(scope), 303)(scope, receive, send)


def sign_in_address(scope: Scope) -> str:
    """Return the address that asks who it is, and then leads to what was asked for."""
    wanted = scope["path"]
    if scope.get("query_string"):
        wanted += "?" + scope["query_string"].decode("latin-1")
    return f"{SIGN_IN}?next={quote(wanted, safe='')}"


def _is_page(scope: Scope, connection: HTTPConnection) -> bool:
    wants = connection.headers.get("accept", "")
    is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
    return is_read and "text/html" in wants


def _begun(stores: Workspace, send: Send) -> Send:
    """Begin a session of the demo, and hand its token out with the answer."""
    token, settings = new_token(), stores.settings
    stores.records.sessions.begin(
        token, FIRST_LOGIN, "demo", seconds=settings.session_hours * 3600
    )
    cookie = (b"set-cookie", set_cookie(token, settings).encode())

    async def with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], cookie]
        await send(message)

    return with_cookie


async def _refuse(scope: Scope, receive: Receive, send: Send, answer: Response) -> None:
    if scope["type"] == "http":
        await answer(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": 1008})
