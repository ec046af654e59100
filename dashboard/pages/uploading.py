"""One upload: choose a file, be told everything about it, confirm, be told what came of it.

Nothing is stored before the confirmation. What a file says is looked at once; it leaves
this session as soon as it is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import streamlit as st
import structlog

from dashboard.access import Viewer, may_upload
from dashboard.errors import RefusedError
from dashboard.exports.office_csv import to_office_csv
from dashboard.first_run import clock
from dashboard.ingest.receipt import Receipt
from dashboard.ingest.receiving import receive
from dashboard.ingest.templates import template
from dashboard.kinds import KINDS
from dashboard.pages import upload_report
from dashboard.pages import uploads_sections as sections
from dashboard.pages.visit import Visit
from dashboard.pipeline.background import start_build
from dashboard.storage.workspace import Workspace
from dashboard.text import Text

# Kept by the session between runs.
_KIND, _CHECKED, _STORED, _ROUND = (
    "upload-kind",
    "upload-checked",
    "upload-stored",
    "upload-round",
)


@dataclass(frozen=True)
class Outcome:
    """What came of looking at a file, or of storing it.

    Attributes:
        receipt: None after a fault of ours.
        reference: under which a fault of ours is recorded.
    """

    file_id: str
    file_name: str
    kind: str
    receipt: Receipt | None = None
    reference: str = ""


def ask_upload(visit: Visit, stores: Workspace) -> None:
    """Draw the form, and what is known about the file chosen or the one just stored."""
    text = visit.text
    st.html(sections.form_title(visit))
    kinds = [kind for kind in KINDS if may_upload(visit.viewer, kind)]
    if not kinds:
        st.info(text("uploads.no_right"))
        return
    st.html(sections.uploader_words(text))
    with st.container(border=True, key="tc-upload"):
        kind = _ask_kind(text, kinds)
        _show_headers(text, kind)
        file = st.file_uploader(
            text("uploads.file", size=st.get_option("server.maxUploadSize")),
            key=_file_key(),
        )
        if file is None:
            st.session_state.pop(_CHECKED, None)
            _tell_stored(visit)
            return
        st.session_state.pop(_STORED, None)
        checked = st.session_state.get(_CHECKED)
        if checked is None or (checked.file_id, checked.kind) != (file.file_id, kind):
            with st.spinner(text("uploads.checking", name=file.name)):
                checked = _outcome(
                    file.file_id,
                    file.name,
                    kind,
                    lambda: receive(stores, kind, file.getvalue(), file.name, dry_run=True),
                )
            st.session_state[_CHECKED] = checked
        _report(visit, stores, checked)


def stored_upload() -> str | None:
    """Return the id of the upload this session stored last."""
    outcome = st.session_state.get(_STORED)
    return None if outcome is None or outcome.receipt is None else outcome.receipt.upload_id


def _file_key() -> str:
    # A new key is a new, empty uploader: the bytes of the last file are let go.
    return f"{_ROUND}-{st.session_state.get(_ROUND, 0)}"


def _ask_kind(text: Text, kinds: list[str]) -> str:
    chosen = st.session_state.get(_KIND, "tasks")
    st.session_state[_KIND] = kind = st.selectbox(
        text("uploads.kind"),
        kinds,
        index=kinds.index(chosen) if chosen in kinds else 0,
        format_func=lambda name: text(f"uploads.kind_{name}"),
        key=f"{_KIND}-{text.language}",
    )
    return kind


def _show_headers(text: Text, kind: str) -> None:
    shown = st.expander(
        text("uploads.headers_title", kind=text(f"uploads.kind_{kind}")), on_change="rerun"
    )
    if not shown.open:
        return
    with shown:
        with st.container(horizontal=True, gap="small"):
            for name, is_chinese in (("chinese", True), ("canonical", False)):
                st.download_button(
                    text(f"uploads.template_{name}"),
                    template(kind, is_chinese=is_chinese),
                    f"{kind}-{name}.csv",
                    "text/csv",
                    on_click="ignore",
                    key=f"template-{name}-{kind}-{text.language}",
                )
        st.html(sections.headers(text.language, kind))


def _report(visit: Visit, stores: Workspace, checked: Outcome) -> None:
    text, receipt = visit.text, checked.receipt
    if receipt is None:
        st.error(
            text("uploads.fault", reference=checked.reference),
            title=text("uploads.fault_title"),
        )
        return
    st.html(upload_report.report(visit, stores.records.uploads(), checked.file_name, receipt))
    if receipt.problems:
        st.download_button(
            text("uploads.problems_download"),
            lambda: _problems_csv(text, receipt),
            text("uploads.problems_file", name=checked.file_name),
            "text/csv",
            on_click="ignore",
            key=f"problems-{text.language}",
        )
    elif _is_worth_storing(receipt):
        st.button(
            text("uploads.confirm"),
            type="primary",
            key=f"confirm-{text.language}",
            on_click=_confirm,
            args=(stores, visit.viewer),
        )


def _is_worth_storing(receipt: Receipt) -> bool:
    # A file without rows says that there is nothing to report, and who said so.
    is_statement = receipt.rows == 0 and receipt.duplicate_of is None
    return bool(receipt.new or receipt.changed or is_statement)


def _problems_csv(text: Text, receipt: Receipt) -> bytes:
    columns = [
        text(f"uploads.column_{name}") for name in ("row", "column", "value", "rule", "message")
    ]
    rows = (problem.to_json(text).values() for problem in receipt.problems)
    return to_office_csv(columns, (tuple(row) for row in rows))


def _confirm(stores: Workspace, viewer: Viewer) -> None:
    """Store what was checked. A second press finds nothing left to store."""
    checked = st.session_state.pop(_CHECKED, None)
    file = st.session_state.get(_file_key())
    if checked is None or file is None or file.file_id != checked.file_id:
        return
    if not may_upload(viewer, checked.kind):
        return
    stored = _outcome(
        checked.file_id,
        checked.file_name,
        checked.kind,
        lambda: receive(
            stores, checked.kind, file.getvalue(), checked.file_name, actor=viewer.login
        ),
    )
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state[_STORED] = stored
    if stored.receipt is not None and stored.receipt.upload_id is not None:
        try:
            start_build(stores, clock(stores))
        except OSError:
            # It is stored; the page says that it waits and offers to compute again.
            structlog.get_logger().exception("build_not_started")


def _tell_stored(visit: Visit) -> None:
    stored, text = st.session_state.get(_STORED), visit.text
    if stored is None:
        return
    if stored.receipt is None:
        st.error(
            text("uploads.fault", reference=stored.reference),
            title=text("uploads.fault_title"),
        )
    elif stored.receipt.upload_id is None:
        # What was stored in between made the file unfit, or stored it already.
        st.html(upload_report.report(visit, [], stored.file_name, stored.receipt))
    else:
        st.html(upload_report.stored(visit, stored.file_name, stored.receipt))


def _outcome(
    file_id: str, file_name: str, kind: str, receiving: Callable[[], Receipt]
) -> Outcome:
    """Receive a file; what goes wrong on our side is told apart from what is wrong with it."""
    try:
        return Outcome(file_id, file_name, kind, receiving())
    except RefusedError:
        raise
    # Whatever it is, it is not the file: the reader must not look for it there.
    except Exception:
        reference = uuid4().hex[:8]
        structlog.get_logger().exception("upload_failed", kind=kind, reference=reference)
        return Outcome(file_id, file_name, kind, reference=reference)
