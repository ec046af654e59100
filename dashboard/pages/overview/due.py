"""The section of the overview on departments whose data is overdue."""

from __future__ import annotations

from dashboard.pages.visit import Visit
from dashboard.pages.words import due_words, numbers
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, section
from dashboard.reads.expected import Sender, Standing

# A leader sees that somebody is late; whom to chase is the work of the uploads page.
LISTED = 5


def due(visit: Visit, now: Standing) -> Html:
    """Return the departments in trouble, by what and how long, and by when it was due."""
    text = visit.text
    late = due_words.offices(text, now.registers_in("overdue"))
    overdue = now.of("overdue") + late
    more = link(visit.link("uploads"), text("expected.overview_link"))
    day = numbers.day_words(now.day, text)
    if not overdue:
        calm = Html(f"<p>{html(text('expected.overview_none', day=day))} {more}</p>")
        return section(
            text("expected.overview_title", count=0), calm, note=_by_when(visit, now)
        )
    title = text("expected.overview_title", count=len(overdue))
    names = ("department", "state", "last")
    columns = [text(f"expected.column_{name}") for name in names]
    columns.insert(2, text("expected.overview_column"))
    rows = [_row(visit, one, now) for one in overdue[:LISTED]]
    cut = ""
    if len(overdue) > LISTED:
        cut = html(text("expected.overview_more", shown=LISTED, count=len(overdue))) + " "
    end = Html(f'<p class="tc-pages">{cut}{more}</p>')
    return section(title, labelled_table(title, columns, rows), end, note=_by_when(visit, now))


def _row(visit: Visit, one: Sender, now: Standing) -> tuple[object, ...]:
    text, reports = visit.text, one.in_state("overdue", now.day)
    is_office = reports[0].sender == "office"
    return (
        one.team_name if is_office else link(visit.team_link(one.team_id), one.team_name),
        due_words.mark(text, reports[0], now.day),
        due_words.kind_names(text, reports),
        due_words.last_words(text, reports[0], now.day),
    )


def _by_when(visit: Visit, now: Standing) -> str:
    text = visit.text
    assert visit.filters.month is not None, "ask_filters settles the month"
    month = numbers.month_words(visit.filters.month, text)
    if now.last_due_on is None:
        return text("expected.overview_no_due", month=month)
    return text(
        "expected.overview_due",
        month=month,
        due=numbers.day_words(now.last_due_on, text),
        day=numbers.day_words(now.day, text),
    )
