"""Days and months as departments write them. Whatever leaves room for a guess is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dashboard.ingest.problems import BadValueError

# A year outside of these is a slip of the hand; one such row would stretch the build over
# hundreds of empty months.
FIRST_YEAR, LAST_YEAR = 1900, 2099

_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
_DAY = re.compile(
    r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})日"
    r"|([0-9]{2})([0-9]{2}))"
    rf"(?:(?:[ T]|(?<=日)){_TIME})?"
)
_MONTH = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月份?|([0-9]{2}))")
# Numbers that a sheet shows as a day: whole days since its first, the fraction a time of
# day. Shorter ones are days before 1927 in a sheet, but in the mind of a clerk a month or a
# year that was typed without the rest.
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
# Day 0 of a sheet; later than the 28 February 1900 that Excel lets a 29th follow.
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SPAN = re.compile(r"季|[Qq][1-4]|半年|年度|全年|年$|月?[-—~至到][0-9]{1,2}月")
_AROUND_MARKS = re.compile(r"\s*([年月日])\s*")


def read_day(text: str, epoch: date | None = None) -> str:
    """Return a day as 2026-03-05; a time of day is dropped.

    Args:
        epoch: day 0 of the workbook, whose days may be bare numbers; None in other files,
            where such a number is no day.

    Raises:
        BadValueError: it is not a day of the calendar, or not surely one.
    """
    _refuse_masked(text)
    serial = _SERIAL.fullmatch(text)
    if epoch is not None and serial is not None:
        day = epoch + timedelta(days=int(serial[1]))
        _refuse_year(day.year)
        return day.isoformat()
    match = _DAY.fullmatch(_AROUND_MARKS.sub(r"\1", text))
    if match is None:
        raise BadValueError("day")
    parts = (int(part) for part in match.groups() if part)
    return _calendar_day(*parts, rule="no_such_day").isoformat()


def read_month(text: str, epoch: date | None = None) -> str:
    """Return a month, written as such or as any day of it, as its first day.

    Args:
        epoch: see `read_day`.

    Raises:
        BadValueError: it is not one month.
    """
    _refuse_masked(text)
    match = _MONTH.fullmatch(_AROUND_MARKS.sub(r"\1", text))
    if match is not None:
        year, month = (int(part) for part in match.groups() if part)
        return _calendar_day(year, month, 1, rule="month").isoformat()
    try:
        return f"{read_day(text, epoch)[:7]}-01"
    except BadValueError:
        rule = "month_span" if _SPAN.search(text) else "month"
        raise BadValueError(rule) from None


def _calendar_day(year: int, month: int, day: int, rule: str) -> date:
    _refuse_year(year)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadValueError(rule) from None


def _refuse_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValueError("year", first=FIRST_YEAR, last=LAST_YEAR)


def _refuse_masked(text: str) -> None:
    if "*" in text:
        raise BadValueError("masked")
