"""Shared links: the address `/s/<code>`, and what a link that is open holds its readers to."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from datetime import date
from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.access.narrowing import Shared
from dashboard.access.viewer import Viewer
from dashboard.errors import GoneError, UnknownNameError
from dashboard.filters import Filters
from dashboard.identity.viewers import session_of, viewer_of
from dashboard.links import opening
from dashboard.links.views import SHARED_PAGES, filters_of
from dashboard.pipeline.basis import is_readable
from dashboard.reads.choices import choices
from dashboard.serving.board.page import board_page, looking
from dashboard.serving.cookies import token_in
from dashboard.serving.guards.doors import sign_in_address
from dashboard.serving.plain_page import language_of
from dashboard.serving.process import workspace
from dashboard.serving.refusals import refusal, wants_page
from dashboard.sharing import LANGUAGE, LANGUAGES, LINK
from dashboard.storage.built import Built
from dashboard.storage.links import Link
from dashboard.storage.workspace import Workspace
from dashboard.text import catalogue
from dashboard.workflow.disclosing import disclosed_months

ADDRESS = "/s"
# A reload is no second opening, and no second line in the log.
_ONCE_SECONDS = 3_600
_REMEMBERED = 10_000
_noted: OrderedDict[tuple[str, str], float] = OrderedDict()
_guard = threading.Lock()


def shared_of(stores: Workspace, code: str, viewer: Viewer, live: str | None = None) -> Shared:
    """Return what an open link holds its readers to; a refusal is written to the log.

    Args:
        live: the version that a link without one of its own shows; None is the newest.

    Raises:
        UnknownNameError: no link has this code, or it opens the disclosed board only.
        GoneError: it has ended, was revoked, or shows what is not there any more.
    """
    try:
        link = opening.find_open(stores, code)
        if link.audience != "people" or link.page not in SHARED_PAGES:
            raise UnknownNameError("There is no such link.")
        return _settled(stores, link, live)
    except (UnknownNameError, GoneError) as error:
        _note_refusal(stores, code, viewer.login, error)
        raise


def note_opening(stores: Workspace, code: str, actor: str, whose: str) -> None:
    """Count that a link was opened, once an hour for each browser.

    Args:
        whose: the browser, as the caller tells it from others.
    """
    link = stores.records.links.find(code)
    if link is not None and _is_first(whose, code):
        stores.records.links.note_opening(link, actor, opening.moment())


def _settled(stores: Workspace, link: Link, live: str | None) -> Shared:
    version = link.version or live or stores.built.newest()
    if version is None or not is_readable(stores, version):
        raise GoneError("The version of this link is not there any more.")
    filters, months = filters_of(link), _months(stores.built, version)
    month = next(iter(months), None) if filters.month is None else filters.month
    if month not in months:
        raise GoneError("The month of this link is not there any more.")
    return Shared(link.code, link.page, replace(filters, month=month), link.version)


# A version never changes; of those that serve there are few.
@lru_cache(maxsize=16)
def _months(built: Built, version: str) -> tuple[date, ...]:
    with built.open(version).cursor() as cursor:
        return choices(cursor, Filters(scope=())).months


def _note_refusal(stores: Workspace, code: str, actor: str, error: Exception) -> None:
    link = stores.records.links.find(code) if isinstance(error, GoneError) else None
    if _is_first(actor, "" if link is None else code):
        why = "over" if isinstance(error, GoneError) else "unknown"
        subject = "" if link is None else link.name
        stores.records.note(actor, "refused_link", subject, why=why)


def _is_first(whose: str, code: str) -> bool:
    """Tell whether nobody asked this within the hour, and remember that somebody did."""
    today = opening.moment()
    with _guard:
        key = (whose, code)
        is_first = today - _noted.get(key, float("-inf")) >= _ONCE_SECONDS
        if is_first:
            _noted[key] = today
            _noted.move_to_end(key)
            if len(_noted) > _REMEMBERED:
                _noted.popitem(last=False)
    return is_first


def _open(request: Request) -> Response:
    """Lead to the page of a link, through signing in where that comes first."""
    stores, code = workspace(), request.path_params["code"]
    token = token_in(request.cookies, stores.settings)
    session = session_of(stores, token)
    try:
        link = opening.find_open(stores, code)
    except (UnknownNameError, GoneError) as error:
        if session is not None:
            _note_refusal(stores, code, viewer_of(stores, session).login, error)
        return refusal(request, 410 if isinstance(error, GoneError) else 404)
    if link.audience == "public":
        return _board(request, stores, link)
    if session is None and stores.settings.identity != "demo":
        # Which page it is, is not said to somebody who has not signed in.
        if not wants_page(request):
            return refusal(request, 401)
        return RedirectResponse(sign_in_address(request.scope), 303)
    page = "" if link.page == SHARED_PAGES[0] else link.page
    chosen = request.query_params.get(LANGUAGE)
    language = chosen if chosen in LANGUAGES else link.language
    query = urlencode({LINK: code, LANGUAGE: language})
    return RedirectResponse(f"/{page}?{query}", 303, headers={"cache-control": "no-store"})


def _board(request: Request, stores: Workspace, link: Link) -> Response:
    """Show what is disclosed of a link that anyone may open, and nothing else."""
    whose = request.client.host if request.client else ""
    if _is_first(whose, link.code):
        stores.records.links.note_opening(link, "anyone", opening.moment())
    asked = request.query_params.get(LANGUAGE)
    text = language_of(request) if asked in LANGUAGES else catalogue(link.language)
    filters = filters_of(link)
    if filters.scope is not None:
        # Something in it is not understood any more; less is shown, never more.
        month = None
    elif filters.month is None:
        month = next(iter(disclosed_months(stores)), None)
    else:
        month = f"{filters.month:%Y-%m}"
    lead = f'<p class="remark">{escape(text("links.public_lead"))}</p>'
    how = looking(request, f"{ADDRESS}/{link.code}")
    return board_page(stores, month, filters, text, how, lead=lead)


ROUTES = [Route(f"{ADDRESS}/{{code}}", _open, methods=["GET", "HEAD"])]
