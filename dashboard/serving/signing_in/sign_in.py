"""Addresses for signing in, signing out and changing a password."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import cast, get_args
from urllib.parse import urlencode

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.errors import NotAllowedError
from dashboard.identity.demo import LOGINS
from dashboard.identity.signing_in import LONGEST_LOGIN, by_password, change_password
from dashboard.identity.viewers import session_of
from dashboard.serving.cookies import token_in
from dashboard.serving.plain_page import language_of
from dashboard.serving.process import workspace
from dashboard.serving.signing_in import pages
from dashboard.serving.signing_in.destinations import local_address
from dashboard.serving.signing_in.entry import address_of, enter, leave, left
from dashboard.serving.signing_in.forms import form_of
from dashboard.storage.people.sessions import Session
from dashboard.storage.workspace import Workspace

Fields = Mapping[str, str]
_PAGES = {
    "local": pages.local_page,
    "oidc": pages.provider_page,
    "proxy": pages.proxy_page,
    "demo": pages.demo_page,
}
NOT_FOUND = 404
# Each may take 64 MB and a processor while it hashes; the others wait without a thread.
_AT_ONCE = CapacityLimiter(4)


def _sign_in_page(request: Request) -> Response:
    """Ask who it is, in the way that is set; whoever is signed in goes on."""
    stores, wanted = workspace(), local_address(request.query_params.get("next"))
    session, method = _session(stores, request), stores.settings.identity
    if session is not None and method != "demo":
        if session.must_change:
            wanted = f"/password?{urlencode({'next': wanted})}"
        return RedirectResponse(wanted, 303)
    said = request.query_params.get("said", "")
    known = cast(pages.Said, said if said in get_args(pages.Said) else "")
    return _PAGES[method](language_of(request), wanted, "" if known == "wrong" else known)


def _sign_in(request: Request, fields: Fields) -> Response:
    """Let somebody in by a password."""
    stores, wanted = workspace(), local_address(fields.get("next"))
    if stores.settings.identity != "local":
        return Response(status_code=NOT_FOUND)
    login = fields.get("login", "").strip()[:LONGEST_LOGIN]
    account = by_password(stores, login, fields.get("password", ""), address_of(request))
    if account is None:
        return pages.local_page(language_of(request), wanted, "wrong", login)
    if account.must_change:
        wanted = f"/password?{urlencode({'next': wanted})}"
    return enter(stores, request, account.login, "local", wanted)


def _demo(request: Request, fields: Fields) -> Response:
    """Become one of the people of the demo."""
    stores, login = workspace(), fields.get("login", "")
    if stores.settings.identity != "demo" or login not in LOGINS:
        return Response(status_code=NOT_FOUND)
    return enter(stores, request, login, "demo", local_address(fields.get("next")))


def _sign_out_page(request: Request) -> Response:
    return pages.sign_out_page(language_of(request))


def _sign_out(request: Request, _: Fields) -> Response:
    """End the session here, and lead to where the provider or the proxy ends theirs."""
    stores = workspace()
    leave(stores, request)
    settings, text = stores.settings, language_of(request)
    if settings.identity == "oidc":
        answer = pages.signed_out_page(text, "/auth/logout")
    elif settings.identity == "proxy":
        answer = pages.signed_out_page(text, settings.proxy_sign_out)
    else:
        answer = RedirectResponse("/sign-in?said=out", 303)
    return left(answer, stores)


def _password_page(request: Request) -> Response:
    stores, text = workspace(), language_of(request)
    session = _session(stores, request)
    if session is None or session.method != "local":
        return pages.foreign_password_page(text)
    wanted = local_address(request.query_params.get("next"))
    return pages.password_page(text, session.login, wanted, is_first=bool(session.must_change))


def _password(request: Request, fields: Fields) -> Response:
    """Change one's own password; every other session of the account ends."""
    stores, text = workspace(), language_of(request)
    session = _session(stores, request)
    if session is None or session.method != "local":
        return pages.foreign_password_page(text)
    wanted, new = local_address(fields.get("next")), fields.get("new", "")
    problem = "not_repeated"
    account = stores.records.accounts.find(session.login)
    if account is not None and new == fields.get("repeated"):
        try:
            current = fields.get("current", "")
            problem = change_password(stores, account, current, new, address_of(request))
        except NotAllowedError:
            problem = "wrong"
    if problem is None:
        return enter(stores, request, session.login, "local", wanted)
    is_first = bool(session.must_change)
    return pages.password_page(text, session.login, wanted, is_first=is_first, problem=problem)


def _session(stores: Workspace, request: Request) -> Session | None:
    return session_of(stores, token_in(request.cookies, stores.settings))


def _with_form(
    answer: Callable[[Request, Fields], Response],
) -> Callable[[Request], object]:
    @wraps(answer)
    async def read_and_answer(request: Request) -> Response:
        fields = await form_of(request)
        # What follows asks the records and may hash: not on the thread that serves all, nor
        # on those that every other request needs.
        return await run_sync(answer, request, fields, limiter=_AT_ONCE)

    return read_and_answer


SIGN_IN_ROUTES = [
    Route("/sign-in", _sign_in_page, methods=["GET"]),
    Route("/sign-in", _with_form(_sign_in), methods=["POST"]),
    Route("/sign-in/demo", _with_form(_demo), methods=["POST"]),
    Route("/sign-out", _sign_out_page, methods=["GET"]),
    Route("/sign-out", _with_form(_sign_out), methods=["POST"]),
    Route("/password", _password_page, methods=["GET"]),
    Route("/password", _with_form(_password), methods=["POST"]),
]
