"""Uploads: what is missing this month, a file's way in, and what came so far."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.first_run import clock
from dashboard.pages import uploads_sections as sections
from dashboard.pages.controls import ask_filters
from dashboard.pages.process import workspace
from dashboard.pages.uploading import ask_upload, stored_upload
from dashboard.pages.visit import Visit
from dashboard.pipeline.background import build_state, log_path, start_build
from dashboard.reads.uploads import received
from dashboard.storage.records import Build, Upload
from dashboard.storage.workspace import Workspace

# How often a page asks whether a running build has published.
_LOOK_SECONDS = 2


def show(visit: Visit) -> None:
    """Say what is missing, take a file, and list what came."""
    filters = ask_filters(visit)
    stores = workspace()
    st.html(sections.headline(visit, visit.fetch(received, filters)))
    ask_upload(visit, stores)
    if build_state(stores).waiting:
        _watch_build(visit, stores)
    elif stored_upload() is not None:
        newest = stores.built.newest()
        kind = "loaded" if newest == visit.version else "built"
        st.success(visit.text(f"uploads.{kind}", version=newest))
    # What people did is asked anew in each run: a version does not hold it.
    uploads = stores.records.uploads(active_only=False)
    month = visit.fetch(received, filters)
    st.html(sections.expected(visit, month, uploads) + visit.keep(sections.silent))
    _history(visit, uploads, stores.records.builds())


@st.fragment(run_every=_LOOK_SECONDS)
def _watch_build(visit: Visit, stores: Workspace) -> None:
    text, state = visit.text, build_state(stores)
    if not state.waiting:
        st.rerun()
    if state.is_running:
        builds = stores.records.builds()
        last = text("uploads.build_last", seconds=round(builds[-1].seconds)) if builds else ""
        st.info(
            text("uploads.build_note", last=last),
            title=text("uploads.build_running", count=len(state.waiting)),
        )
        return
    if state.has_failed:
        st.error(
            text("uploads.build_failed", log=log_path(stores).name),
            title=text("uploads.build_failed_title"),
        )
    else:
        st.info(text("uploads.build_waiting", count=len(state.waiting)))
    if st.button(text("uploads.build_now"), key=f"build-now-{text.language}"):
        start_build(stores, clock(stores))
        st.rerun(scope="fragment")


@st.fragment
def _history(visit: Visit, uploads: Sequence[Upload], builds: Sequence[Build]) -> None:
    shown = st.empty()
    part = sections.history_page(uploads, None)
    if part.last > 1:
        number = st.pagination(part.last, key=f"uploads-page-{visit.text.language}")
        part = sections.history_page(uploads, number)
    shown.html(sections.history(visit, uploads, part) + sections.builds(visit, builds))
