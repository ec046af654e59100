"""Figures as they are published, with two decimals, and numbers as they were written out."""

from __future__ import annotations

from decimal import Decimal

from dashboard.pages.words.numbers import MINUS, NOTHING
from dashboard.reads.written import written


def published(value: float | Decimal | None) -> str:
    """Return points by the published rule of rounding, a dash for none."""
    return NOTHING if value is None else plain(written(value))


def signed(value: float | Decimal | None) -> str:
    """Return points with their sign by the published rule, a dash for none."""
    if value is None:
        return NOTHING
    return f"{written(value):+.2f}".replace("-", MINUS)


def plain(value: Decimal) -> str:
    """Return a number with the decimals it has."""
    return f"{value:f}".replace("-", MINUS)


def result(value: Decimal, exact: float) -> str:
    """Return a result as it is reckoned, and as it is published if that is shorter."""
    found, shown = short(float(value)), published(exact)
    return found if len(found.partition(".")[2]) <= 2 else f"{found} ≈ {shown}"


def short(value: float | None) -> str:
    """Return a number without zeros at its end, at most four decimals; a dash for none."""
    if value is None:
        return NOTHING
    found = f"{written(value, 4):f}"
    return (found.rstrip("0").rstrip(".") if "." in found else found).replace("-", MINUS)
