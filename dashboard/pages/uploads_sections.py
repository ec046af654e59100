"""The sections of the page on uploads, each one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from dashboard.ingest.templates import Heading, headings
from dashboard.kinds import KINDS
from dashboard.pages import numbers
from dashboard.pages.labelled import labelled_table
from dashboard.pages.markup import Html, html, link, section, small, table
from dashboard.pages.visit import Visit
from dashboard.reads.pages import Slice, page_of
from dashboard.reads.uploads import EXPECTED_KINDS, Received, received
from dashboard.storage.records import Build, Upload
from dashboard.text import Text, catalogue

LISTED_UPLOADS = 10
LISTED_BUILDS = 5
LISTED_DEPARTMENTS = 40


def headline(visit: Visit, month: Received) -> Html:
    """Return the one sentence to take away."""
    text = visit.text
    assert visit.filters.month is not None
    title = text("uploads.title", month=numbers.month_words(visit.filters.month, text))
    message = text(
        "uploads.headline_missing" if month.silent_count else "uploads.headline_all",
        count=month.silent_count,
    )
    return Html(
        f'<section class="tc-headline"><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p>'
        f"<p>{html(text('uploads.headline_note'))}</p></section>"
    )


def form_title(visit: Visit) -> Html:
    """Return the title of the form."""
    return section(visit.text("uploads.form_title"), visit.text("uploads.form_note"))


def uploader_words(text: Text) -> Html:
    """Return a style that gives Streamlit's uploader the reader's words: it has only English.

    The label above it says the limit already.
    """
    zone = '.st-key-tc-upload [data-testid="stFileUploaderDropzone"]'
    word = text("uploads.choose")
    return Html(
        f"<style>{zone} [data-testid=stFileUploaderDropzoneInstructions] {{ display: none }}"
        f"{zone} button p {{ font-size: 0 }}"
        f'{zone} button p::after {{ content: "{word}"; font-size: 1rem }}</style>'
    )


@cache
def headers(language: str, kind: str) -> Html:
    """Return the headers a file of this kind may have, and what stands below them."""
    text = catalogue(language)
    columns = [text(f"uploads.header_{name}") for name in ("chinese", "name", "holds")]
    rows = [
        (
            Html(html("、".join(heading.aliases)) + _need(text, heading)),
            heading.column.name,
            _holds(text, heading),
        )
        for heading in headings(kind)
    ]
    caption = text("uploads.headers_title", kind=text(f"uploads.kind_{kind}"))
    shown = table(caption, columns, rows, is_cards=True)
    note = html(text("uploads.headers_note"))
    return Html(
        f'<div data-tc class="tc-section" style="margin:0">{shown}'
        f'<p class="tc-remark">{note}</p></div>'
    )


def _need(text: Text, heading: Heading) -> Html:
    if not heading.column.required:
        return Html("")
    return small(text("uploads.required"))


def _holds(text: Text, heading: Heading) -> str:
    column = heading.column
    if column.choices:
        listed = text("between.names").join(
            f"{word} ({value})" if word != value else value
            for value, word in heading.words.items()
        )
        holds = text("uploads.form_choice", choices=listed)
    else:
        holds = text(f"uploads.form_{column.form}")
    if column.default:
        holds += text("uploads.form_default", default=column.default)
    return holds


def expected(visit: Visit, month: Received, uploads: Sequence[Upload]) -> Html:
    """Return what this month rests on, kind by kind, and how old it is."""
    text = visit.text
    last = {upload.kind: upload for upload in uploads if upload.state == "active"}
    team_total = month.records.get("teams", (0, 0))[1]
    rows = []
    for kind in KINDS:
        records, teams = month.records.get(kind, (0, 0))
        rows.append(
            (
                text(f"uploads.kind_{kind}"),
                f"{records:,}",
                text("uploads.teams_of", count=teams, total=team_total),
                _last(text, last.get(kind)),
            )
        )
    columns = [text(f"uploads.column_{name}") for name in ("kind", "records", "teams", "last")]
    title = text("uploads.expected_title")
    shown = labelled_table(title, columns, rows, " nn ")
    return section(title, shown, note=text("uploads.expected_note"))


def _last(text: Text, upload: Upload | None) -> object:
    if upload is None:
        return text("uploads.never")
    ago = numbers.ago_words(upload.uploaded_at, text)
    moment = numbers.moment_words(upload.uploaded_at, text)
    return Html(html(ago) + small(f"{moment} · {upload.file_name}"))


def silent(visit: Visit) -> Html:
    """Return the departments of which something expected did not come, kind by kind."""
    text, month = visit.text, visit.fetch(received, visit.filters)
    title = text("uploads.silent_title", count=month.silent_count)
    if not month.silent_count:
        return section(title, text("uploads.silent_none"))
    rows = []
    for kind in EXPECTED_KINDS:
        lacking = month.silent.filter(month.silent["kind"] == kind)
        if lacking.is_empty():
            continue
        names = [
            Html(
                link(visit.team_link(one["team_id"]), one["team_name"])
                + html(_since(text, one["last_month"]))
            )
            for one in lacking.head(LISTED_DEPARTMENTS).iter_rows(named=True)
        ]
        listed = text("between.names").join(names)
        if lacking.height > len(names):
            listed += text("uploads.silent_cut", count=lacking.height)
        rows.append((text(f"uploads.kind_{kind}"), lacking.height, Html(listed)))
    columns = [text(f"uploads.column_{name}") for name in ("kind", "departments", "names")]
    shown = table(title, columns, rows, " n ", is_cards=True)
    return section(title, shown, note=text("uploads.silent_note"))


def _since(text: Text, last_month: date | None) -> str:
    if last_month is None:
        return text("uploads.silent_never")
    return text("uploads.silent_since", month=numbers.month_words(last_month, text))


def history_page(uploads: Sequence[Upload], number: int | None) -> Slice:
    """Return which of the uploads are shown on a page."""
    return page_of(len(uploads), number, LISTED_UPLOADS)


def history(visit: Visit, uploads: Sequence[Upload], part: Slice) -> Html:
    """Return one page of the uploads, the newest first."""
    text, count = visit.text, len(uploads)
    title = text("uploads.history_title", count=count)
    if not count:
        return section(title, text("uploads.history_none"))
    rows = [
        (
            Html(html(upload.upload_id) + small(text(f"uploads.state_{upload.state}"))),
            text(f"uploads.kind_{upload.kind}"),
            Html(
                html(numbers.moment_words(upload.uploaded_at, text)) + small(upload.uploaded_by)
            ),
            _what_came(text, upload),
        )
        for upload in uploads[::-1][part.offset : part.last_row]
    ]
    columns = [text(f"uploads.column_{name}") for name in ("upload_id", "kind", "when", "file")]
    return section(title, labelled_table(title, columns, rows))


def _what_came(text: Text, upload: Upload) -> Html:
    # A file may have any name, and a long one must not push a table aside.
    name = f'<span style="overflow-wrap:anywhere">{html(upload.file_name)}</span>'
    counts = text(
        "uploads.history_counts",
        rows=f"{upload.row_count:,}",
        new=f"{upload.new_count:,}",
        changed=f"{upload.changed_count:,}",
        same=f"{upload.same_count:,}",
    )
    return Html(name + small(counts))


def builds(visit: Visit, made: Sequence[Build]) -> Html:
    """Return the last builds, the newest first."""
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
