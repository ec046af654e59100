"""Share: a link to the view that is open, with the card that says what it will show."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from dashboard.errors import RefusedError, SignedOutError
from dashboard.filters import Filters
from dashboard.links.making import DAY_SECONDS, Wish, is_for_board, make, may_make
from dashboard.links.opening import is_open, moment
from dashboard.pages.signed_in import current_viewer
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, link, remark
from dashboard.pages.words.view_words import conditions, day_said, month_said, version_said
from dashboard.reads.compare import comparison
from dashboard.serving.process import workspace
from dashboard.serving.shared import ADDRESS
from dashboard.sharing import LANGUAGES
from dashboard.storage.links import Link

_DAYS = (7, 30, 90, 180, 365)
# What came of making a link: the link, or why there is none.
_OUTCOME = "link-outcome"
_STALE, _REFUSED = "stale", "refused"


def offer(visit: Visit, page: str) -> None:
    """Draw what the bar's button Share presses; nothing for who may not make links."""
    if not may_make(visit.viewer, page):
        return
    with st.container(key="tc-share"):
        is_pressed = st.button(visit.text("links.share"), key=f"share-{visit.text.language}")
    if is_pressed:
        st.session_state.pop(_OUTCOME, None)
        st.dialog(visit.text("links.share_title"), width="medium")(_ask)(visit, page)


def _ask(visit: Visit, page: str) -> None:
    """Ask how the view is to be sent, make its link, and hand its address out."""
    outcome: Link | str | None = st.session_state.get(_OUTCOME)
    if isinstance(outcome, Link):
        st.html(_made(visit, outcome))
        return
    if outcome == _STALE:
        # What was drawn is out of date; the page says so itself.
        st.session_state.pop(_OUTCOME)
        st.rerun()
    st.html(f'<div data-tc class="tc-card">{_choices_card(visit, page)}</div>')
    wish = _wish(visit, page)
    st.html(_card(visit, wish))
    if outcome == _REFUSED:
        st.warning(visit.text("links.not_made"))
    st.button(
        visit.text("links.make"),
        type="primary",
        key=f"link-make-{visit.text.language}",
        on_click=_make,
        args=(visit, page, wish),
    )


def _choices_card(visit: Visit, page: str) -> Html:
    text = visit.text
    said = conditions(visit, visit.filters) or [text("links.no_conditions")]
    lines = "".join(f"<li>{html(line)}</li>" for line in said)
    name = text("links.page_said", page=text(f"page.{page}"))
    held = remark(text("links.held")) if visit.shared is not None else ""
    return Html(f"<p><strong>{html(name)}</strong></p><ul>{lines}</ul>{held}")


def _wish(visit: Visit, page: str) -> Wish:
    text, month = visit.text, visit.filters.month
    follows = st.radio(
        text("links.month"),
        (False, True),
        format_func=lambda is_latest: month_said(visit, month, is_latest=is_latest),
        key=f"link-month-{text.language}",
        disabled=visit.shared is not None,
    )
    public = may_make(visit.viewer, page, "public") and visit.shared is None
    audience = "people"
    if public and is_for_board(visit.filters):
        audience = st.radio(
            text("links.audience"),
            ("people", "public"),
            format_func=lambda value: text(f"links.audience_{value}"),
            key=f"link-audience-{text.language}",
        )
    version = None
    if audience == "people":
        version = st.radio(
            text("links.version"),
            (None, visit.version),
            format_func=lambda value: version_said(visit, value),
            key=f"link-version-{visit.version}-{text.language}",
            disabled=visit.shared is not None,
        )
    days, language = _end_and_language(visit)
    return Wish(language, follows, version, audience, days)


def _end_and_language(visit: Visit) -> tuple[int, str]:
    text, settings = visit.text, workspace().settings
    most = settings.link_days_most
    offered = sorted({day for day in (*_DAYS, settings.link_days, most) if day <= most})
    usual = min(settings.link_days, most)
    left, right = st.columns(2)
    days = left.selectbox(
        text("links.days"),
        offered,
        index=offered.index(usual),
        format_func=lambda count: text("links.days_count", count=count),
        key=f"link-days-{text.language}",
    )
    language = right.selectbox(
        text("links.language"),
        LANGUAGES,
        index=LANGUAGES.index(text.language),
        format_func=lambda value: text(f"links.language_{value}"),
        key=f"link-language-{text.language}",
    )
    return days, language


def _card(visit: Visit, wish: Wish) -> Html:
    """Say in words what the link will show, to whom, until when."""
    text = visit.text
    end = day_said(visit, moment() + wish.days * DAY_SECONDS)
    parts = (
        text(f"links.card_{wish.audience}"),
        month_said(visit, visit.filters.month, is_latest=wish.is_latest),
        "" if wish.audience == "public" else version_said(visit, wish.version),
        text("links.card_end", day=end),
    )
    said = "".join(f"<p>{html(part)}</p>" for part in parts if part)
    return Html(f'<div data-tc class="tc-card" role="status">{said}</div>')


def _make(visit: Visit, page: str, wish: Wish) -> None:
    if isinstance(st.session_state.get(_OUTCOME), Link):
        # The second half of a double click: the link it asks for is made.
        return
    stores = workspace()
    try:
        viewer = current_viewer(stores)
        is_over = visit.shared is not None and not is_open(stores, visit.shared.code)
        if viewer != visit.viewer or is_over:
            st.session_state[_OUTCOME] = _STALE
            return
        view, scope = _settled(visit, page), visit.narrowed(visit.filters).scope
        made = make(stores, viewer, page, view, scope, wish, visit.shared)
    except SignedOutError:
        st.session_state[_OUTCOME] = _STALE
    except RefusedError:
        st.session_state[_OUTCOME] = _REFUSED
    else:
        st.session_state[_OUTCOME] = made


def _settled(visit: Visit, page: str) -> Filters:
    """Return the view with the peer group written out that the page chose by itself."""
    if page != "compare" or visit.filters.peer_group is not None:
        return visit.filters
    shown = visit.fetch(comparison, replace(visit.filters, item=None, number=None))
    return replace(visit.filters, peer_group=shown.chosen)


def _made(visit: Visit, made: Link) -> Html:
    text, address = visit.text, full_address(made.code)
    end = text("links.card_end", day=day_said(visit, made.expires_at))
    return Html(
        f'<div data-tc class="tc-card"><p>{html(text("links.made"))}</p>'
        f'<p class="tc-made"><code>{html(address)}</code> '
        f'<button type="button" data-tc-copy-beside data-done="{escape(text("links.copied"))}">'
        f"{html(text('links.copy'))}</button></p>"
        f"<p>{html(text(f'links.card_{made.audience}'))} {html(end)}</p>"
        f"<p>{link('./links?language=' + text.language, text('links.mine'))}</p></div>"
    )


def full_address(code: str) -> str:
    """Return the whole address of a link, as people send it."""
    here = urlsplit(st.context.url or "")
    base = workspace().settings.public_url or (
        f"{here.scheme}://{here.netloc}" if here.netloc else ""
    )
    return f"{base.rstrip('/')}{ADDRESS}/{code}"
