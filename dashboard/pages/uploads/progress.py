"""A draft on its way through the check, and one that never came to its end."""

from __future__ import annotations

import streamlit as st

from dashboard.drafts.drafts import Draft
from dashboard.drafts.queue import drafts_of, is_lost
from dashboard.pages.parts import part_every
from dashboard.pages.uploads.desk import desk
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import remark
from dashboard.storage.workspace import Workspace

# How often an open draft is looked at; one look reads one small file.
_LOOK_SECONDS = 1
# How far the bar stands at each stage. Nobody knows how long a stage takes.
_SHARES = {"waiting": 0.05, "reading": 0.35, "effect": 0.75}


@part_every(_LOOK_SECONDS)
def watch_draft(visit: Visit, stores: Workspace, draft_id: str) -> None:
    """Say how far the check is, and draw the page anew at its end."""
    text = visit.text
    draft = drafts_of(stores).find(draft_id, visit.viewer.login)
    if draft is None or draft.stage not in _SHARES or is_lost(draft):
        st.rerun()
    st.progress(_SHARES[draft.stage], text=text(f"drafts.progress_{draft.stage}"))
    st.html(remark(text("drafts.progress_note")))


def tell_end(visit: Visit, stores: Workspace, draft: Draft) -> None:
    """Say that a check failed or was lost, and offer to send the file again."""
    text = visit.text
    if draft.stage == "failed":
        log = "logs/uploads.log"
        st.error(
            text(f"drafts.failure_{draft.failure}", log=log), title=text("drafts.failure_title")
        )
    else:
        st.warning(text("drafts.lost"), title=text("drafts.lost_title"))
    has_content = desk().content_of(draft) is not None
    if not has_content:
        st.markdown(text("drafts.choose_again"))
    with st.container(horizontal=True, gap="small"):
        if has_content:
            st.button(
                text("drafts.again"),
                type="primary",
                key=f"draft-again-{text.language}",
                on_click=desk().send_again,
                args=(stores, draft, draft.request),
            )
        st.button(
            text("drafts.leave"),
            key=f"draft-leave-{text.language}",
            on_click=desk().leave,
            args=(stores, draft),
        )
