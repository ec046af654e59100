"""One upload, one thing after another: a file, what came of checking it, the confirmation.

Nothing is stored before the confirmation. A file is checked in a process of its own and
waits on disk, so that its sender may leave the page and come back.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.drafts.drafts import Draft
from dashboard.drafts.queue import drafts_of, is_lost
from dashboard.pages.uploads import report
from dashboard.pages.uploads.build_watch import tell_build
from dashboard.pages.uploads.desk import desk
from dashboard.pages.uploads.form import ask_file, kinds_of
from dashboard.pages.uploads.progress import tell_end, watch_draft
from dashboard.pages.uploads.review import review
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html, section, small
from dashboard.storage.workspace import Workspace

# Somebody who has more of them waiting opens some first.
_LISTED_DRAFTS = 8


def ask_upload(visit: Visit, stores: Workspace) -> None:
    """Draw the form, or the draft that is open; and the drafts that wait."""
    text, kinds = visit.text, kinds_of(visit)
    if not kinds:
        st.html(section(text("uploads.form_title")))
        st.info(text("uploads.no_right"))
        return
    draft = desk().opened(stores, visit.viewer)
    _tell_outcome(visit, stores)
    tell_build(visit, stores, _stored_upload())
    if draft is None:
        st.html(section(text("uploads.form_title"), text("uploads.form_note")))
        ask_file(visit, stores, kinds)
    else:
        with st.container(border=True, key="tc-draft"):
            _show_draft(visit, stores, draft, kinds)
    waiting = drafts_of(stores).of(visit.viewer.login)
    others = [one for one in waiting if draft is None or one.draft_id != draft.draft_id]
    if others:
        _list_drafts(visit, stores, others[:_LISTED_DRAFTS])


def _stored_upload() -> str | None:
    """Return the id of the upload this session stored last."""
    outcome = desk().outcome
    return None if outcome is None or outcome.receipt is None else outcome.receipt.upload_id


def _tell_outcome(visit: Visit, stores: Workspace) -> None:
    text, outcome = visit.text, desk().outcome
    if outcome is None:
        return
    if outcome.reference:
        st.error(
            text("uploads.fault", reference=outcome.reference),
            title=text("uploads.fault_title"),
        )
    elif outcome.is_gone:
        st.info(text("drafts.gone"))
    elif outcome.is_crowded:
        st.warning(text("drafts.crowded"))
    elif outcome.is_replaced:
        st.warning(text("drafts.replaced"))
    elif outcome.receipt is not None and outcome.receipt.upload_id is None:
        # What was stored in between left nothing of the file to store.
        st.html(report.unchanged(visit, stores.records.uploads(), outcome.receipt))
    elif outcome.receipt is not None:
        st.html(report.stored(visit, outcome.file_name, outcome.receipt))


def _show_draft(visit: Visit, stores: Workspace, draft: Draft, kinds: Sequence[str]) -> None:
    text = visit.text
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        name = text("drafts.title", name=draft.request.file_name)
        st.html(f'<h2 class="tc-file">{html(name)}</h2>')
        st.button(
            text("drafts.aside"),
            type="tertiary",
            key=f"draft-aside-{text.language}",
            on_click=desk().put_aside,
        )
    if draft.stage == "ready":
        review(visit, stores, draft, kinds)
    elif draft.stage == "failed" or is_lost(draft):
        tell_end(visit, stores, draft)
    else:
        watch_draft(visit, stores, draft.draft_id)


def _list_drafts(visit: Visit, stores: Workspace, drafts: Sequence[Draft]) -> None:
    text, count = visit.text, len(drafts)
    key = "waiting_one" if count == 1 else "waiting_many"
    st.html(section(text(f"drafts.{key}", count=count), text("drafts.waiting_note")))
    with st.container(key="tc-drafts"):
        for draft in drafts:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.html(_draft_words(visit, draft))
                st.button(
                    text("drafts.open"),
                    key=f"open-{draft.draft_id}-{text.language}",
                    on_click=desk().open_other,
                    args=(draft,),
                )
                st.button(
                    text("drafts.discard"),
                    type="tertiary",
                    key=f"discard-{draft.draft_id}-{text.language}",
                    on_click=desk().leave,
                    args=(stores, draft),
                )


def _draft_words(visit: Visit, draft: Draft) -> Html:
    text = visit.text
    sent = text(
        "drafts.sent",
        kind=text(f"uploads.kind_{draft.request.kind}"),
        ago=numbers.ago_of(draft.sent_at, text),
    )
    state = text(f"drafts.state_{_state(draft)}")
    return Html(
        f'<p class="tc-waits"><strong>{html(draft.request.file_name)}</strong>'
        f"{small(f'{sent} · {state}')}</p>"
    )


def _state(draft: Draft) -> str:
    if is_lost(draft):
        return "lost"
    if draft.answer is not None and draft.stage == "ready" and draft.answer.receipt.problems:
        return "problems"
    return draft.stage
