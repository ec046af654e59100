"""Links: what one has shared, how often it was opened, until when; to extend or revoke."""

from __future__ import annotations

import streamlit as st

from dashboard.errors import RefusedError, SignedOutError
from dashboard.links import making
from dashboard.links.opening import moment
from dashboard.pages.links import cards
from dashboard.pages.narrowing import pager, tabs
from dashboard.pages.signed_in import current_viewer
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import remark
from dashboard.reads.pages import page_of
from dashboard.serving.process import workspace
from dashboard.storage.links import Link

_SHOWN = 8
_REVOKING = "link-revoking"
_SAID = "link-said"
_VIEWS = ("own", "all")


def show(visit: Visit) -> None:
    """List links, newest first, each with what may be done with it."""
    stores, viewer, text = workspace(), visit.viewer, visit.text
    may_see_all = viewer.may("manage_links")
    view = "all" if may_see_all and visit.filters.item != "own" else "own"
    if may_see_all and viewer.may("make_link"):
        words = {name: text(f"links.view_{name}") for name in _VIEWS}
        switch = tabs(visit, "item", view, words, text("links.title"))
        st.html(f"<div data-tc>{switch}</div>")
    links = stores.records.links.all(None if view == "all" else viewer.login)
    if said := st.session_state.pop(_SAID, None):
        st.info(text(f"links.{said}"))
    st.html(cards.headline(visit, links, view))
    part = page_of(len(links), visit.filters.number, _SHOWN)
    for link in links[part.offset : part.last_row]:
        _one(visit, link)
    if below := pager(visit, part) if links else remark(text("links.none")):
        st.html(f"<div data-tc>{below}</div>")


def _one(visit: Visit, link: Link) -> None:
    text, language = visit.text, visit.text.language
    with st.container(key=f"tc-link-{link.name}", gap="small"):
        st.html(cards.card(visit, link))
        if link.state(moment()) != "open" or not making.may_change(visit.viewer, link):
            return
        with st.container(horizontal=True, gap="small"):
            if st.session_state.get(_REVOKING) == link.code:
                st.html(remark(text("links.revoke_sure")), width="stretch")
                st.button(
                    text("links.revoke_yes"),
                    key=f"revoke-yes-{link.name}-{language}",
                    type="primary",
                    on_click=_revoke,
                    args=(link.code,),
                )
                st.button(
                    text("links.revoke_no"),
                    key=f"revoke-no-{link.name}-{language}",
                    on_click=_keep,
                )
                return
            st.button(
                text("links.extend", days=workspace().settings.link_days),
                key=f"extend-{link.name}-{language}",
                on_click=_extend,
                args=(link.code, link.expires_at),
            )
            st.button(
                text("links.revoke"),
                key=f"revoke-{link.name}-{language}",
                on_click=_ask_revoke,
                args=(link.code,),
            )


def _ask_revoke(code: str) -> None:
    st.session_state[_REVOKING] = code


def _keep() -> None:
    st.session_state.pop(_REVOKING, None)


def _revoke(code: str) -> None:
    st.session_state.pop(_REVOKING, None)
    stores = workspace()
    try:
        making.revoke(stores, current_viewer(stores), code)
        st.session_state[_SAID] = "revoked_said"
    except SignedOutError:
        # The run that follows says so.
        return
    except RefusedError:
        found = stores.records.links.find(code)
        is_over = found is not None and found.revoked_at is not None
        # The second half of a double click finds done what it asks for.
        st.session_state[_SAID] = "revoked_said" if is_over else "not_changed"


def _extend(code: str, seen: float) -> None:
    stores = workspace()
    days = stores.settings.link_days
    try:
        making.extend(stores, current_viewer(stores), code, days, seen)
        st.session_state[_SAID] = "extended_said"
    except SignedOutError:
        return
    except RefusedError:
        st.session_state[_SAID] = "not_changed"
