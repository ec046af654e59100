"""What is looked for in the log: person, act, subject, days, words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from dashboard.pages.log.words import ACTS, act_name
from dashboard.pages.visit import Visit
from dashboard.pages.words.numbers import ZONE
from dashboard.rights.log import Sight
from dashboard.storage.audit.log import Asked
from dashboard.text import Text

_ASKED = "log-asked"
_BEFORE = "log-before"
_ANY = ""
_WIDTH = 240
_LONGEST = 100


def ask(visit: Visit, sight: Sight) -> Asked:
    """Draw the form; return what was asked last, within what may be read."""
    text = visit.text
    with st.form(f"log-search-{text.language}", border=False):
        st.html(f"<h2>{text('log.search')}</h2>")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            asked = _fields(text, sight)
        is_asked = st.form_submit_button(text("log.find"))
    if is_asked:
        st.session_state[_ASKED] = asked
        st.session_state[_BEFORE] = []
    asked = st.session_state.get(_ASKED, Asked())
    if asked.since is not None and asked.until is not None and asked.since >= asked.until:
        st.warning(text("log.days_wrong"))
    return sight.narrowed(asked)


def _fields(text: Text, sight: Sight) -> Asked:
    actor = st.text_input(text("log.person"), max_chars=_LONGEST, width=_WIDTH)
    act = _ANY
    if sight.is_all:
        act = st.selectbox(
            text("log.act"),
            (_ANY, *ACTS),
            format_func=lambda name: act_name(name, text) if name else text("log.act_any"),
            width=_WIDTH,
        )
    subject = st.text_input(text("log.about"), max_chars=_LONGEST, width=_WIDTH)
    first = st.date_input(text("log.first_day"), None, format="YYYY-MM-DD", width=_WIDTH)
    last = st.date_input(text("log.last_day"), None, format="YYYY-MM-DD", width=_WIDTH)
    words = st.text_input(text("log.words"), max_chars=_LONGEST, width=_WIDTH)
    return Asked(
        actor=actor.strip() or None,
        act=act or None,
        subject=subject.strip() or None,
        since=_begin_of(first),
        until=_begin_of(None if last is None else last + timedelta(days=1)),
        words=words.strip() or None,
    )


def _begin_of(day: date | None) -> str | None:
    """Return the moment a day of the office begins, as the log writes it."""
    if day is None:
        return None
    begin = datetime.combine(day, time(), ZONE).astimezone(UTC)
    return begin.isoformat(timespec="milliseconds")


def before() -> int | None:
    """Return the number before which the page shown begins; None is the newest."""
    steps = st.session_state.get(_BEFORE, [])
    return steps[-1] if steps else None


def ask_step(text: Text, older: int | None) -> None:
    """Draw the way to older entries, and back to newer ones."""
    steps = st.session_state.setdefault(_BEFORE, [])
    with st.container(horizontal=True, gap="small"):
        if steps:
            st.button(text("log.newer"), key="log-newer", on_click=steps.pop)
        if older is not None:
            st.button(text("log.older"), key="log-older", on_click=steps.append, args=(older,))
