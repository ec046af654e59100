"""A trusted proxy says who it is, in a header: believed from the proxy, from nobody else.

Whoever reaches the server can write such a header. It counts only in a request that comes
from one of the proxy's own addresses, and it is taken out before anybody else reads it.
"""

from __future__ import annotations

import secrets
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.errors import NotAllowedError
from dashboard.identity.signing_in import by_word, clean_login
from dashboard.identity.viewers import session_of
from dashboard.serving.cookies import cookie_name, set_cookie, token_in
from dashboard.serving.guards.addresses import is_below, is_static
from dashboard.serving.guards.origins import is_own_host, is_own_origin, must_be_own
from dashboard.serving.process import workspace
from dashboard.serving.refusals import wants_page
from dashboard.serving.signing_in.entry import address_of, begin
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace

SECRET_HEADER = "X-Proxy-Secret"
# Nobody is signed in by looking at these: they end a session, or know none.
_WITHOUT = ("/sign-out", "/password", "/assets", "/_stcore/health")
_SAYS_WHY = "/sign-in"


class Proxies:
    """Sign in whom the proxy names, and nobody whom it does not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        stores = workspace()
        settings = stores.settings
        login = named_login(scope, settings)
        scope = _as_asked(scope, settings)
        if settings.identity != "proxy" or is_static(scope["path"]):
            await self._app(scope, receive, send)
            return
        entered = await run_sync(_entered, scope, stores, login)
        if entered.is_refused:
            await RedirectResponse(f"{_SAYS_WHY}?said=closed", 303)(scope, receive, send)
            return
        if entered.token is not None:
            send = _handing_out(set_cookie(entered.token, settings), send)
        await self._app(entered.scope, receive, send)


class Entered(NamedTuple):
    """A request once it is known whose it is.

    Attributes:
        token: of a session that began with it.
        is_refused: whether the proxy names somebody who may not come in.
    """

    scope: Scope
    token: str | None = None
    is_refused: bool = False


def named_login(scope: Scope, settings: Settings) -> str:
    """Return whom the proxy names; empty if it names nobody, or somebody else speaks."""
    if settings.identity != "proxy" or not is_from_proxy(scope, settings):
        return ""
    named = [
        value
        for name, value in scope["headers"]
        if name == settings.proxy_header.lower().encode()
    ]
    try:
        # Two of them are one too many: which is the proxy's, and which came through it?
        return clean_login(named[0].decode()) if len(named) == 1 else ""
    except UnicodeDecodeError:
        return ""


def is_from_proxy(scope: Scope, settings: Settings) -> bool:
    """Tell whether a request comes from the proxy itself, and knows its secret.

    A port of 0 was written into a header and never seen on a connection: then the server
    has put somebody's word in place of the address (see `dashboard.serving.starting`).
    """
    client = scope.get("client")
    if client is None or client[1] == 0 or not is_listed(client[0], settings.proxy_addresses):
        return False
    if settings.proxy_secret is None:
        return True
    said = Headers(scope=scope).getlist(SECRET_HEADER)
    known = settings.proxy_secret.get_secret_value().encode()
    return len(said) == 1 and secrets.compare_digest(said[0].encode("latin-1"), known)


def is_listed(address: str, listed: str) -> bool:
    """Tell whether an address is one of a list, or in one of its networks."""
    try:
        asked = ip_address(address)
    except ValueError:
        return False
    if isinstance(asked, IPv6Address) and asked.ipv4_mapped is not None:
        asked = asked.ipv4_mapped
    networks = (ip_network(one.strip(), strict=False) for one in listed.split(","))
    return any(asked in network for network in networks)


def _as_asked(scope: Scope, settings: Settings) -> Scope:
    """Take the proxy's headers out; from itself, take over what a browser asked it for."""
    hidden = {settings.proxy_header.lower().encode(), SECRET_HEADER.lower().encode()}
    kept = [(name, value) for name, value in scope["headers"] if name not in hidden]
    changed = {**scope, "headers": kept}
    if settings.identity == "local" and settings.public_url is None:
        # Nobody stands in front, and the server took a header's word for an address. With a
        # new one for each guess, no address would ever have guessed too often.
        changed["client"] = ("127.0.0.1", 0)
    if settings.identity != "proxy" or not is_from_proxy(scope, settings):
        return changed
    headers = Headers(scope=scope)
    scheme = headers.get("x-forwarded-proto", "").strip()
    if scheme in ("http", "https"):
        is_socket = scope["type"] == "websocket"
        changed["scheme"] = scheme.replace("http", "ws") if is_socket else scheme
    passed = ", ".join(headers.getlist("x-forwarded-for")).split(",")
    for address in reversed([one.strip() for one in passed if one.strip()]):
        if not is_listed(address, settings.proxy_addresses):
            changed["client"] = (address[:64], 0)
            break
    return changed


def _entered(scope: Scope, stores: Workspace, login: str) -> Entered:
    connection = HTTPConnection(scope)
    token = token_in(connection.cookies, stores.settings)
    session = session_of(stores, token)
    if login and session is not None and session.login == login:
        return Entered(scope)
    # The session of somebody else, or of somebody whom the proxy knows no more.
    without = _with_token(scope, stores.settings, None)
    if not login or not _may_begin(connection, stores.settings):
        return Entered(without)
    try:
        login = by_word(stores, login, "", "proxy", address_of(connection))
    except NotAllowedError:
        may_be_led = scope["type"] == "http" and scope["path"] != _SAYS_WHY
        return Entered(without, is_refused=may_be_led)
    begun = begin(stores, connection, login, "proxy")
    return Entered(_with_token(scope, stores.settings, begun), begun)


def _may_begin(connection: HTTPConnection, settings: Settings) -> bool:
    scope = connection.scope
    is_own = is_own_host(connection, settings)
    if scope["type"] == "websocket":
        return is_own and is_own_origin(connection, settings)
    is_visit = not must_be_own(connection) and wants_page(connection)
    return is_own and is_visit and not is_below(scope["path"], _WITHOUT)


def _with_token(scope: Scope, settings: Settings, token: str | None) -> Scope:
    """Return the request as if the browser had sent this token, or none."""
    name = cookie_name(settings)
    pairs = [
        pair.strip()
        for key, value in scope["headers"]
        if key == b"cookie"
        for pair in value.decode("latin-1").split(";")
    ]
    kept = [pair for pair in pairs if pair and pair.partition("=")[0].strip() != name]
    kept += [] if token is None else [f"{name}={token}"]
    others = [(key, value) for key, value in scope["headers"] if key != b"cookie"]
    cookies = [(b"cookie", "; ".join(kept).encode("latin-1"))] if kept else []
    return {**scope, "headers": [*others, *cookies]}


def _handing_out(cookie: str, send: Send) -> Send:
    async def with_cookie(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept"):
            kept = [one for one in message.get("headers", ()) if one[0] != b"cache-control"]
            # What is for everybody, such as the board, is kept on the way; no cookie is.
            given = [(b"cache-control", b"no-store"), (b"set-cookie", cookie.encode())]
            message["headers"] = [*kept, *given]
        await send(message)

    return with_cookie
