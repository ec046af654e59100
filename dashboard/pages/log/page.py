"""Log: what everybody did, which nobody can rewrite; for a team, who saw it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.errors import NotAllowedError
from dashboard.pages import signed_in
from dashboard.pages.downloads import offer
from dashboard.pages.log import listed as log_list
from dashboard.pages.log import search, state
from dashboard.pages.signed_in import current_viewer
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import remark
from dashboard.rights.log import Sight, sight_of
from dashboard.rights.register import register_of
from dashboard.serving.process import workspace
from dashboard.storage.audit.chain import Entry
from dashboard.storage.audit.log import Asked
from dashboard.storage.verifying.log import log_findings
from dashboard.storage.workspace import Workspace
from dashboard.text import Text
from dashboard.workflow.looking import note_reading

_FOUND = "log-found"
_EXPORTED = 50_000
_TYPES = {"csv": "text/csv", "jsonl": "application/x-ndjson"}


def show(visit: Visit) -> None:
    """Say whether the log is whole, ask what is looked for, list it page by page."""
    stores, text = workspace(), visit.text
    sight = sight_of(stores, visit.viewer)
    note_reading(stores, visit.viewer, signed_in.token(stores))
    _head(visit, stores, sight)
    asked = search.ask(visit, sight)
    page = stores.records.log.page(asked, search.before())
    st.html(log_list.listed(visit, page, register_of(stores)))
    search.ask_step(text, page.older)
    _offer(text, stores, asked)


def _head(visit: Visit, stores: Workspace, sight: Sight) -> None:
    text = visit.text
    if not sight.is_all:
        st.html(state.seen_headline(visit))
        return
    st.html(state.headline(visit, stores, st.session_state.get(_FOUND)))
    st.button(text("log.check"), key=f"log-check-{text.language}", on_click=_check)
    st.html(remark(text("log.check_note")))


def _check() -> None:
    stores = workspace()
    if sight_of(stores, current_viewer(stores)).is_all:
        st.session_state[_FOUND] = log_findings(stores, frozenset())[0]


def _offer(text: Text, stores: Workspace, asked: Asked) -> None:
    st.html(remark(text("log.export_note", most=f"{_EXPORTED:,}")))
    with st.container(horizontal=True, gap="small"):
        for kind, media_type in _TYPES.items():
            offer(
                stores,
                text(f"log.export_{kind}"),
                f"log.{kind}",
                partial(_file, stores, text, asked, kind),
                media_type,
                key=f"log-{kind}",
                may=lambda viewer: viewer.may("read_log") or viewer.may("see_readers"),
            )


def _file(stores: Workspace, text: Text, asked: Asked, kind: str, viewer: Viewer) -> bytes:
    """Return the entries asked for, within the rights of the moment they are taken."""
    if not (viewer.may("read_log") or viewer.may("see_readers")):
        raise NotAllowedError(text("access.no_page"))
    within = sight_of(stores, viewer).narrowed(asked)
    entries = list(log_list.found(stores.records.log, within, _EXPORTED))
    stores.records.note(viewer.login, "export", "log", format=kind, rows=len(entries))
    write: dict[str, Callable[[list[Entry]], bytes]] = {
        "csv": partial(log_list.as_csv, text=text, register=register_of(stores)),
        "jsonl": log_list.as_lines,
    }
    return write[kind](entries)
