"""The number of a cell as text: exactly what is stored, as the day or percentage it means."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal

from dashboard.ingest.reading.number_formats import PLAIN, Meaning, NumberFormat

# The first day of each count of days, less its number. Excel counts a 29 February 1900, so
# that days before it lie one later.
_DAY_0 = datetime(1899, 12, 30)
_DAY_0_BEFORE_MARCH_1900 = datetime(1899, 12, 31)
_DAY_0_FROM_1904 = datetime(1904, 1, 1)
_FALSE_DAY = 60
_LAST_DAY = {False: 2_958_465, True: 2_957_003}

# From here on a number no longer holds each of its digits.
_MOST_WHOLE = 10**15
_WHOLE = re.compile(r"-?[0-9]{1,40}")
_MIDNIGHT = re.compile(r"T(?:00:00(?::00(?:\.0+)?)?)?Z?$")


def number_text(stored: str, shown: NumberFormat, *, from_1904: bool) -> str | None:
    """Return a number as text; None when digits of it were lost before it was stored.

    Args:
        stored: as the sheet has it.
        from_1904: whether days are counted from 1904, as on an old Macintosh.

    Raises:
        ValueError: it is no number.
    """
    if shown is PLAIN and _WHOLE.fullmatch(stored):
        # Spares a million conversions, and keeps more digits than a double has.
        return stored if stored[0] not in "0-" else str(int(stored))
    number = float(stored)
    if abs(number) == float("inf") or number != number:
        raise ValueError(stored)
    match shown.meaning:
        case Meaning.DAY if 0 <= number < _LAST_DAY[from_1904] + 1:
            return _day(number, from_1904=from_1904)
        case Meaning.CLOCK if 0 <= number < 1:
            return _clock(round(number * 86_400_000))
        case Meaning.CLOCK if 0 <= number < _LAST_DAY[from_1904] + 1:
            return _day(number, from_1904=from_1904)
        case Meaning.DURATION if number >= 0:
            return _clock(round(number * 86_400_000))
        case Meaning.PERCENT:
            return f"{_plain(Decimal(repr(number)) * 100)}%"
    if abs(number) >= _MOST_WHOLE and not _WHOLE.fullmatch(stored):
        return None
    return _plain(Decimal(repr(number))).zfill(shown.least_digits) + shown.unit


def time_text(stored: str) -> str:
    """Return a time in the form of ISO 8601, as few programs store it, like other days."""
    return _MIDNIGHT.sub("", stored).replace("T", " ")


def _plain(number: Decimal) -> str:
    """Return a number without exponent, and without zeros that say nothing."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return "0" if text == "-0" else text


def _day(number: float, *, from_1904: bool) -> str:
    """Return a day as 2026-03-05, with a time of day when it has one."""
    milliseconds = round(number * 86_400_000)
    days, rest = divmod(milliseconds, 86_400_000)
    if from_1904:
        day = _DAY_0_FROM_1904 + timedelta(days)
    elif days == _FALSE_DAY:
        # No calendar has it: whoever reads the cell as a day refuses it.
        return "1900-02-29"
    else:
        day = (_DAY_0 if days > _FALSE_DAY else _DAY_0_BEFORE_MARCH_1900) + timedelta(days)
    date = day.date().isoformat()
    return f"{date} {_clock(rest)}" if rest else date


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours:02d}:{minutes:02d}:{seconds:02d}"
    return f"{text}.{rest:03d}" if rest else text
