"""How much room words take in a cell."""

from __future__ import annotations

import unicodedata

LINE_POINTS = 15


def shown_width(words: str) -> int:
    """Return how many letters' room words take; a Chinese one takes that of two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)


def line_count(words: str, width: int) -> int:
    """Return how many lines words take in a column that is so many letters wide."""
    return sum(max(-(-shown_width(line) // width), 1) for line in words.split("\n"))
