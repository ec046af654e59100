"""The build that follows an upload: started, watched, told when it failed."""

from __future__ import annotations

import streamlit as st
import structlog

from dashboard.access.roles import UPLOADED_BY
from dashboard.access.viewer import Viewer, may_upload
from dashboard.first_run import clock
from dashboard.pages.parts import part_every
from dashboard.pages.signed_in import current_viewer
from dashboard.pages.visit import Visit
from dashboard.pipeline.background import build_state, log_path, start_build
from dashboard.storage.workspace import Workspace

# How often a page asks whether a running build has published.
_LOOK_SECONDS = 2


def begin_build(stores: Workspace) -> None:
    """Compute the scores anew; what was stored stays stored if that cannot start."""
    try:
        start_build(stores, clock(stores))
    except OSError:
        # The page says that uploads wait and offers to compute again.
        structlog.get_logger().exception("build_not_started")


def tell_build(visit: Visit, stores: Workspace, upload_id: str | None) -> None:
    """Say how far the scores are behind the uploads.

    Args:
        upload_id: what this session stored last; None is nothing.
    """
    if build_state(stores).waiting:
        _watch_build(visit, stores)
    elif upload_id is not None:
        newest = stores.built.newest()
        kind = "loaded" if newest == visit.version else "built"
        st.success(visit.text(f"uploads.{kind}", version=newest))


def _may_build(viewer: Viewer) -> bool:
    return any(may_upload(viewer, kind) for kind in UPLOADED_BY) or viewer.may("take_back")


@part_every(_LOOK_SECONDS)
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
    if not _may_build(visit.viewer):
        return
    if st.button(text("uploads.build_now"), key=f"build-now-{text.language}"):
        if not _may_build(current_viewer(stores)):
            return
        start_build(stores, clock(stores))
        st.rerun(scope="fragment")
