"""Live: every open page learns of a new version within seconds, and never jumps."""

from __future__ import annotations

import streamlit as st

from dashboard.pages.parts import part_every
from dashboard.pages.visit import Visit

# A reader learns within five seconds; one look is a listing of a folder.
LOOK_SECONDS = 4
VERSION = "version"


@part_every(LOOK_SECONDS)
def watch(visit: Visit) -> None:
    """Say that newer data is there, and load it when the reader asks for it.

    A page that nobody may look at any more is drawn anew, and then says so. So is one that
    found no scores: nothing of them was seen, so the first ones are no jump.
    """
    shared = visit.shared
    if shared is not None and shared.version is not None:
        # What was sent stays as it was; there is nothing newer to load.
        return
    versions = visit.built.versions()
    if visit.scoreless is not None and visit.scoreless != versions:
        st.rerun()
    # A page without a version, or one that is refused, knows of no newer one.
    if not (versions and visit.version) or versions[-1] == visit.version:
        return
    is_gone = visit.version not in versions
    with st.container(key="tc-live", horizontal=True, vertical_alignment="center", border=True):
        st.markdown(visit.text("live.gone" if is_gone else "live.newer"))
        if st.button(visit.text("live.load"), type="primary", key="tc-load"):
            st.session_state[VERSION] = versions[-1]
            st.rerun()
