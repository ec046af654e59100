"""Who saw this team: noted for everybody who opens its page, shown to who answers for it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.pages import signed_in
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, link, section
from dashboard.pages.words.numbers import moment_words
from dashboard.rights.log import sees_readers
from dashboard.serving.process import workspace
from dashboard.storage.audit.chain import Entry
from dashboard.text import Text
from dashboard.workflow.looking import Way, note_look

_NOTED = "tc-looks-noted"
_SHOWN = 5


def note(visit: Visit) -> None:
    """Write down that the open team is looked at; only for a team in sight."""
    team_id = visit.filters.open_team
    assert team_id is not None, "the page asked before"
    way: Way = "page" if visit.shared is None else "link"
    look = (visit.viewer.login, visit.viewer.looking_as, team_id, way, date.today())
    # The records know as well; asking them at every run would cost more than the section.
    noted: set[object] = st.session_state.setdefault(_NOTED, set())
    if look not in noted:
        stores = workspace()
        note_look(stores, visit.viewer, signed_in.token(stores), team_id, way)
        noted.add(look)


def readers(visit: Visit) -> Html:
    """Return who saw the team last, for those who may know; else nothing."""
    team_id, stores, text = visit.filters.open_team, workspace(), visit.text
    is_own = team_id is not None and visit.shared is None
    if team_id is None or not is_own or not sees_readers(stores, visit.viewer, team_id):
        return Html("")
    looks = stores.records.log.readers(team_id, _SHOWN)
    title = text("log.readers_title")
    if not looks:
        return section(title, text("log.readers_none"))
    # One line each: the page is long enough.
    lines = "".join(f"<li>{html(_words(text, entry))}</li>" for entry in looks)
    way = link(visit.link("log", open_team=None, item=None), text("log.readers_all"))
    listed = Html(f'<ul class="tc-told">{lines}</ul><p>{way}</p>')
    return section(title, listed, note=text("log.readers_note"))


def _words(text: Text, entry: Entry) -> str:
    facts = entry.facts
    said = text(
        "log.readers_line",
        actor=entry.actor,
        at=moment_words(entry.at, text),
        way=text.words.get(f"log.way_{facts.get('way')}", ""),
    )
    if facts.get("looking_as"):
        said += text("log.looking_as", login=facts["looking_as"])
    return said
