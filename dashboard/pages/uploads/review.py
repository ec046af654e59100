"""A checked draft: what was understood, what would come of it, and the press that stores it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.access.viewer import Viewer, may_upload
from dashboard.drafts.drafts import Answer, Draft
from dashboard.drafts.reporting import report_of
from dashboard.errors import FaultError
from dashboard.exports.marked import CSV
from dashboard.exports.office_csv import to_office_csv
from dashboard.ingest.receipt import REPLACE_MONTHS, Receipt
from dashboard.pages.downloads import offer
from dashboard.pages.parts import part
from dashboard.pages.uploads import preview as upload_preview
from dashboard.pages.uploads import report
from dashboard.pages.uploads.desk import desk
from dashboard.pages.uploads.effect import effect_section
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import remark
from dashboard.storage.workspace import Workspace
from dashboard.text import Text


def review(visit: Visit, stores: Workspace, draft: Draft, kinds: Sequence[str]) -> None:
    """Draw a draft that is ready, from what was understood to the confirmation."""
    answer = draft.answer
    assert answer is not None, "what is ready has an answer"
    receipt = answer.receipt
    st.html(upload_preview.understood(visit, answer, draft.request))
    upload_preview.offer_kind(visit, stores, draft, answer)
    upload_preview.unfold_reading(visit, stores, draft, answer, kinds)
    if not receipt.problems or draft.request.mode == REPLACE_MONTHS:
        upload_preview.ask_mode(visit, stores, draft, answer)
    is_partial = False
    if receipt.problems:
        is_read = answer.preview.header_row is not None
        st.html(report.refusal(visit, receipt, is_read=is_read))
        _take_away(visit, stores, draft, receipt)
        is_partial = _ask_partial(visit.text, draft, answer)
    taken = answer.partial if is_partial and answer.partial is not None else receipt
    if is_partial:
        st.html(report.counts_alone(visit.text, taken))
    elif not receipt.problems:
        st.html(report.answer(visit, stores.records.uploads(), receipt))
    told = report.aside(visit, receipt)
    if told:
        st.html(told)
    is_storable = report.is_worth_storing(taken)
    if is_storable and answer.effect is not None and taken.rows:
        st.html(effect_section(visit, answer.effect))
    _ask_end(visit, stores, draft, taken if is_storable else None, is_partial=is_partial)


def _take_away(visit: Visit, stores: Workspace, draft: Draft, receipt: Receipt) -> None:
    text = visit.text
    if draft.answer is not None and draft.answer.preview.header_row is None:
        # Of a file that could not be read there is nothing more to say.
        return
    _offer_files(visit, stores, draft, receipt)
    if not report.says_more(receipt.problems):
        return
    fold = st.expander(
        report.sentences_label(text, receipt.problems),
        key=f"draft-sentences-{draft.draft_id}-{text.language}",
        on_change="rerun",
    )
    if fold.open:
        fold.html(report.sentences(text, receipt.problems))


@part
def _offer_files(visit: Visit, stores: Workspace, draft: Draft, receipt: Receipt) -> None:
    text = visit.text
    with st.container(horizontal=True, gap="small"):
        _offer_report(text, stores, draft)
        offer_list(
            stores,
            text,
            receipt,
            draft.request.file_name,
            key=draft.draft_id,
            may=lambda viewer: may_upload(viewer, draft.request.kind),
        )


def _offer_report(text: Text, stores: Workspace, draft: Draft) -> None:
    """Write the clerk's own file with what is wrong in it, once that is asked for."""
    content = desk().content_of(draft)
    if content is None:
        st.html(remark(text("drafts.no_report")))
        return
    key = f"report-{draft.draft_id}-{text.language}"
    place = st.empty()
    reports = desk().reports
    if key not in reports:
        if not place.button(text("drafts.make_report"), key=f"make-{key}"):
            return
        try:
            with place, st.spinner(text("drafts.making_report")):
                reports[key] = report_of(stores, draft, content, text.language)
        except FaultError:
            place.warning(text("drafts.report_failed"))
            return
    made = reports[key]
    with place:
        offer(
            stores,
            text("drafts.get_report", name=made.name),
            made.name,
            lambda _: made.path.read_bytes(),
            "application/octet-stream",
            key=key,
            may=lambda viewer: may_upload(viewer, draft.request.kind),
            look="primary",
        )


def offer_list(
    stores: Workspace,
    text: Text,
    receipt: Receipt,
    file_name: str,
    *,
    key: str,
    may: Callable[[Viewer], bool],
) -> None:
    """Offer all problems as a sheet opens them.

    Args:
        key: names what the problems are of.
        may: whether a person may have the list.
    """

    def made(_: Viewer) -> bytes:
        names = ("row", "column", "value", "rule", "message")
        columns = [text(f"uploads.column_{name}") for name in names]
        rows = (problem.to_json(text).values() for problem in receipt.problems)
        return to_office_csv(columns, (tuple(row) for row in rows))

    offer(
        stores,
        text("drafts.get_list"),
        text("drafts.list_file", name=file_name),
        made,
        CSV,
        key=f"problems-{key}-{text.language}",
        may=may,
    )


def _ask_partial(text: Text, draft: Draft, answer: Answer) -> bool:
    if answer.partial is None:
        if draft.request.mode == REPLACE_MONTHS and answer.receipt.rows:
            st.html(remark(text("drafts.partial_replaces")))
        return False
    good, bad = answer.partial.accepted, answer.partial.rejected
    return st.checkbox(
        text("drafts.partial", good=f"{good:,}", bad=f"{bad:,}"),
        help=text("drafts.partial_means"),
        key=f"partial-{draft.draft_id}-{text.language}",
    )


def _ask_end(
    visit: Visit,
    stores: Workspace,
    draft: Draft,
    taken: Receipt | None,
    *,
    is_partial: bool,
) -> None:
    text = visit.text
    with st.container(horizontal=True, gap="small", key="tc-end"):
        if taken is not None:
            key = "confirm" if taken.rows else "confirm_statement"
            st.button(
                text(f"drafts.{key}"),
                type="primary",
                key=f"confirm-{text.language}",
                on_click=desk().confirm,
                args=(stores, draft.draft_id),
                kwargs={"allow_partial": is_partial},
            )
        st.button(
            text("drafts.leave"),
            key=f"draft-leave-{text.language}",
            on_click=desk().leave,
            args=(stores, draft),
        )
