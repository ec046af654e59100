"""The form of an upload: what the file is, what it may look like, the file itself."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.access.viewer import may_upload
from dashboard.ingest.examining import Request
from dashboard.kinds import KINDS
from dashboard.pages.uploads import headers
from dashboard.pages.uploads.desk import desk
from dashboard.pages.visit import Visit
from dashboard.storage.workspace import Workspace
from dashboard.text import Text

# Kept by the session between runs.
_KIND = "upload-kind"


def kinds_of(visit: Visit) -> list[str]:
    """Return the kinds of files this person may upload."""
    return [kind for kind in KINDS if may_upload(visit.viewer, kind)]


def ask_file(visit: Visit, stores: Workspace, kinds: Sequence[str]) -> None:
    """Draw the form; a file that is chosen is sent at once, and nothing of it stored."""
    text = visit.text
    st.html(headers.uploader_words(text))
    with st.container(border=True, key="tc-upload"):
        kind = _ask_kind(text, kinds)
        headers.unfold_headers(visit, stores, kind)
        place = desk().round
        file = st.file_uploader(
            text("uploads.file", size=st.get_option("server.maxUploadSize")),
            key=f"upload-file-{place}",
        )
    if file is None:
        return
    desk().send(stores, Request(kind, file.name), file.getvalue(), place)
    st.rerun()


def _ask_kind(text: Text, kinds: Sequence[str]) -> str:
    chosen = st.session_state.get(_KIND, "tasks")
    st.session_state[_KIND] = kind = st.selectbox(
        text("uploads.kind"),
        kinds,
        index=kinds.index(chosen) if chosen in kinds else 0,
        format_func=lambda name: text(f"uploads.kind_{name}"),
        key=f"{_KIND}-{text.language}",
    )
    return kind
