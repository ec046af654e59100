"""The sections on what is due: how it stands, whom to chase, what the month rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from dashboard.kinds import KINDS
from dashboard.pages.parts import part
from dashboard.pages.visit import Visit
from dashboard.pages.words import due_words, numbers
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, section, small
from dashboard.reads.expected import STATES, Report, Sender, Standing
from dashboard.reads.pages import page_of
from dashboard.reads.uploads import Received
from dashboard.rights.uploads import may_see_upload
from dashboard.storage.records import Upload
from dashboard.text import Text

LISTED_DEPARTMENTS = 40


def headline(visit: Visit, now: Standing) -> Html:
    """Return the one sentence to take away."""
    text, month = visit.text, _month(visit)
    title = text("uploads.title", month=numbers.month_words(month, text))
    message = due_words.message(text, now, month)
    return Html(
        f'<section class="tc-headline"><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p>'
        f"<p>{html(text('uploads.headline_note'))}</p></section>"
    )


def plain_headline(visit: Visit) -> Html:
    """Return what the page is for to somebody who sends files, and sees or has no scores."""
    text = visit.text
    message = "office_message" if visit.version else "empty_message"
    return Html(
        f'<section class="tc-headline"><h1>{html(text("page.uploads"))}</h1>'
        f'<p class="tc-message">{html(text(f"uploads.{message}"))}</p></section>'
    )


def due(visit: Visit, now: Standing) -> Html:
    """Return who is overdue or due soon, and how the registers of the offices stand."""
    text = visit.text
    pressing = now.of("overdue", "due")
    shown: list[object] = [_counts(text, now)]
    if pressing:
        title = text("expected.table", count=len(pressing))
        shown.append(departments(visit, title, pressing[:LISTED_DEPARTMENTS], now.day))
    if len(pressing) > LISTED_DEPARTMENTS:
        shown.append(text("expected.table_rest", shown=LISTED_DEPARTMENTS, count=len(pressing)))
    if now.registers:
        shown.append(_registers(visit, now))
    return section(text("expected.title"), *shown, note=_note(text, now))


def _counts(text: Text, now: Standing) -> str:
    counts = {state: len(now.of(state)) for state in STATES}
    parts = [
        text(f"expected.count_{state}", count=count) for state, count in counts.items() if count
    ]
    listed = text("between.names").join(parts)
    return text("expected.counts", total=len(now.departments), counts=listed)


def departments(visit: Visit, title: str, some: Sequence[Sender], day: date) -> Html:
    """Return departments, one a line, with the state of each kind expected of them."""
    text, kinds = visit.text, some[0].reports
    columns = [text("expected.column_department")]
    for report in kinds:
        kind = text(f"expected.kind_{report.kind}")
        by = due_words.short_day(text, report.due_on)
        columns.append(text("expected.column_due", kind=kind, day=by))
    rows = [
        (
            link(visit.team_link(one.team_id), one.team_name),
            *(_cell(text, report, day) for report in one.reports),
        )
        for one in some
    ]
    return _shaped(labelled_table(title, columns, rows))


def _shaped(table: Html) -> Html:
    """Give a table lines that wrap, and on a phone a line per cell; see labelled.css."""
    return Html(table.replace("tc-labelled", "tc-labelled tc-due", 1))


def _cell(text: Text, report: Report, day: date) -> Html:
    mark, last = due_words.mark(text, report, day), due_words.last_words(text, report, day)
    if report.last_on is None or report.is_received:
        return Html(mark + small(last))
    # Who sent the last one is whom to ask for the next.
    source = due_words.source_words(text, report)
    return Html(mark + small(text("expected.last_named", last=last)) + small(source))


def _registers(visit: Visit, now: Standing) -> Html:
    text, title = visit.text, visit.text("expected.register_table")
    rows = [
        (
            text(f"expected.kind_{report.kind}"),
            numbers.day_words(report.due_on, text),
            due_words.mark(text, report, now.day),
            Html(
                html(due_words.last_words(text, report, now.day))
                + small(due_words.source_words(text, report))
            ),
        )
        for report in now.registers
    ]
    names = ("register", "by", "state", "last")
    columns = [text(f"expected.column_{name}") for name in names]
    return Html(f'<h3 class="tc-due">{html(title)}</h3>{labelled_table(title, columns, rows)}')


def _note(text: Text, now: Standing) -> str:
    opens = next(
        (
            report.opens_on.day
            for one in now.departments
            for report in one.reports
            if report.kind == "tasks"
        ),
        1,
    )
    return text("expected.note", opens=opens, day=numbers.day_words(now.day, text))


@part
def show_lists(visit: Visit, now: Standing) -> None:
    """Draw the list to copy and the list of everybody, each when it is opened."""
    text = visit.text
    count = len(due_words.to_chase(text, now))
    label = text("expected.chase", count=count)
    chase = st.expander(label, key=f"chase-{text.language}", on_change="rerun")
    if chase.open and not count:
        chase.write(text("expected.chase_none"))
    elif chase.open:
        lines = due_words.chase_list(text, now, _month(visit))
        chase.code(lines, language=None, wrap_lines=True)
    if not now.departments:
        return
    title = text("expected.every", count=len(now.departments))
    every = st.expander(title, key=f"every-{text.language}", on_change="rerun")
    if every.open:
        with every:
            _everybody(visit, title, now)


def _everybody(visit: Visit, title: str, now: Standing) -> None:
    shown = st.empty()
    part = page_of(len(now.departments), None, LISTED_DEPARTMENTS)
    if part.last > 1:
        number = st.pagination(part.last, key=f"every-page-{visit.text.language}")
        part = page_of(len(now.departments), number, LISTED_DEPARTMENTS)
    some = now.departments[part.offset : part.last_row]
    shown.html(f"<section data-tc>{departments(visit, title, some, now.day)}</section>")


def basis(visit: Visit, month: Received, uploads: Iterable[Upload]) -> Html:
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
                _last(visit, last.get(kind)),
            )
        )
    columns = [text(f"uploads.column_{name}") for name in ("kind", "records", "teams", "last")]
    title = text("uploads.expected_title")
    shown = labelled_table(title, columns, rows, " nn ")
    return section(title, shown, note=text("uploads.expected_note"))


def _last(visit: Visit, upload: Upload | None) -> object:
    text = visit.text
    if upload is None:
        return text("uploads.never")
    ago = numbers.ago_words(upload.uploaded_at, text)
    moment = numbers.moment_words(upload.uploaded_at, text)
    # How old the data is concerns every reader; what others call their files does not.
    name = f" · {upload.file_name}" if may_see_upload(visit.viewer, upload) else ""
    return Html(html(ago) + small(f"{moment}{name}"))


def _month(visit: Visit) -> date:
    assert visit.filters.month is not None, "ask_filters settles the month"
    return visit.filters.month
