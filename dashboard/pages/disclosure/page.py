"""Disclosure: which months are signed and public, what is published, and the steps to it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.filters import Filters
from dashboard.pages.disclosure import months as disclosure_months
from dashboard.pages.disclosure import published as disclosure_table
from dashboard.pages.disclosure import steps
from dashboard.pages.disclosure.month import Month, month_of
from dashboard.pages.narrowing import ask_list_filters
from dashboard.pages.visit import Visit
from dashboard.serving.process import workspace
from dashboard.workflow.published_table import scored_months

# What is published of a team can be asked by; its light is not published.
_OFFERED = ("team", "tier", "peer_group", "grade")


def show(visit: Visit) -> None:
    """Say where the month stands, show what is published, offer the next step."""
    stores = workspace()
    visit.filters = replace(visit.filters, light=None)
    ask_list_filters(visit, _OFFERED)
    # What people did is asked anew in each run: a version does not hold it.
    signed = {one.month: one for one in stores.records.disclosures.all()}
    months = visit.fetch(scored_months, Filters())
    month = month_of(visit, stores, months, signed)
    st.html(disclosure_months.headline(visit, month))
    _tables(visit, month)
    # Below what it is about: nobody answers for a table that was not before the eyes.
    steps.ask(visit, stores, month)
    st.html(disclosure_months.listed(visit, months, signed))


def _tables(visit: Visit, month: Month) -> None:
    if month.changes:
        st.html(disclosure_table.changed(visit, month))
    if month.shown is not None:
        st.html(disclosure_table.table_of(visit, month, month.shown))
