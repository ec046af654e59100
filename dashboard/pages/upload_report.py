"""What came of one file, in words: counts, or every problem."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.theme import STATE_MARKS
from dashboard.ingest.problems import Problem
from dashboard.ingest.receipt import Receipt
from dashboard.pages import numbers
from dashboard.pages.markup import Html, html, section, small, table
from dashboard.pages.visit import Visit
from dashboard.storage.records import Upload
from dashboard.text import Text

# A person mends the first hundred on screen and the rest in a sheet.
LISTED_PROBLEMS = 100


def report(visit: Visit, uploads: Sequence[Upload], file_name: str, receipt: Receipt) -> Html:
    """Return what would come of a file: counts, or every problem."""
    if receipt.problems:
        return _refused(visit.text, file_name, receipt)
    text = visit.text
    if receipt.duplicate_of:
        return _unchanged(visit, uploads, receipt)
    kind = (
        "accepted"
        if receipt.new or receipt.changed
        else "nothing_new"
        if receipt.rows
        else "no_rows"
    )
    mark = _marked("green", text(f"uploads.{kind}", name=file_name, rows=receipt.rows))
    return section(
        text("uploads.report_title"), mark, _counts(text, receipt), *_aside(text, receipt)
    )


def _marked(colour: str, words: str) -> Html:
    mark = f'<span aria-hidden="true">{STATE_MARKS[colour]}</span>'
    return Html(
        f'<p class="tc-light tc-{colour}" style="white-space:normal">{mark} {html(words)}</p>'
    )


def _counts(text: Text, receipt: Receipt) -> Html:
    tiles = "".join(
        f'<li class="tc-tile"><p>{html(text(f"uploads.count_{name}"))}</p>'
        f'<p class="tc-count"><strong>{count}</strong> {html(text("uploads.rows_unit"))}</p>'
        f'<p class="tc-remark">{html(text(f"uploads.meaning_{name}"))}</p></li>'
        for name, count in (
            ("new", receipt.new),
            ("changed", receipt.changed),
            ("same", receipt.same),
        )
    )
    return Html(f'<ul class="tc-tiles">{tiles}</ul>')


def _aside(text: Text, receipt: Receipt) -> list[str]:
    """Say what was guessed or left out, so that nothing is ignored in silence."""
    said = [text("uploads.encoding", encoding=(receipt.encoding or "").upper())]
    if receipt.unknown_columns:
        names = text("between.names").join(receipt.unknown_columns)
        said.append(text("uploads.unknown_columns", names=names))
    if receipt.left_out:
        rows = text("between.names").join(map(str, receipt.left_out))
        said.append(text("uploads.left_out", rows=rows))
    return said


def _unchanged(visit: Visit, uploads: Sequence[Upload], receipt: Receipt) -> Html:
    text = visit.text
    earlier = next((one for one in uploads if one.upload_id == receipt.duplicate_of), None)
    when = text(
        "uploads.duplicate_when",
        upload_id=receipt.duplicate_of,
        at=numbers.moment_words(earlier.uploaded_at, text) if earlier else "",
        name=earlier.file_name if earlier else "",
    )
    mark = _marked("grey", text("uploads.duplicate"))
    return section(text("uploads.report_title"), mark, when)


def _refused(text: Text, file_name: str, receipt: Receipt) -> Html:
    count = len(receipt.problems)
    title = text("uploads.refused_title", name=file_name, count=count)
    mark = _marked("red", text("uploads.refused", rejected=receipt.rejected, rows=receipt.rows))
    rows = [
        (
            _row(text, problem),
            problem.column or numbers.NOTHING,
            numbers.NOTHING if problem.value in (None, "") else _short(problem.value),
            Html(html(problem.message(text)) + small(problem.rule)),
        )
        for problem in receipt.problems[:LISTED_PROBLEMS]
    ]
    columns = [text(f"uploads.column_{name}") for name in ("row", "column", "value", "message")]
    shown: list[object] = [mark, table(title, columns, rows, is_cards=True)]
    if count > len(rows):
        shown.append(text("uploads.problems_cut", shown=len(rows), count=count))
    return section(title, *shown, *_aside(text, receipt)[1:])


def _row(text: Text, problem: Problem) -> str:
    return (
        text("uploads.whole_file")
        if problem.row is None
        else text("uploads.row", row=problem.row)
    )


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:40]}…"


def stored(visit: Visit, file_name: str, receipt: Receipt) -> Html:
    """Return the receipt of a file that was stored."""
    text = visit.text
    mark = _marked("green", text("uploads.stored", name=file_name, upload_id=receipt.upload_id))
    return section(text("uploads.stored_title"), mark, _counts(text, receipt))
