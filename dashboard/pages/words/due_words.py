"""What is due, in words: states with their shapes, ages, and lines to send to people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.charts.theme import STATE_MARKS
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html
from dashboard.reads.expected import Report, Sender, Standing, State
from dashboard.text import Text

_LIGHTS: dict[State, str] = {
    "overdue": "red",
    "due": "yellow",
    "received": "green",
    "later": "grey",
}


def message(text: Text, now: Standing, month: date) -> str:
    """Return the one sentence to take away of everything expected for a month."""
    total = len(now.departments)
    if not total:
        return text("expected.headline_none")
    if overdue := now.of("overdue"):
        name, count = "overdue", len(overdue)
    else:
        name = next((state for state in ("due", "later") if now.of(state)), "all")
        count = len(now.of("due" if name == "due" else "later"))
    return counted(
        text,
        f"headline_{name}",
        now.worst_days,
        month=numbers.month_words(month, text),
        total=total,
        count=count,
    )


def mark(text: Text, report: Report, day: date) -> Html:
    """Return the state of one report as shape, colour and word."""
    state = report.state(day)
    light = _LIGHTS[state]
    shape = f'<span aria-hidden="true">{STATE_MARKS[light]}</span>'
    words = html(state_words(text, report, day))
    return Html(f'<span class="tc-light tc-{light}">{shape} {words}</span>')


def state_words(text: Text, report: Report, day: date) -> str:
    """Return the state of one report in words, with the days that matter."""
    state, days = report.state(day), abs(report.days_left(day))
    if state == "later" and not report.is_in_use:
        return text("expected.unused")
    return counted(text, state, days)


def last_words(text: Text, report: Report, day: date) -> str:
    """Return when the newest file of a sender came, and how long ago that is."""
    if report.last_on is None:
        return text("expected.never")
    age = counted(text, "age", report.age(day) or 0)
    return text("expected.last", day=short_day(text, report.last_on), age=age)


def source_words(text: Text, report: Report) -> str:
    """Return the name of the newest file of a sender and who sent it; empty for none."""
    if report.last_file is None:
        return ""
    return text("expected.last_by", file=report.last_file, by=report.last_by)


def kind_names(text: Text, reports: Sequence[Report]) -> str:
    """Name the kinds of some reports."""
    names = [text(f"expected.kind_{report.kind}") for report in reports]
    return text("between.names").join(names)


def chase_list(text: Text, now: Standing, month: date) -> str:
    """Return one line per sender that is overdue or due soon, to paste anywhere."""
    return "\n".join(_chase_line(text, one, now.day, month) for one in to_chase(text, now))


def to_chase(text: Text, now: Standing) -> list[Sender]:
    """Return whom a reminder would help: departments by what presses most, then offices."""
    return now.of("overdue", "due") + offices(text, now.registers_in("overdue", "due"))


def offices(text: Text, registers: Sequence[Report]) -> list[Sender]:
    """Return the offices that owe these registers; nobody registered them as teams."""
    return [
        Sender(report.team_id, text(f"expected.office_{report.kind}"), (report,))
        for report in registers
    ]


def _chase_line(text: Text, one: Sender, day: date, month: date) -> str:
    pressing = one.in_state("overdue", day) or one.in_state("due", day)
    state = pressing[0].state(day)
    items = [
        counted(
            text,
            f"chase_{state}",
            abs((due_on - day).days),
            kind=kind_names(text, [one for one in pressing if one.due_on == due_on]),
            month=text(f"expected.month.{month.month}"),
            due=short_day(text, due_on),
        )
        for due_on in sorted({report.due_on for report in pressing})
    ]
    return text(
        "expected.chase_line",
        team=one.team_name,
        items=text("expected.chase_between").join(items),
        ask=text(f"expected.chase_ask_{state}"),
    )


def short_day(text: Text, day: date) -> str:
    """Return a day without its year, where that is plain."""
    month = text(f"expected.month.{day.month}")
    return text("expected.chase_day", month=month, day=day.day)


def counted(text: Text, name: str, days: int, **values: object) -> str:
    """Return a word about a number of days; none and one may have words of their own."""
    own = {0: "today", 1: "one"}.get(days)
    key = f"expected.{name}_{own}"
    if own is None or key not in text.words:
        key = f"expected.{name}"
    return text(key, days=days, **values)
