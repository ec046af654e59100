"""Taking an upload back, and putting it back: its effect first, then a reason, then the act."""

from __future__ import annotations

import streamlit as st

from dashboard.drafts.drafts import Effect
from dashboard.drafts.taking_back import effect_of_turning
from dashboard.errors import FaultError, NotAllowedError, RefusedError
from dashboard.pages.parts import part
from dashboard.pages.signed_in import current_viewer
from dashboard.pages.uploads.build_watch import begin_build
from dashboard.pages.uploads.desk import desk
from dashboard.pages.uploads.effect import effect_section
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import remark, section
from dashboard.pipeline.background import build_state
from dashboard.rights.uploads import may_take_back
from dashboard.storage.uploads import Upload
from dashboard.storage.workspace import Workspace

_LONGEST_REASON = 300


@part
def ask_turning(visit: Visit, stores: Workspace, upload: Upload) -> None:
    """Offer to change the state of an upload, once its effect was looked at."""
    text = visit.text
    act = "undo" if upload.state == "active" else "redo"
    st.html(section(text(f"upload.{act}_title"), text(f"upload.{act}_note")))
    # The effect rests on the version it was tried on, on the state it would end, and on
    # whose teams it may be told of.
    scope = visit.narrowed(visit.filters).scope
    key = f"turning-{upload.upload_id}-{act}-{stores.built.newest()}-{scope}"
    tried = desk().tried
    if key not in tried:
        state = build_state(stores)
        if state.waiting and state.is_running:
            # What is compared with would change under the reader's eyes.
            st.html(remark(text("upload.wait")))
            return
        place = st.empty()
        if not place.button(text(f"upload.{act}_look"), key=f"look-{key}-{text.language}"):
            return
        with place, st.spinner(text("upload.trying")):
            tried[key] = _tried(visit, stores, upload)
        place.empty()
    effect = tried[key]
    if effect is None:
        st.warning(text("upload.not_tried"))
    else:
        st.html(effect_section(visit, effect))
    _ask(visit, stores, upload, act)


def _tried(visit: Visit, stores: Workspace, upload: Upload) -> Effect | None:
    try:
        return effect_of_turning(stores, upload.upload_id, visit.narrowed(visit.filters).scope)
    except FaultError:
        return None


def _ask(visit: Visit, stores: Workspace, upload: Upload, act: str) -> None:
    text = visit.text
    with st.form(f"{act}-{upload.upload_id}-{text.language}", border=False):
        reason = st.text_input(
            text(f"upload.{act}_reason"), max_chars=_LONGEST_REASON, key=f"reason-{act}"
        )
        is_pressed = st.form_submit_button(text(f"upload.{act}"), type="primary")
    if not is_pressed:
        return
    reason = " ".join(reason.split())
    if act == "undo" and not reason:
        st.error(text("upload.reason_missing"))
        return
    viewer = current_viewer(stores)
    if not may_take_back(stores, viewer, stores.records.upload(upload.upload_id)):
        stores.records.note(viewer.login, "refused_act", act)
        raise NotAllowedError(text("upload.may_not"))
    turn = stores.records.undo if act == "undo" else stores.records.redo
    try:
        turn(upload.upload_id, viewer.login, reason)
    except RefusedError:
        # Somebody else was first; the page shows what it is now.
        st.rerun()
    begin_build(stores)
    st.rerun()
