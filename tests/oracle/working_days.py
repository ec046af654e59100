"""Working days (scoring.md 2.3): Monday to Friday, corrected by the State Council's calendar.

In years that the calendar library does not know: Monday to Friday.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from chinese_calendar import is_workday


@cache
def is_working_day(day: date) -> bool:
    """Tell whether people are at work on this day."""
    try:
        return is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


@cache
def working_days_after(day: date, count: int) -> date:
    """Give the `count`-th working day after a day, which is itself not counted."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def lasts_working_days(start: date, until: date, count: int) -> bool:
    """Tell whether start..until, both counted, holds at least `count` working days."""
    found = 0
    day = start
    while day <= until and found < count:
        if is_working_day(day):
            found += 1
        day += timedelta(days=1)
    return found >= count
