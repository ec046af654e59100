"""The version a session reads: built where there is none, kept until another is loaded."""

from __future__ import annotations

import streamlit as st

from dashboard.errors import DamagedError
from dashboard.pages.frame.live import VERSION
from dashboard.serving.process import build_first, can_build, is_built
from dashboard.storage.built import Built
from dashboard.storage.workspace import Workspace
from dashboard.text import Text


def version_read(stores: Workspace, text: Text, *, waits: bool = True) -> str:
    """Return the version this session reads; empty when nothing was ever uploaded.

    Args:
        waits: whether the visitor waits for a build of what no version holds yet.
    """
    if not is_built(stores) and can_build(stores):
        is_empty = stores.built.newest() is None
        if is_empty and not waits:
            return ""
        note = st.empty()
        kind = "sample" if stores.settings.identity == "demo" else "evidence"
        note.info(text(f"first_run.{kind if is_empty else 'upgrade'}"))
        build_first(stores)
        note.empty()
    newest = stores.built.newest()
    return "" if newest is None else _pinned(stores.built, newest, text)


def _pinned(built: Built, newest: str, text: Text) -> str:
    """Return the version this session reads; a screen never jumps to a newer one."""
    version = st.session_state.setdefault(VERSION, newest)
    try:
        built.open(version)
    except DamagedError:
        if version == newest:
            raise
        st.session_state[VERSION] = version = newest
        st.warning(text("shell.version_gone"))
    return version
