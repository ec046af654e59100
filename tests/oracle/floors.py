"""rate_under_floor (flags.md section 3): a rate's Wilson upper bound is under its floor."""

from __future__ import annotations

from math import sqrt

from tests.oracle.overdue import Case
from tests.oracle.rules import LEAST_ITEMS_FOR_FLOOR, MONTH_FLOORS, WILSON_Z, WINDOW_FLOORS
from tests.oracle.scoring import TeamMonth


def wilson_bounds(hits: int, n: int) -> tuple[float, float]:
    """Give the Wilson 95 % interval of hits out of n."""
    z2 = WILSON_Z**2
    rate = hits / n
    centre = rate + z2 / (2 * n)
    half = WILSON_Z * sqrt(rate * (1 - rate) / n + z2 / (4 * n * n))
    return (centre - half) / (1 + z2 / n), (centre + half) / (1 + z2 / n)


def rate_under_floor(month: TeamMonth, window: list[TeamMonth]) -> Case | None:
    """Judge each floored part over its months; the worst is the largest floor - upper bound.

    `window` holds the team's rows of the 6 months ending with the month, itself included.
    """
    judged = [(part, floor, window) for part, floor in WINDOW_FLOORS.items()]
    judged += [(part, floor, [month]) for part, floor in MONTH_FLOORS.items()]
    worst: tuple[float, str, Case] | None = None
    for part, floor, rows in judged:
        sums = [row.parts[part].sums for row in rows if part in row.parts]
        n = sum(row.n for row in sums)
        if n < LEAST_ITEMS_FOR_FLOOR:
            continue
        hits = sum(row.hits for row in sums)
        gap = floor - wilson_bounds(hits, n)[1]
        candidate = (-gap, part, Case("watch", part, hits / n, floor, n))
        if gap > 0 and (worst is None or candidate[:2] < worst[:2]):
            worst = candidate
    return worst[2] if worst else None
