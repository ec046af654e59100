"""Beginning and ending a session: a new secret each time, the old one is worth nothing."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response

from dashboard.serving.cookies import drop_cookie, new_token, set_cookie, token_in
from dashboard.settings import Identity
from dashboard.storage.workspace import Workspace


def enter(
    stores: Workspace,
    connection: HTTPConnection,
    login: str,
    method: Identity,
    destination: str,
    seconds: float | None = None,
) -> Response:
    """Sign somebody in with this browser, and lead on.

    Args:
        seconds: the session may last; None is as long as the settings allow.
    """
    answer = RedirectResponse(destination, 303)
    cookie = begin(stores, connection, login, method, seconds)
    answer.headers.append("set-cookie", set_cookie(cookie, stores.settings))
    answer.headers["cache-control"] = "no-store"
    return answer


def begin(
    stores: Workspace,
    connection: HTTPConnection,
    login: str,
    method: Identity,
    seconds: float | None = None,
) -> str:
    """Begin a session in place of the one this browser had; return its token."""
    leave(stores, connection)
    token, longest = new_token(), stores.settings.session_hours * 3600
    stores.records.sessions.begin(
        token,
        login,
        method,
        seconds=longest if seconds is None else min(seconds, longest),
        address=address_of(connection),
    )
    return token


def leave(stores: Workspace, connection: HTTPConnection) -> None:
    """End the session of this browser, in every tab."""
    token = token_in(connection.cookies, stores.settings)
    if token:
        stores.records.sessions.end(token)


def left(answer: Response, stores: Workspace) -> Response:
    """Take the cookie away with an answer."""
    answer.headers.append("set-cookie", drop_cookie(stores.settings))
    return answer


def address_of(connection: HTTPConnection) -> str:
    """Return the address somebody comes from, as far as the server knows it."""
    return "" if connection.client is None else connection.client.host
