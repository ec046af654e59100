"""What the makers of random cities share: columns, the pen that draws, and days near edges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from tests.oracle.span import months_later

Row = dict[str, Any]
Value = TypeVar("Value")

COLUMNS = {
    "teams": "team_id team_name short_names tier parent_id peer_group staff population"
    " is_assessed active_from active_to",
    "tasks": "task_id team_id role title source level problem measure owner assigned_on due_on"
    " extended_to done_on progress quality returns is_exempt exempt_reason note evidence",
    "ratings": "month team_id rater_group rater_id item score",
    "ballots": "month team_id rater_group excellent good fair poor abstain",
    "disclosures": "notice_id team_id subject due_on posted_on posted_until items_due"
    " items_posted channel url",
    "objections": "objection_id team_id matter received_on answered_on outcome",
    "petitions": "case_id team_id channel purpose topic petitioner_key people received_on"
    " notified_on rejected_on accepted_on extended_on closed_on is_repeat is_skip_level"
    " is_collective satisfaction finding cleared_on excluded_reason",
    "audit_findings": "finding_id team_id project category rule_basis found_on report_due_on"
    " reported_on due_on closed_on amount_yuan rectified_yuan is_repeat",
    "adjustments": "adjustment_id team_id month kind points reason confirmed_by confirmed_on",
}


def row_of(kind: str, /, **values: object) -> Row:
    """Make a row with every column of its kind, as canonical text, blank if not given."""
    row: Row = dict.fromkeys(COLUMNS[kind].split())
    unknown = values.keys() - row.keys()
    if unknown:
        raise KeyError(f"{kind} has no column {', '.join(sorted(unknown))}")
    for column, value in values.items():
        row[column] = None if value is None else str(value)
    return row


def later(day: date | None, days: int) -> date | None:
    """Move a day; null stays null."""
    return None if day is None else day + timedelta(days=days)


class Pen:
    """Draws choices from Hypothesis with few words."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def pick(self, *options: Value) -> Value:
        """Choose one of the options; the first is the plainest."""
        return self.draw(st.sampled_from(options))

    def count(self, least: int, most: int) -> int:
        """Choose a whole number."""
        return self.draw(st.integers(least, most))

    def rarely(self, one_in: int = 8) -> bool:
        """Choose true about once in so many times."""
        return self.draw(st.integers(1, one_in)) == one_in


@dataclass(frozen=True)
class Frame:
    """The months of a city, the day it is looked at, and whether most teams do well."""

    months: tuple[date, ...]
    as_of: date
    is_strong: bool

    def month(self, pen: Pen) -> date:
        """Choose a month, by its first day."""
        return pen.pick(*self.months)

    def day(self, pen: Pen) -> date:
        """Choose a day: near an edge of a month or of `as_of`, or somewhere inside."""
        first = self.month(pen)
        last = last_of(first)
        return pen.pick(
            first,
            last,
            first + timedelta(days=9),
            last - timedelta(days=14),
            last - timedelta(days=1),
            self.as_of,
            self.as_of - timedelta(days=1),
            self.as_of + timedelta(days=1),
        )

    def limit(self, pen: Pen, *days_before_an_end: int) -> date:
        """Choose a due day so many days before the end of a month or before `as_of`."""
        end = pen.pick(last_of(self.month(pen)), self.as_of)
        return end - timedelta(days=pen.pick(*days_before_an_end))


def last_of(first: date) -> date:
    """Give the last day of the month that starts on this day."""
    return months_later(first, 1) - timedelta(days=1)
