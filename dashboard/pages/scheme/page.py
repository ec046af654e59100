"""Scheme: what the scores are made of, and what a change of it would do to whom."""

from __future__ import annotations

import streamlit as st

from dashboard.filters import Filters
from dashboard.pages.controls import OFFERED
from dashboard.pages.narrowing import ask_list_filters
from dashboard.pages.scheme import result as trial_result
from dashboard.pages.scheme import sections, trial
from dashboard.pages.visit import Visit
from dashboard.reads.scheme import scheme_in_force


def show(visit: Visit) -> None:
    """Show the scheme in force, ask what to try, and say who would move."""
    ask_list_filters(visit, OFFERED)
    scheme = visit.fetch(scheme_in_force, Filters())
    st.html(visit.keep(sections.in_force))
    sections.show_thresholds(visit)
    st.html(trial.title(visit))
    st.info(visit.text("scheme.not_stored"))
    trial.ask_numbers(visit, scheme)
    wrong = trial.complaints(visit, scheme)
    for sentence in wrong:
        st.error(sentence)
    if not wrong:
        st.html(visit.keep(trial_result.result))
