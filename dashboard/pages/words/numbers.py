"""Numbers, months and moments as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dashboard.reads.written import exactly, written
from dashboard.text import Text

# Every clock of the product is the clock of the offices it serves.
ZONE = ZoneInfo("Asia/Shanghai")
MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EM DASH}"


def points(value: float | None) -> str:
    """Return points as they are published, a dash for none."""
    return NOTHING if value is None else f"{written(value)}".replace("-", MINUS)


def change(value: float | None) -> str:
    """Return a change of points with its sign, a dash for none."""
    return NOTHING if value is None else f"{written(value):+}".replace("-", MINUS)


def plain(value: float) -> str:
    """Return a number without decimals it does not need: a limit, a weight."""
    return f"{exactly(value):f}".replace("-", MINUS)


def share(value: float | None) -> str:
    """Return a share of 0 to 1 in percent."""
    return NOTHING if value is None else f"{100 * value:.0f}%"


def month_words(month: date, text: Text) -> str:
    """Return a month in words."""
    return text(f"month.{month.month}", year=month.year)


def day_words(day: date, text: Text) -> str:
    """Return a day in words."""
    return text("day.full", year=day.year, month=day.month, day=day.day)


def moment_words(moment: str, text: Text) -> str:
    """Return a UTC moment in ISO form as day and time of the office."""
    local = datetime.fromisoformat(moment).astimezone(ZONE)
    return text(
        "day.time",
        year=local.year,
        month=local.month,
        day=local.day,
        hour=local.hour,
        minute=local.minute,
    )


def ago_words(moment: str, text: Text) -> str:
    """Return how long ago a UTC moment in ISO form was."""
    return ago_of(datetime.fromisoformat(moment).timestamp(), text)


def ago_of(seconds: float, text: Text) -> str:
    """Return how long ago a moment in seconds since the epoch was."""
    minutes = int((datetime.now(UTC).timestamp() - seconds) // 60)
    if minutes == 1:
        return text("ago.minute")
    for unit, size in (("days", 1440), ("hours", 60), ("minutes", 1)):
        # Two of the larger unit before it is used: "36 hours ago" says more than "1 day".
        if minutes >= 2 * size:
            return text(f"ago.{unit}", count=minutes // size)
    return text("ago.now")
