"""People: who may do what, given and taken back; one person at a time."""

from __future__ import annotations

import streamlit as st

from dashboard.pages.people import listed as people_list
from dashboard.pages.people import person as people_person
from dashboard.pages.people.giving import ask_grant
from dashboard.pages.people.matrix import matrix
from dashboard.pages.people.told import tell
from dashboard.pages.visit import Visit
from dashboard.reads.pages import page_of
from dashboard.rights.known import people_of
from dashboard.rights.managing import managed
from dashboard.rights.register import register_of
from dashboard.serving.process import workspace
from dashboard.storage.workspace import Workspace


def show(visit: Visit) -> None:
    """List everybody in sight; or show the one person the address names."""
    stores = workspace()
    tell(visit.text)
    if visit.filters.item is None:
        _everybody(visit, stores)
    else:
        _one(visit, stores, visit.filters.item)


def _everybody(visit: Visit, stores: Workspace) -> None:
    text, register = visit.text, register_of(stores)
    people = people_of(stores, visit.viewer, register)
    is_demo = stores.settings.identity == "demo"
    st.html(people_list.headline(visit, people, is_demo=is_demo))
    words = st.text_input(
        text("people.search"),
        placeholder=text("people.search_hint"),
        key=f"people-search-{text.language}",
        width=420,
        max_chars=60,
    )
    found = people_list.found(people, words, text)
    part = page_of(len(found), None, people_list.LISTED)
    shown = st.empty()
    if part.last > 1:
        number = st.pagination(part.last, key=f"people-page-{text.language}-{words}")
        part = page_of(len(found), number, people_list.LISTED)
    listed = found[part.offset : part.last_row]
    shown.html(people_list.listed(visit, listed, register, len(found)))
    if managed(visit.viewer) != ():
        ask_grant(visit, stores, register)
    st.html(matrix(text))


def _one(visit: Visit, stores: Workspace, login: str) -> None:
    st.html(people_person.way_back(visit))
    register = register_of(stores)
    people = people_of(stores, visit.viewer, register)
    person = next((one for one in people if one.login == login), None)
    if person is None:
        st.html(people_person.unknown(visit))
        return
    st.html(people_person.head(visit, person))
    st.html(people_person.rights(visit, person, register))
    people_person.ask_acts(visit, stores, person, register)
