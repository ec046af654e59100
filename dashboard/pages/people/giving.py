"""Giving a right: to whom, which role, over which tree, from when to when."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.access.roles import ROLES
from dashboard.access.viewer import EVERYTHING, Roots
from dashboard.pages.people.acts import MOST_LETTERS, Wish, give
from dashboard.pages.people.told import tell_next
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import section
from dashboard.rights.managing import managed
from dashboard.rights.register import Register
from dashboard.storage.workspace import Workspace

# Enough to find a unit among those of like names; all of a city would be half a page.
_OFFERED_TEAMS = 20
_ROUND = "people-round"
_WIDTH = 340


def ask_grant(visit: Visit, stores: Workspace, register: Register, login: str = "") -> None:
    """Draw the fields of a grant; nothing happens before the button is pressed.

    Args:
        login: whom it is for; empty asks.
    """
    text = visit.text
    st.html(section(text("people.give_title"), text("people.give_note")))
    # A new round empties the fields.
    mark = f"{st.session_state.get(_ROUND, 0)}-{login}-{text.language}"
    with st.container(key="tc-give", horizontal=True, gap="small"):
        if not login:
            login = st.text_input(
                text("people.give_login"),
                help=text("people.give_login_help"),
                max_chars=MOST_LETTERS,
                key=f"give-login-{mark}",
                width=_WIDTH,
            ).strip()
        role = st.selectbox(
            text("people.give_role"),
            ROLES,
            format_func=lambda name: text(f"role.{name}"),
            key=f"give-role-{mark}",
            width=_WIDTH,
        )
        team_id = _ask_tree(visit, register, mark)
        begin = st.date_input(
            text("people.give_from"), date.today(), key=f"give-from-{mark}", width=_WIDTH
        )
        end = st.date_input(text("people.give_to"), None, key=f"give-to-{mark}", width=_WIDTH)
    is_pressed = st.button(
        text("people.give"),
        type="primary",
        key=f"give-{mark}",
        disabled=stores.settings.identity == "demo",
    )
    if is_pressed and team_id is not None:
        told = give(stores, Wish(login, role, team_id, begin, end))
        if told.is_done:
            st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        tell_next(told)


def _ask_tree(visit: Visit, register: Register, mark: str) -> str | None:
    text, roots = visit.text, managed(visit.viewer)
    words = st.text_input(
        text("people.give_find"),
        placeholder=text("people.give_find_hint"),
        max_chars=60,
        key=f"give-find-{mark}",
        width=_WIDTH,
    )
    offered = _offered(register, words, roots)
    if not offered:
        st.html(f'<p role="status">{text("people.give_none")}</p>')
        return None
    return st.selectbox(
        text("people.give_tree"),
        offered,
        format_func=lambda team: register.words(team, text),
        key=f"give-tree-{mark}-{words}",
        width=_WIDTH,
    )


def _offered(register: Register, words: str, roots: Roots) -> list[str]:
    if words.strip():
        return register.found(words, roots, _OFFERED_TEAMS)
    if roots is None:
        tops = sorted(team for team, above in register.parents.items() if above is None)
        return [EVERYTHING, *tops[:_OFFERED_TEAMS]]
    return [team for team in roots if team in register.names]
