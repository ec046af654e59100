"""The places a team could have, as a bar that stands in the row of its table.

Not a Vega chart: a bar per row is a picture, its table and its links in one, keeps its
names on a phone, and costs a hundred bytes a team. It is drawn by assets/compare.css.
"""

from __future__ import annotations


def place_bar(place: int, low: int, high: int, count: int) -> str:
    """Return the style of a bar from one place to another, with a dot at the team's own.

    Every place is a slot of the same width, best on the left.

    Args:
        place, low, high: places, 1 is best.
        count: places there are.
    """
    slot = 100 / count
    left, right = (low - 1) * slot, (count - high) * slot
    return f"--l:{left:.1f}%;--r:{right:.1f}%;--p:{(place - 0.5) * slot:.1f}%"
