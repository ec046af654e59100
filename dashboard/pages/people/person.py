"""One person: what may be done by them today, what they hold and held, and what to change."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.access.viewer import Grant
from dashboard.pages.frame.who import GO_ON
from dashboard.pages.people import acts
from dashboard.pages.people.giving import ask_grant
from dashboard.pages.people.matrix import can_do
from dashboard.pages.people.told import tell_next
from dashboard.pages.people.words import days_words, grant_state, grant_words, seen_words
from dashboard.pages.visit import Visit
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, section, small
from dashboard.pages.words.numbers import moment_words
from dashboard.rights import managing
from dashboard.rights.known import Person
from dashboard.rights.register import Register
from dashboard.storage.workspace import Workspace


def way_back(visit: Visit) -> Html:
    """Return the link to the list."""
    way = link(visit.link("people", item=None), visit.text("people.way"))
    return Html(f'<p data-tc class="tc-back">{way}</p>')


def unknown(visit: Visit) -> Html:
    """Say that there is nobody of that login in sight; the same whether there is or not."""
    return section(visit.text("people.unknown"), visit.text("people.unknown_note"))


def head(visit: Visit, person: Person) -> Html:
    """Return name, state and use of an account."""
    text = visit.text
    facts = (
        person.login if person.name else "",
        text(f"people.state_{person.state}"),
        f"{text('people.column_sessions')} {person.session_count}",
        f"{text('people.column_seen')} {seen_words(person, text)}",
    )
    said = " · ".join(html(fact) for fact in facts if fact)
    name = text("people.person_title", name=person.name or person.login)
    return Html(
        f'<section class="tc-headline"><h1>{html(text("people.title"))}</h1>'
        f'<p class="tc-message tc-broken">{html(name)}</p><p>{said}</p></section>'
    )


def rights(visit: Visit, person: Person, register: Register) -> Html:
    """Return what the person may do today, and every grant there ever was."""
    text = visit.text
    seen = [grant for grant in person.grants if grant in person.held]
    can = can_do(text, person.login, seen, register)
    hidden = "" if person.all_is_seen else text("people.hidden_grants")
    title = text("people.grants_title", login=person.login, count=len(person.grants))
    if not person.grants:
        return Html(can + section(title, text("people.grants_none")))
    names = ("role", "tree", "days", "given", "grant_state")
    columns = [text(f"people.column_{name}") for name in names]
    rows = [_row(visit, grant, register) for grant in reversed(person.grants)]
    shown = labelled_table(title, columns, rows)
    parts = (hidden, shown) if hidden else (shown,)
    return Html(can + section(title, *parts, note=text("people.grants_note")))


def ask_acts(visit: Visit, stores: Workspace, person: Person, register: Register) -> None:
    """Draw what this viewer may change about the person."""
    text, viewer = visit.text, visit.viewer
    is_demo = stores.settings.identity == "demo"
    may_look = managing.may_look_as(viewer, person.login, person.held, register)
    is_manager = managing.managed(viewer) != ()
    if not (may_look or is_manager):
        return
    st.html(section(text("people.acts_title")))
    if is_manager and not is_demo:
        _ask_back(visit, stores, person, register)
        _ask_account(visit, stores, person, register)
    if may_look:
        st.html(f'<p class="tc-remark">{html(text("people.look_as_note"))}</p>')
        if st.button(text("people.look_as"), key=f"look-as-{text.language}"):
            told = acts.look_as(stores, person.login)
            if told.is_done:
                st.session_state[GO_ON] = True
            tell_next(told)
    if is_manager and not is_demo and person.login != viewer.login:
        ask_grant(visit, stores, register, person.login)


def _ask_back(visit: Visit, stores: Workspace, person: Person, register: Register) -> None:
    text = visit.text
    of_number = {
        grant.number: grant
        for grant in person.grants
        if managing.is_current(grant, date.today())
        and managing.may_take_back(visit.viewer, grant, register)
    }
    if not of_number:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        number = st.selectbox(
            text("people.take_back_label"),
            list(of_number),
            format_func=lambda one: grant_words(of_number[one], register, text),
            key=f"back-{person.login}-{text.language}-{len(person.grants)}",
            width=480,
        )
        is_own = person.login == visit.viewer.login
        is_sure = is_own and st.checkbox(text("people.sure"), key=f"sure-{text.language}")
        if st.button(text("people.take_back"), key=f"take-back-{text.language}"):
            tell_next(acts.take_back(stores, number, is_sure=is_sure))


def _ask_account(visit: Visit, stores: Workspace, person: Person, register: Register) -> None:
    text, viewer = visit.text, visit.viewer
    if not managing.may_manage_login(viewer, person.current, register):
        return
    with st.container(horizontal=True, gap="small"):
        if person.state == "active" and person.login != viewer.login:
            if st.button(text("people.shut_out"), key=f"shut-out-{text.language}"):
                tell_next(acts.shut_out(stores, person.login))
        elif person.state == "disabled" and st.button(
            text("people.let_in"), key=f"let-in-{text.language}"
        ):
            tell_next(acts.let_in(stores, person.login))
        if person.session_count and st.button(
            text("people.end_sessions"), key=f"end-sessions-{text.language}"
        ):
            tell_next(acts.end_sessions(stores, person.login))


def _row(visit: Visit, grant: Grant, register: Register) -> tuple[object, ...]:
    text = visit.text
    state: object = grant_state(grant, text)
    if grant.revoked_at is not None:
        by = text(
            "people.taken_back_by",
            actor=grant.revoked_by,
            at=moment_words(grant.revoked_at, text),
        )
        state = Html(html(state) + small(by))
    given = html(grant.granted_by)
    if "T" in grant.granted_at:
        given += small(moment_words(grant.granted_at, text))
    return (
        text(f"role.{grant.role}"),
        register.words(grant.team_id, text),
        days_words(grant, text),
        Html(given),
        state,
    )
