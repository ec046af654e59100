"""Working days of the People's Republic of China over a span of days."""

from __future__ import annotations

from datetime import date

import chinese_calendar
import numpy as np

from dashboard.sample.draws import Array


class Workdays:
    """Counts working days forward from any day of a span."""

    def __init__(self, first: np.datetime64, last: np.datetime64) -> None:
        """Look every day of the span up once."""
        days = np.arange(first, last + np.timedelta64(1, "D"))
        working = np.array([is_working(day) for day in days.tolist()])
        self.first = first
        self.working_days = days[working]
        self.count_through = np.cumsum(working)

    def last_by(self, days: Array) -> Array:
        """Return these days, or the last working day before them."""
        return self.working_days[self.count_through[(days - self.first).astype(int)] - 1]

    def nth_from(self, days: Array, count: Array) -> Array:
        """Return the count-th working day, a working first day being the first of them."""
        before = self.count_through[(days - self.first).astype(int) - 1]
        return self.working_days[before + count - 1]

    def nth_after(self, days: Array, count: Array) -> Array:
        """Return the count-th working day after these days."""
        through = self.count_through[(days - self.first).astype(int)]
        return self.working_days[through + count - 1]


def is_working(day: date) -> bool:
    """Tell working days; years without a published calendar go from Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
