"""A page that is looked at through a link: taken from the link, said above it, refused."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboard.errors import GoneError, UnknownNameError
from dashboard.filters import Filters
from dashboard.links.views import hold
from dashboard.pages import signed_in
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, link, section
from dashboard.pages.words.view_words import conditions, day_said, month_said, version_said
from dashboard.serving.shared import ADDRESS, note_opening, shared_of
from dashboard.sharing import LINK
from dashboard.storage.people.sessions import token_sum
from dashboard.storage.workspace import Workspace


class LinkRefusal(Html):
    """Why a link opens nothing here; the log holds it already."""

    __slots__ = ()


def is_asked() -> bool:
    """Tell whether the address names a link, rightly or wrongly."""
    return LINK in st.query_params


def open_link(
    visit: Visit, stores: Workspace, page: str, live: Callable[[], str]
) -> LinkRefusal | None:
    """Make the link of the address the view of this visit; return why it cannot be.

    Args:
        live: gives the version that this session reads.
    """
    given = st.query_params.get_all(LINK)
    code = given[0] if len(given) == 1 else ""
    try:
        shared = shared_of(stores, code, visit.viewer, live())
    except UnknownNameError:
        return _said(visit, "unknown")
    except GoneError:
        return _said(visit, "over")
    if shared.page != page:
        way = link(short_address(code), visit.text("links.open_there"))
        return _said(visit, "elsewhere", Html(f"<p>{way}</p>"))
    visit.version, visit.shared = shared.version or live(), shared
    if visit.narrowed(Filters()).scope == ():
        visit.version, visit.shared = "", None
        return _said(visit, "nothing")
    visit.filters, refused = hold(visit.filters, shared)
    # The banner says what was not followed, and why.
    visit.refused, visit.dropped = (*refused, *visit.dropped), ()
    held = signed_in.token(stores)
    note_opening(stores, code, visit.viewer.login, token_sum(held or visit.viewer.login))
    return None


def short_address(code: str) -> str:
    """Return the address of a link, as seen from a page."""
    return f".{ADDRESS}/{code}"


def _said(visit: Visit, why: str, way: Html | None = None) -> LinkRefusal:
    text = visit.text
    body = section(text(f"links.{why}_title"), text(f"links.{why}"), *filter(None, [way]))
    return LinkRefusal(f'<div role="alert">{body}</div>')


def banner(visit: Visit, stores: Workspace) -> Html:
    """Return what the link shows, what of it is left out and why, and the way out."""
    shared, text = visit.shared, visit.text
    sent = None if shared is None else stores.records.links.find(shared.code)
    if shared is None or sent is None:
        return Html("")
    parts = [
        month_said(visit, shared.filters.month, is_latest=sent.follows == "latest"),
        *conditions(visit, shared.filters),
        version_said(visit, shared.version),
        text("links.until", day=day_said(visit, sent.expires_at)),
    ]
    shows = text("links.banner", what=text("between.reasons").join(parts))
    left_out = _left_out(visit)
    warning = f'<p class="tc-left-out">{html(left_out)}</p>' if left_out else ""
    own = escape(f"./{visit.page}?language={text.language}")
    return Html(
        f'<section data-tc class="tc-shared" role="status"><p>{html(shows)}</p>{warning}'
        f'<p><a href="{own}">{html(text("links.leave"))}</a></p></section>'
    )


def _left_out(visit: Visit) -> str:
    """Say what is not shown, and what of the address was not followed."""
    text, shared = visit.text, visit.shared
    assert shared is not None
    said = []
    if visit.is_narrower_than_link():
        said.append(text("links.out_of_reach"))
    names = dict.fromkeys(visit.refused)
    if names:
        listed = text("between.names").join(
            text.words.get(f"filter.{name}", name[:40]) for name in names
        )
        said.append(text("links.not_followed", names=listed))
    return text("links.not_shown", what=text("between.reasons").join(said)) if said else ""
