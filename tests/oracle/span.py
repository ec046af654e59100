"""Months as the scoring rules see them: first day M, last day L, and E = least(L, as_of)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Month:
    """One month of the build (scoring.md section 2)."""

    first: date
    last: date
    end: date

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies in [M, E]: in the month, and not after `as_of`."""
        return day is not None and self.first <= day <= self.end


def first_of(day: date) -> date:
    """Give the first day of the month of a day."""
    return day.replace(day=1)


def months_later(first: date, count: int) -> date:
    """Move the first day of a month by a number of months, forward or back."""
    index = first.year * 12 + first.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def month_at(first: date, as_of: date) -> Month:
    """Describe the month that starts on this day, as seen on `as_of`."""
    last = months_later(first, 1) - timedelta(days=1)
    return Month(first, last, min(last, as_of))


def months_from(first: date, until: date) -> Iterator[date]:
    """List the first days of all months from one to the other, both included."""
    while first <= until:
        yield first
        first = months_later(first, 1)


def month_text(first: date) -> str:
    """Write a month the way it is exported: 2026-03."""
    return f"{first.year:04d}-{first.month:02d}"
