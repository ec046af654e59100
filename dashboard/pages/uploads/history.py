"""What came so far: every upload with its state, and the last builds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboard.ingest.receipt import REPLACE_MONTHS
from dashboard.pages.parts import part
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, section, small
from dashboard.pages.words.upload_words import change_words
from dashboard.reads.pages import Slice, page_of
from dashboard.rights.uploads import may_see_upload
from dashboard.storage.records import Build
from dashboard.storage.uploads import Upload, UploadChange
from dashboard.storage.workspace import Workspace
from dashboard.text import Text

LISTED_UPLOADS = 10
LISTED_BUILDS = 5


@part
def show_history(visit: Visit, stores: Workspace) -> None:
    """List the uploads page by page, then the last builds."""
    # What people did is asked anew in each run: a version does not hold it.
    uploads = [
        upload
        for upload in stores.records.uploads(active_only=False)
        if may_see_upload(visit.viewer, upload)
    ]
    changes = {change.upload_id: change for change in stores.records.changes()}
    shown = st.empty()
    part = page_of(len(uploads), None, LISTED_UPLOADS)
    if part.last > 1:
        number = st.pagination(part.last, key=f"uploads-page-{visit.text.language}")
        part = page_of(len(uploads), number, LISTED_UPLOADS)
    listed = _history(visit, uploads, changes, part)
    shown.html(listed + _builds(visit, stores.records.builds()))


def _history(
    visit: Visit,
    uploads: Sequence[Upload],
    changes: Mapping[str, UploadChange],
    part: Slice,
) -> Html:
    text, count = visit.text, len(uploads)
    title = text("uploads.history_title", count=count)
    if not count:
        return section(title, text("uploads.history_none"))
    rows = [
        (
            Html(link(visit.link("uploads", item=upload.upload_id), upload.upload_id)),
            text(f"uploads.kind_{upload.kind}"),
            Html(
                html(numbers.moment_words(upload.uploaded_at, text)) + small(upload.uploaded_by)
            ),
            _what_came(text, upload),
            _state(text, upload, changes.get(upload.upload_id)),
        )
        for upload in uploads[::-1][part.offset : part.last_row]
    ]
    names = ("upload_id", "kind", "when", "file", "state")
    columns = [text(f"uploads.column_{name}") for name in names]
    note = text("uploads.history_note")
    return section(title, labelled_table(title, columns, rows), note=note)


def _what_came(text: Text, upload: Upload) -> Html:
    # A file may have any name, and a long one must not push a table aside.
    name = f'<span style="overflow-wrap:anywhere">{html(upload.file_name)}</span>'
    return Html(name + small(counts_words(text, upload)))


def counts_words(text: Text, upload: Upload) -> str:
    """Return what an upload did to rows."""
    said = text(
        "uploads.history_counts",
        rows=f"{upload.row_count:,}",
        new=f"{upload.new_count:,}",
        changed=f"{upload.changed_count:,}",
        same=f"{upload.same_count:,}",
    )
    if upload.mode == REPLACE_MONTHS:
        months = text("between.names").join(upload.covered_months or ())
        said += text("uploads.history_replaced", months=months, count=upload.removed_count)
    if upload.rejected_count:
        said += text("uploads.history_rejected", count=f"{upload.rejected_count:,}")
    return said


def _state(text: Text, upload: Upload, change: UploadChange | None) -> Html:
    word = f"uploads.state_{upload.state}"
    # A shape as well as a word: filled counts, hollow does not.
    mark = "●" if upload.state == "active" else "○"
    said = f'<span aria-hidden="true">{mark}</span> {html(text(word))}'
    if change is None or change.state != upload.state:
        return Html(said)
    return Html(said + small(change_words(text, change)))


def _builds(visit: Visit, made: Sequence[Build]) -> Html:
    text = visit.text
    title = text("uploads.builds_title")
    if not made:
        return section(title, text("uploads.builds_none"))
    rows = [
        (
            build.version,
            numbers.moment_words(build.built_at, text),
            numbers.day_words(date.fromisoformat(build.as_of), text),
            build.month_count,
            numbers.points(build.seconds),
        )
        for build in made[::-1][:LISTED_BUILDS]
    ]
    names = ("version", "built_at", "as_of", "months", "seconds")
    columns = [text(f"uploads.column_{name}") for name in names]
    return section(title, labelled_table(title, columns, rows, "   nn"))
