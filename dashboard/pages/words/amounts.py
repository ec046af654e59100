"""Shares, intervals and money as people write them, rounded by the published rule."""

from __future__ import annotations

from math import floor

from dashboard.pages.words.numbers import NOTHING
from dashboard.text import Text

# Binary noise must not decide a tie; scoring rules, section 3.
_NUDGE = 1e-7
_YUAN_PER_WAN = 10_000
# A chance nearer to none or all than this is written as less or more than it.
_LEAST = 0.001


def percent(share: float | None) -> str:
    """Return a share of 0 to 1 in percent with one decimal, a dash for none."""
    return NOTHING if share is None else f"{_rounded(100 * share):.1f}%"


def interval(low: float | None, high: float | None) -> str:
    """Return an interval of shares in percent, the unit once; a dash for none."""
    if low is None or high is None:
        return NOTHING
    return f"{_rounded(100 * low):.1f}–{_rounded(100 * high):.1f}%"


def wan(yuan: float) -> str:
    """Return yuan in ten thousands with one decimal; the unit stands in the words."""
    return f"{_rounded(yuan / _YUAN_PER_WAN):,.1f}"


def chance(share: float | None, text: Text) -> str:
    """Return a chance of 0 to 1 in percent; what is all but sure is never called sure."""
    if share is None:
        return NOTHING
    if share < _LEAST:
        return text("why.under", share=percent(_LEAST))
    return text("why.over", share=percent(1 - _LEAST)) if share > 1 - _LEAST else percent(share)


def _rounded(value: float) -> float:
    return floor(10 * value + 0.5 + _NUDGE) / 10
