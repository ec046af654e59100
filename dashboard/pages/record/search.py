"""Finding one record by the number its department gave it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import streamlit as st

from dashboard.kinds import KINDS
from dashboard.pages.parts import part
from dashboard.pages.record.versions import in_sight, may_open
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, link, section
from dashboard.rights.uploads import readable_teams
from dashboard.sharing import to_key
from dashboard.storage.finding import keys_of, numbered
from dashboard.storage.history import history
from dashboard.storage.workspace import Workspace

_LONGEST_NUMBER = 100


@part
def ask_record(visit: Visit, stores: Workspace) -> None:
    """Ask for a number, and name the records that have it."""
    text = visit.text
    kinds = [name for name, kind in KINDS.items() if numbered(kind) and may_open(visit, name)]
    st.html(section(text("record.search_title"), text("record.search_note")))
    with (
        st.form(f"record-search-{text.language}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        kind = st.selectbox(
            text("record.search_kind"),
            kinds,
            index=kinds.index("tasks"),
            format_func=lambda name: text(f"uploads.kind_{name}"),
            width=240,
        )
        number = st.text_input(
            text("record.search_number"), max_chars=_LONGEST_NUMBER, width=240
        )
        is_asked = st.form_submit_button(text("record.search"))
    number = unicodedata.normalize("NFKC", number).strip()
    if is_asked and number:
        st.html(_found(visit, stores, kind, number))


def _found(visit: Visit, stores: Workspace, kind: str, number: str) -> Html:
    text, seen = visit.text, readable_teams(stores, visit.viewer)
    keys = [
        key
        for key in keys_of(stores, kind, number)
        if seen is None or _is_in_sight(visit, stores, kind, key)
    ]
    if not keys:
        return Html(f'<p role="status">{text("record.search_none")}</p>')
    lines = "".join(f"<li>{_link(visit, kind, key)}</li>" for key in keys)
    said = text("record.search_found", count=len(keys))
    return Html(
        f'<div data-tc class="tc-section tc-found" role="status"><p>{said}</p>'
        f'<ul class="tc-told">{lines}</ul></div>'
    )


def _is_in_sight(visit: Visit, stores: Workspace, kind: str, key: Mapping[str, str]) -> bool:
    """Tell whether any version of a record speaks of a team in sight, as its page asks."""
    return bool(in_sight(visit, stores, history(stores, kind, dict(key))))


def _link(visit: Visit, kind: str, key: Mapping[str, str]) -> Html:
    return record_link(visit, kind, key, visit.text("between.names").join(key.values()))


def record_link(visit: Visit, kind: str, key: Mapping[str, str], label: str) -> Html:
    """Return the way to every version of one record."""
    values = [key[name] for name in KINDS[kind].key]
    way = visit.link("record", kind=kind, key=to_key(values), item=None, open_team=None)
    return link(way, label)
