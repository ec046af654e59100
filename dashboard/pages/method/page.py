"""Method: what the flags can find and what they cannot, in this month's own numbers."""

from __future__ import annotations

import streamlit as st

from dashboard.charts.chance import chance_chart
from dashboard.charts.severities import severities_chart
from dashboard.pages.controls import ask_filters
from dashboard.pages.method import chance, limits, raters, words
from dashboard.pages.visit import Visit
from dashboard.reads.method import method


def show(visit: Visit) -> None:
    """Say how sure the list is, then step by step how it comes about."""
    filters = ask_filters(visit)
    month = visit.fetch(method, filters)
    if not month.lists["team_count"]:
        st.info(visit.text("method.empty"), title=visit.text("method.empty_title"))
        return
    st.html(visit.keep(limits.headline))
    st.html(visit.keep(raters.title))
    if month.severities.height:
        picture, beside = st.columns((3, 2), gap="medium")
        with picture:
            visit.draw(severities_chart, month.severities, alt=visit.text("method.raters_alt"))
        beside.html(visit.keep(raters.numbers_table))
    st.html(visit.keep(chance.title))
    if month.example is not None:
        picture, beside = st.columns((3, 2), gap="medium")
        with picture:
            visit.draw(
                chance_chart, visit.keep(chance.frame), alt=visit.text("method.example_alt")
            )
        beside.html(visit.keep(chance.numbers_table))
    st.html(visit.keep(limits.sections))
    st.html(visit.keep(words.section_of_words))
