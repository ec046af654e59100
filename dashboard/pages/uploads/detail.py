"""One upload: what came, what it changed, what was left out, and whether it counts."""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from dashboard.errors import UnknownNameError
from dashboard.ingest.receipt import REPLACE_MONTHS, Receipt
from dashboard.pages.uploads import report
from dashboard.pages.uploads.build_watch import tell_build
from dashboard.pages.uploads.history import counts_words
from dashboard.pages.uploads.review import offer_list
from dashboard.pages.uploads.turning import ask_turning
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html, link, section
from dashboard.pages.words.upload_words import change_words
from dashboard.rights.uploads import may_see_upload, may_take_back
from dashboard.storage.uploads import Upload
from dashboard.storage.workspace import Workspace
from dashboard.text import Text


def show_upload(visit: Visit, stores: Workspace, upload_id: str) -> None:
    """Draw one upload, or say that there is none of that id."""
    text = visit.text
    try:
        upload = stores.records.upload(upload_id)
        if not may_see_upload(visit.viewer, upload):
            raise UnknownNameError(upload_id)
    # One that others sent looks like one there never was.
    except UnknownNameError:
        st.html(_head(visit, text("upload.unknown_title"), text("upload.unknown")))
        return
    title = text("upload.title", upload_id=upload.upload_id)
    st.html(_head(visit, title, text(f"upload.message_{upload.state}")))
    st.html(_facts(visit, upload))
    changes = stores.records.changes(upload.upload_id)
    if changes:
        lines = [
            f"<li>{html(text(f'upload.turned_{change.state}'))} "
            f"{html(change_words(text, change))}</li>"
            for change in changes
        ]
        listed = Html(f'<ul class="tc-told">{"".join(lines)}</ul>')
        st.html(section(text("upload.changes_title"), listed))
    is_own = may_take_back(stores, visit.viewer, upload)
    if is_own and upload.report_sha256 is not None:
        _left_out(visit, stores, upload.report_sha256, upload)
    tell_build(visit, stores, None)
    if is_own:
        ask_turning(visit, stores, upload)


def _head(visit: Visit, title: str, message: str) -> Html:
    text = visit.text
    way = link(visit.link("uploads", item=None), text("page.uploads"))
    return Html(
        f'<section data-tc class="tc-headline"><nav class="tc-way" '
        f'aria-label="{escape(text("upload.way"))}">{way}</nav><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p></section>'
    )


def _facts(visit: Visit, upload: Upload) -> Html:
    text = visit.text
    facts = [
        ("kind", text(f"uploads.kind_{upload.kind}")),
        ("file", upload.file_name),
        ("read", _reading(text, upload)),
        (
            "sent",
            text(
                "upload.sent_by",
                at=numbers.moment_words(upload.uploaded_at, text),
                actor=upload.uploaded_by,
            ),
        ),
        ("mode", text(f"drafts.mode_{upload.mode}")),
        ("rows", counts_words(text, upload)),
        ("sum", upload.sha256),
    ]
    if upload.mode == REPLACE_MONTHS and upload.covered_teams is not None:
        facts.insert(5, ("teams", text("upload.teams_of", count=len(upload.covered_teams))))
    lines = "".join(
        f"<div><dt>{html(text(f'upload.{name}'))}</dt><dd>{html(value)}</dd></div>"
        for name, value in facts
    )
    return section(text("upload.facts_title"), Html(f'<dl class="tc-of-upload">{lines}</dl>'))


def _reading(text: Text, upload: Upload) -> str:
    if upload.sheet is not None:
        return text("upload.read_sheet", sheet=upload.sheet)
    return text("upload.read_text", encoding=upload.encoding.upper())


def _left_out(visit: Visit, stores: Workspace, sha256: str, upload: Upload) -> None:
    """Say which rows of a partial upload were left out, and why."""
    text = visit.text
    record = json.loads(stores.archive.file_path(sha256).read_text("utf-8"))
    receipt = Receipt.of_record(record)
    problems = receipt.problems
    count = f"{upload.rejected_count:,}"
    st.html(section(text("upload.left_out_title", count=count), text("upload.left_out_note")))
    fold = st.expander(
        report.sentences_label(text, problems),
        key=f"left-out-{upload.upload_id}-{text.language}",
        on_change="rerun",
    )
    if fold.open:
        fold.html(report.sentences(text, problems))
    offer_list(
        stores,
        text,
        receipt,
        upload.file_name,
        key=upload.upload_id,
        may=lambda viewer: may_see_upload(viewer, upload),
    )
