"""What a team's items of the last 6 months say, by part and dimension (flags.md section 2).

Decided where the document leaves room:
* The sums of variance take all items of the window; only n_eff leaves out those not new.
* The first month of the window is the first that the build has, for every team alike.
* The variance of a dimension, like V, is at least 1e-9.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from math import fsum

from tests.oracle.evidence import Evidence
from tests.oracle.items import Item
from tests.oracle.rules import (
    ALWAYS_NEW,
    DIMENSION_POINTS,
    DIMENSIONS,
    LEAST_ITEMS_FOR_VARIANCE,
    LEAST_VARIANCE,
    PARTS,
    WINDOW_MONTHS,
)
from tests.oracle.scoring import clip
from tests.oracle.span import months_later


@dataclass(frozen=True)
class PartWindow:
    """One part of one team over the window.

    `within` is the weighted sum of squares around the mean, `freedom` its divisor when pooled.
    """

    n: int
    mean: float
    within: float
    freedom: float
    n_eff: float


@dataclass(frozen=True)
class DimensionWindow:
    """One dimension of one team over the window."""

    score: float
    variance: float
    n: int


def window_of(month: date, evidence: Evidence) -> list[date]:
    """List the months of the build among the 6 that end with this one."""
    start = months_later(month, 1 - WINDOW_MONTHS)
    return [m.first for m in evidence.months if start <= m.first <= month]


def part_windows(team_id: str, month: date, evidence: Evidence) -> dict[str, PartWindow]:
    """Gather the window of one team, by part; only parts with items."""
    window = window_of(month, evidence)
    items: dict[str, list[Item]] = defaultdict(list)
    counted: dict[str, list[Item]] = defaultdict(list)
    for first in window:
        for item in evidence.items.get((first, team_id), []):
            items[item.part].append(item)
            if first == window[0] or is_new(item, evidence):
                counted[item.part].append(item)
    return {part: part_window(items[part], counted[part]) for part in PARTS if part in items}


def is_new(item: Item, evidence: Evidence) -> bool:
    """Tell whether the key had no item of this part and team the month before."""
    if item.part in ALWAYS_NEW:
        return True
    before = evidence.items.get((months_later(item.month, -1), item.team_id), [])
    return not any(old.part == item.part and old.item_key == item.item_key for old in before)


def part_window(items: list[Item], counted: list[Item]) -> PartWindow:
    """Reduce the items of one part; those counted tell how much evidence they are."""
    w = fsum(item.w for item in items)
    mean = fsum(item.w * item.x for item in items) / w
    return PartWindow(
        n=len(items),
        mean=mean,
        within=fsum(item.w * (item.x - mean) ** 2 for item in items),
        freedom=w - fsum(item.w**2 for item in items) / w,
        n_eff=fsum(item.w for item in counted) ** 2 / fsum(item.w**2 for item in counted),
    )


def pooled_variances(windows: list[dict[str, PartWindow]]) -> dict[str, float]:
    """Give sigma2 of every part over the teams of a group with two items or more of it."""
    variances = {}
    for part in PARTS:
        pooled = [
            window[part]
            for window in windows
            if part in window and window[part].n >= LEAST_ITEMS_FOR_VARIANCE
        ]
        variances[part] = (
            fsum(row.within for row in pooled) / fsum(row.freedom for row in pooled)
            if pooled
            else 0.0
        )
    return variances


def dimension_windows(
    parts: dict[str, PartWindow], sigma2: dict[str, float]
) -> dict[str, DimensionWindow]:
    """Give score and sampling variance of every dimension that has items."""
    found = {}
    for dimension in DIMENSIONS:
        names = [name for name in parts if PARTS[name].dimension == dimension]
        if not names:
            continue
        points = fsum(PARTS[name].points for name in names)
        score = fsum(PARTS[n].points * part_score(n, parts[n].mean) for n in names) / points
        variance = fsum(
            (PARTS[name].points / points) ** 2 * part_variance(name, parts[name], sigma2[name])
            for name in names
        )
        found[dimension] = DimensionWindow(
            score, max(variance, LEAST_VARIANCE), sum(parts[name].n for name in names)
        )
    return found


def part_score(part: str, mean: float) -> float:
    """Give s without shrinking, clipped to 0-100."""
    rule = PARTS[part]
    return clip(100.0 * (mean - rule.worst) / (rule.best - rule.worst), 0.0, 100.0)


def part_variance(part: str, window: PartWindow, sigma2: float) -> float:
    """Give v = g2 sigma2 / n_eff, before clipping."""
    gain = 100.0 / (PARTS[part].best - PARTS[part].worst)
    return gain**2 * sigma2 / window.n_eff


def combined(dimensions: dict[str, DimensionWindow]) -> tuple[float, float]:
    """Give the level y of some dimensions and its variance V."""
    points = fsum(DIMENSION_POINTS[name] for name in dimensions)
    level = fsum(DIMENSION_POINTS[n] * row.score for n, row in dimensions.items()) / points
    variance = fsum(
        (DIMENSION_POINTS[n] / points) ** 2 * row.variance for n, row in dimensions.items()
    )
    return level, max(variance, LEAST_VARIANCE)
