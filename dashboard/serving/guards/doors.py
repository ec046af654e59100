"""Every door of the server: who may pass, before Streamlit hears of the request.

Streamlit itself answers whoever asks: its files, its metrics and the socket its pages come
through know no rights. Nothing of it is reached here without a session, but for what
signing in needs.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from urllib.parse import quote

from anyio.to_thread import run_sync
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.identity.demo import FIRST_LOGIN
from dashboard.identity.viewers import session_of
from dashboard.serving.cookies import new_token, set_cookie, token_in
from dashboard.serving.guards.addresses import (
    SIGNING_IN,
    is_below,
    is_known,
    is_page,
    is_static,
    is_written_plainly,
)
from dashboard.serving.guards.origins import (
    is_asked_from_here,
    is_own_host,
    is_own_origin,
    must_be_own,
)
from dashboard.serving.guards.tabs import is_tab_of_another, owned_by
from dashboard.serving.process import workspace
from dashboard.serving.refusals import refuse, wants_page
from dashboard.settings import Settings
from dashboard.storage.people.sessions import Session
from dashboard.storage.workspace import Workspace

SIGN_IN = "/sign-in"
_HEALTH = "/_stcore/health"
# Answered without a session: what signing in, and a machine that watches, needs.
_OPEN = (SIGN_IN, _HEALTH, "/s", "/board", "/assets")
# Answered to nobody. Files leave through a route of ours that asks for rights.
_SHUT = ("/media", "/_stcore/metrics", "/app/static", "/component")
# All that is open to whoever must choose a new password first.
_BEFORE_CHANGE = ("/password", "/sign-out")

# A page names some hundred files that are the same for everybody. Who may have one may
# have the next; sockets, uploads and all routes of ours ask the records each time.
_STATIC_SECONDS = 2.0
_REMEMBERED = 1_000


class Doors:
    """Let through who is signed in; send people to sign in, and refuse machines."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute] = ()) -> None:
        self._app = app
        self._routes = routes
        self._seen: dict[str, tuple[float, Session]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        stores = workspace()
        status = _fault(scope, stores.settings)
        if status:
            await refuse(scope, receive, send, status)
        elif _is_open(scope["path"], stores.settings):
            # What no route of ours takes, Streamlit would answer with its page.
            if is_known(scope, self._routes):
                await self._app(scope, receive, send)
            else:
                await refuse(scope, receive, send, 404)
        else:
            await self._guarded(scope, receive, send, stores)

    async def _guarded(
        self, scope: Scope, receive: Receive, send: Send, stores: Workspace
    ) -> None:
        connection = HTTPConnection(scope)
        token = token_in(connection.cookies, stores.settings)
        session = self._remembered(token, scope["path"])
        if session is None:
            session = await run_sync(self._session, stores, token, scope["path"])
        is_known_here = is_known(scope, self._routes)
        if session is not None:
            status = _status(session, scope, is_known_here, stores.settings)
            if status == 303:
                await RedirectResponse("/password", 303)(scope, receive, send)
            elif status:
                await refuse(scope, receive, send, status)
            else:
                await self._app(owned_by(scope, session), receive, send)
        elif not _is_visit(scope, connection):
            await refuse(scope, receive, send, 401)
        elif stores.settings.identity != "demo":
            await RedirectResponse(sign_in_address(scope), 303)(scope, receive, send)
        elif is_known_here and not is_below(scope["path"], _SHUT):
            await self._app(scope, receive, await run_sync(_begun, stores, send))
        else:
            await refuse(scope, receive, send, 404)

    def _remembered(self, token: str | None, path: str) -> Session | None:
        """Return who asked for a static file just now, without a step aside for each."""
        if token is None or not is_static(path):
            return None
        moment, seen = self._seen.get(token, (0.0, None))
        return seen if time.monotonic() - moment < _STATIC_SECONDS else None

    def _session(self, stores: Workspace, token: str | None, path: str) -> Session | None:
        session = session_of(stores, token)
        if session is not None and token is not None and is_static(path):
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[token] = time.monotonic(), session
        return session


def _fault(scope: Scope, settings: Settings) -> int:
    """Return the status of a request nobody may make; 0 is none."""
    connection = HTTPConnection(scope)
    is_watched = scope["path"] == _HEALTH and is_asked_from_here(connection)
    if not is_written_plainly(scope):
        return 400
    if not is_watched and not is_own_host(connection, settings):
        return 400
    return 403 if must_be_own(connection) and not is_own_origin(connection, settings) else 0


def _is_open(path: str, settings: Settings) -> bool:
    is_login = settings.identity == "oidc" and path in SIGNING_IN
    return is_login or is_below(path, _OPEN)


def sign_in_address(scope: Scope) -> str:
    """Return the address that asks who it is, and then leads to what was asked for."""
    wanted = scope["path"]
    if scope.get("query_string"):
        wanted += "?" + scope["query_string"].decode("latin-1")
    return f"{SIGN_IN}?next={quote(wanted, safe='')}"


def _status(session: Session, scope: Scope, is_known_here: bool, settings: Settings) -> int:
    """Return what a signed-in person is told instead of an answer; 0 is nothing."""
    path = scope["path"]
    if is_below(path, _SHUT):
        return 403
    if not is_known_here:
        return 404
    if session.must_change and not is_below(path, _BEFORE_CHANGE):
        return 303 if scope["type"] == "http" and is_page(path) else 403
    return 403 if is_tab_of_another(path, session, settings) else 0


def _is_visit(scope: Scope, connection: HTTPConnection) -> bool:
    is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
    return is_read and wants_page(connection)


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
