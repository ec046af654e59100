"""From the answer of an identity provider to a session of ours, and back to where one was."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.errors import NotAllowedError
from dashboard.identity.signing_in import by_word
from dashboard.serving.cookies import is_secure
from dashboard.serving.process import workspace
from dashboard.serving.refusals import refuse
from dashboard.serving.signing_in.destinations import HOME, local_address
from dashboard.serving.signing_in.entry import address_of, enter
from dashboard.serving.signing_in.streamlit_login import (
    CALLBACK,
    LOGIN,
    LOGOUT,
    Identity,
    dropped_cookies,
    identity_in,
    is_ours_to_make,
    login_address,
    sign_out_cookies,
)
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace

# Long enough to find one's second factor.
_NEXT_SECONDS = 15 * 60
_LONGEST_NEXT = 3_000
# A token of identity that lives longer is meant as a session; a shorter one is only for
# handing the identity over, and would throw people out in the middle of their work.
_SESSION_FROM = 3_600


class Answered(NamedTuple):
    """What Streamlit answered: its status, where it leads, and its cookies, not deletions."""

    status: int
    location: str
    set_cookies: tuple[str, ...]


class Oidc:
    """Stand between people and Streamlit's login: it never decides who is signed in."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] not in (LOGIN, LOGOUT, CALLBACK):
            await self._app(scope, receive, send)
            return
        stores = workspace()
        request = Request(scope)
        if stores.settings.identity != "oidc":
            await refuse(scope, receive, send, 404)
            return
        if scope["path"] == LOGOUT and not _is_asked_here(request):
            await RedirectResponse(HOME, 303)(scope, receive, send)
            return
        answered = await _answered(self._app, scope, receive)
        if scope["path"] == CALLBACK:
            answer = await run_sync(_back, request, stores, answered)
        else:
            answer = _onward(request, answered)
        _keep_cookies(answer, answered, stores.settings)
        await answer(scope, receive, send)


def _to_provider(request: Request) -> Response:
    """Send somebody to the provider, and remember where that person wanted to go."""
    settings = workspace().settings
    if settings.identity != "oidc":
        return Response(status_code=404)
    wanted = local_address(request.query_params.get("next"))
    answer = RedirectResponse(login_address(), 303, headers={"cache-control": "no-store"})
    value = quote(wanted, safe="")
    value = value if len(value) <= _LONGEST_NEXT else quote(HOME, safe="")
    answer.headers.append("set-cookie", _next_cookie(value, _NEXT_SECONDS, settings))
    return answer


OIDC_ROUTES = [Route("/sign-in/provider", _to_provider, methods=["GET"])]


def _back(request: Request, stores: Workspace, answered: Answered) -> Response:
    """Begin our session for whom the provider confirmed."""
    pairs = (cookie.partition(";")[0].partition("=") for cookie in answered.set_cookies)
    identity = identity_in({name: value.strip('"') for name, _, value in pairs})
    if identity is None:
        # The provider leads here too when somebody has signed out there.
        was_asked = {"state", "code", "error"} & set(request.query_params)
        return RedirectResponse(f"/sign-in?said={'failed' if was_asked else 'out'}", 303)
    settings = stores.settings
    try:
        login = by_word(
            stores,
            login_of(identity.claims, settings),
            str(identity.claims.get("name") or ""),
            "oidc",
            address_of(request),
        )
    except NotAllowedError:
        answer = RedirectResponse("/sign-in?said=closed", 303)
    else:
        wanted = local_address(unquote(request.cookies.get(_next_name(settings), "")))
        seconds = session_seconds(identity.claims, time.time())
        answer = enter(stores, request, login, "oidc", wanted, seconds)
    _remember_provider(answer, identity, settings)
    return answer


def login_of(claims: Mapping[str, Any], settings: Settings) -> str:
    """Return the login that the claims name; empty if they name none to rely on.

    An address of mail that the provider has not verified is a word of its user, who may
    write there the address of somebody else.
    """
    login = claims.get(settings.oidc_claim)
    if settings.oidc_claim == "email" and claims.get("email_verified") is not True:
        return ""
    return login if isinstance(login, str) else ""


def session_seconds(claims: Mapping[str, Any], moment: float) -> float | None:
    """Return how long the provider stands by its word; None is as long as the settings."""
    end = claims.get("exp")
    if not isinstance(end, int | float) or end - moment <= _SESSION_FROM:
        return None
    return end - moment


def _onward(request: Request, answered: Answered) -> Response:
    """Pass on where Streamlit leads: to the provider, or back to a page of ours."""
    is_login = request.url.path == LOGIN
    is_outward = answered.status in (302, 303) and answered.location.startswith("http")
    if is_outward:
        answer = RedirectResponse(answered.location, 302)
    elif is_login and answered.status == 302:
        # The address was too old to be believed.
        answer = RedirectResponse("/sign-in", 303)
    else:
        answer = RedirectResponse(f"/sign-in?said={'failed' if is_login else 'out'}", 303)
    if not is_login:
        for cookie in dropped_cookies(request.cookies):
            answer.headers.append("set-cookie", cookie)
    return answer


def _remember_provider(answer: Response, identity: Identity, settings: Settings) -> None:
    for cookie in sign_out_cookies(identity, is_secure=is_secure(settings)):
        answer.headers.append("set-cookie", cookie)
    answer.headers.append("set-cookie", _next_cookie("", 0, settings))


def _keep_cookies(answer: Response, answered: Answered, settings: Settings) -> None:
    """Hand on what Streamlit remembers of a sign-in under way, and nothing it learned."""
    headers = MutableHeaders(raw=answer.raw_headers)
    for cookie in answered.set_cookies:
        if not is_ours_to_make(cookie.partition("=")[0].strip()):
            needs = is_secure(settings) and "; secure" not in cookie.lower()
            headers.append("set-cookie", f"{cookie}; Secure" if needs else cookie)


async def _answered(app: ASGIApp, scope: Scope, receive: Receive) -> Answered:
    status, headers = 500, Headers()

    async def keep(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], Headers(raw=list(message["headers"]))

    await app(scope, receive, keep)
    return Answered(status, headers.get("location", ""), tuple(headers.getlist("set-cookie")))


def _is_asked_here(request: Request) -> bool:
    return request.headers.get("sec-fetch-site") in (None, "same-origin", "none")


def _next_name(settings: Settings) -> str:
    return "__Host-two-cards-next" if is_secure(settings) else "two-cards-next"


def _next_cookie(value: str, seconds: int, settings: Settings) -> str:
    secure = "; Secure" if is_secure(settings) else ""
    return (
        f"{_next_name(settings)}={value}; Max-Age={seconds}; Path=/; HttpOnly; "
        f"SameSite=Lax{secure}"
    )
