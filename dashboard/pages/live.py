"""Live: every open page learns of a new version within seconds, and never jumps."""

from __future__ import annotations

import streamlit as st

from dashboard.errors import SignedOutError
from dashboard.pages.signed_in import current_viewer
from dashboard.pages.visit import Visit
from dashboard.serving.process import workspace

# A reader learns within five seconds; one look is a listing of a folder.
LOOK_SECONDS = 4
VERSION = "version"


@st.fragment(run_every=LOOK_SECONDS)
def watch(visit: Visit) -> None:
    """Say that newer data is there, and load it when the reader asks for it.

    A page that nobody may look at any more is drawn anew, and then says so.
    """
    try:
        is_as_before = current_viewer(workspace()) == visit.viewer
    except SignedOutError:
        is_as_before = False
    if not is_as_before:
        st.rerun()
    versions = visit.built.versions()
    if not versions or versions[-1] == visit.version:
        return
    is_gone = visit.version not in versions
    with st.container(key="tc-live", horizontal=True, vertical_alignment="center", border=True):
        st.markdown(visit.text("live.gone" if is_gone else "live.newer"))
        if st.button(visit.text("live.load"), type="primary", key="tc-load"):
            st.session_state[VERSION] = versions[-1]
            st.rerun()
