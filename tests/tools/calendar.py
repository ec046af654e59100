"""Write queries/rules/calendar.csv anew: the days that are not what their weekday says.

Holidays and make-up days as the chinesecalendar package knows them, a release of which
follows each yearly notice of the State Council.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar

from dashboard.settings import ROOT

PATH = ROOT / "queries" / "rules" / "calendar.csv"


def calendar_csv() -> str:
    """Return the file as it should be: one row per day off the rule Monday to Friday."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["day", "is_working", "name"])
    for day in known_days():
        is_working = chinese_calendar.is_workday(day)
        if is_working != (day.weekday() < 5):
            name = chinese_calendar.get_holiday_detail(day)[1] or "make-up day"
            writer.writerow([day.isoformat(), str(is_working).lower(), name])
    return file.getvalue()


def known_days() -> Iterator[date]:
    """Yield every day of the years the package knows."""
    years = sorted({day.year for day in chinese_calendar.holidays})
    day = date(years[0], 1, 1)
    while day.year <= years[-1]:
        yield day
        day += timedelta(days=1)


if __name__ == "__main__":
    PATH.write_text(calendar_csv(), encoding="utf-8")
