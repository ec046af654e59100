"""Uploads: what is due this month, a file's way in, and what came so far."""

from __future__ import annotations

import streamlit as st

from dashboard.first_run import clock
from dashboard.pages.controls import ask_filters
from dashboard.pages.record.search import ask_record
from dashboard.pages.uploads import expected as uploads_expected
from dashboard.pages.uploads.detail import show_upload
from dashboard.pages.uploads.history import show_history
from dashboard.pages.uploads.sending import ask_upload
from dashboard.pages.visit import Visit
from dashboard.reads.expected import expected, standing
from dashboard.reads.uploads import received
from dashboard.serving.process import workspace


def show(visit: Visit) -> None:
    """Say what is due, take a file, and list what came; or show one upload."""
    stores = workspace()
    if visit.filters.item is not None:
        show_upload(visit, stores, visit.filters.item)
        return
    if visit.narrowed(visit.filters).scope == ():
        # An office that keeps a register learns neither scores nor who is late.
        st.html(uploads_expected.plain_headline(visit))
        ask_upload(visit, stores)
        show_history(visit, stores)
        return
    filters = ask_filters(visit)
    now = standing(visit.fetch(expected, filters), clock(stores))
    st.html(uploads_expected.headline(visit, now))
    ask_upload(visit, stores)
    # What people did is asked anew in each run: a version does not hold it.
    uploads = stores.records.uploads(active_only=False)
    st.html(uploads_expected.due(visit, now))
    uploads_expected.show_lists(visit, now)
    st.html(uploads_expected.basis(visit, visit.fetch(received, filters), uploads))
    show_history(visit, stores)
    ask_record(visit, stores)
