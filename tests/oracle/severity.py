"""Severity of raters (flags.md section 1): crossed random effects, positive = lenient.

Decided where the document leaves room:
* A sum of squares up to 1e-9 of the total variation is 0, so that rounding noise in data that
  fit exactly does not become a variance component.
* Sweeps that do not come to rest in 1,000 are replaced by the solution they approach.
* A month of the build has rows even if no team is scored in it.
* The window reaches back before `first_month`: the ratings are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tests.oracle.rating_items import void_raters
from tests.oracle.registers import Rating
from tests.oracle.rules import (
    SEVERITY_CAP,
    SEVERITY_LEAST_RATINGS,
    SEVERITY_LEAST_TEAMS,
    SEVERITY_MONTHS,
    SWEEP_END,
    SWEEPS,
)
from tests.oracle.span import months_later

Vector = NDArray[np.float64]
Index = NDArray[np.int64]

NOISE = 1e-9


@dataclass(frozen=True)
class RatingRow:
    """The mean over items of one rater, team and month."""

    rater_id: str
    team_id: str
    month: date
    value: float


@dataclass(frozen=True)
class Severity:
    """One row of the relation `severity`; `severity` is what is subtracted."""

    month: date
    rater_id: str
    severity: float
    ratings: int
    teams: int
    component: str


def rating_rows(ratings: Iterable[Rating]) -> list[RatingRow]:
    """Take the valid ratings, not self and not void, as one row per rater, team and month."""
    by_month: dict[date, list[Rating]] = defaultdict(list)
    for rating in ratings:
        if rating.group != "self":
            by_month[rating.month].append(rating)
    scores: dict[tuple[str, str, date], list[float]] = defaultdict(list)
    for month, rows in by_month.items():
        void = void_raters(rows)
        for row in rows:
            if row.key not in void:
                scores[row.key, row.team_id, month].append(row.score)
    return [
        RatingRow(*key, value=sum(scores[key]) / len(scores[key])) for key in sorted(scores)
    ]


def severities(rows: list[RatingRow], month: date, rater_correction: bool) -> list[Severity]:
    """Judge every rater who has a row in the 12 months ending with the month."""
    start = months_later(month, 1 - SEVERITY_MONTHS)
    window = [row for row in rows if start <= row.month <= month]
    component = components(window)
    effect = rater_effects(window, len(set(component.values())))
    found = []
    for rater_id in sorted(component):
        own = [row for row in window if row.rater_id == rater_id]
        teams = len({row.team_id for row in own})
        severity = min(SEVERITY_CAP, max(-SEVERITY_CAP, effect[rater_id]))
        is_known = len(own) >= SEVERITY_LEAST_RATINGS and teams >= SEVERITY_LEAST_TEAMS
        if not rater_correction or not is_known:
            severity = 0.0
        found.append(Severity(month, rater_id, severity, len(own), teams, component[rater_id]))
    return found


def components(rows: list[RatingRow]) -> dict[str, str]:
    """Name each rater's component of the rater-team-month graph: its smallest rater_id."""
    leader: dict[object, object] = {}

    def find(node: object) -> object:
        while leader.setdefault(node, node) != node:
            node = leader[node]
        return node

    for row in rows:
        leader[find(row.rater_id)] = find((row.team_id, row.month))
    raters = sorted({row.rater_id for row in rows})
    smallest: dict[object, str] = {}
    for rater_id in raters:
        smallest.setdefault(find(rater_id), rater_id)
    return {rater_id: smallest[find(rater_id)] for rater_id in raters}


def rater_effects(rows: list[RatingRow], component_count: int) -> dict[str, float]:
    """Give a_r of every rater; all 0 where the model cannot tell raters from noise."""
    raters = sorted({row.rater_id for row in rows})
    team_months = sorted({(row.team_id, row.month) for row in rows})
    nothing = dict.fromkeys(raters, 0.0)
    if not rows:
        return nothing
    rater = np.array([raters.index(row.rater_id) for row in rows])
    position = {key: i for i, key in enumerate(team_months)}
    team_month = np.array([position[row.team_id, row.month] for row in rows])
    y = np.array([row.value for row in rows])
    found = variance_components(rater, team_month, y, component_count)
    if found is None:
        return nothing
    error, of_raters, of_team_months = found
    if of_raters == 0:
        return nothing
    ratio_t = error / of_team_months if of_team_months > 0 else None
    effects = swept(rater, team_month, y, error / of_raters, ratio_t)
    return dict(zip(raters, map(float, effects), strict=True))


def variance_components(
    rater: Index, team_month: Index, y: Vector, component_count: int
) -> tuple[float, float, float] | None:
    """Henderson's method III: error, raters, team-months; none if there is no freedom left."""
    rows, raters, team_months = len(y), int(rater.max()) + 1, int(team_month.max()) + 1
    freedom = rows - raters - team_months + component_count
    if freedom <= 0:
        return None
    noise = NOISE * float(np.sum((y - y.mean()) ** 2))

    def exact(squares: float) -> float:
        return squares if squares > noise else 0.0

    rss = exact(two_way_rss(rater, team_month, y))
    error = rss / freedom
    # Every rater has at most one row per team-month, so the sum of n_rt^2 / n_t is T.
    by_raters = one_way_rss(team_month, y) - rss - (raters - component_count) * error
    by_team_months = one_way_rss(rater, y) - rss - (team_months - component_count) * error
    return (
        error,
        exact(by_raters) / (rows - team_months),
        exact(by_team_months) / (rows - raters),
    )


def two_way_rss(rater: Index, team_month: Index, y: Vector) -> float:
    """Fit a dummy for every rater by least squares, once every team-month has mean 0."""
    dummies = np.eye(rater.max() + 1)[rater]
    for number in range(team_month.max() + 1):
        own = team_month == number
        dummies[own] -= dummies[own].mean(axis=0)
    centred = y - (np.bincount(team_month, y) / np.bincount(team_month))[team_month]
    fitted = dummies @ np.linalg.lstsq(dummies, centred, rcond=None)[0]
    return float(np.sum((centred - fitted) ** 2))


def one_way_rss(group: Index, y: Vector) -> float:
    """Fit the mean of every group."""
    means = np.bincount(group, y) / np.bincount(group)
    return float(np.sum((y - means[group]) ** 2))


def swept(
    rater: Index, team_month: Index, y: Vector, ratio_r: float, ratio_t: float | None
) -> Vector:
    """Sweep until the effects stand still; team-months without variance have no effect.

    Where raters hardly overlap and noise is small, 1,000 sweeps are too few; what they
    approach is then solved for.
    """
    n_r, n_t = np.bincount(rater), np.bincount(team_month)
    a, b, mu = np.zeros(len(n_r)), np.zeros(len(n_t)), float(y.mean())
    for _ in range(SWEEPS):
        old_a, old_b = a, b
        a = np.bincount(rater, y - mu - b[team_month]) / (n_r + ratio_r)
        if ratio_t is not None:
            b = np.bincount(team_month, y - mu - a[rater]) / (n_t + ratio_t)
        a = a - a.mean()
        b = b - b.mean()
        mu = float(np.mean(y - a[rater] - b[team_month]))
        if max(np.abs(a - old_a).max(), np.abs(b - old_b).max()) < SWEEP_END:
            return a
    return a if ratio_r == 0 else solved(rater, team_month, y, ratio_r, ratio_t)


def solved(
    rater: Index, team_month: Index, y: Vector, ratio_r: float, ratio_t: float | None
) -> Vector:
    """Solve the mixed model equations densely: mean, raters, team-months."""
    raters, team_months = (
        np.eye(rater.max() + 1)[rater],
        np.eye(team_month.max() + 1)[team_month],
    )
    blocks = [np.ones((len(y), 1)), raters, *([] if ratio_t is None else [team_months])]
    design = np.hstack(blocks)
    ratios = [0.0] + [ratio_r] * raters.shape[1]
    ratios += [] if ratio_t is None else [ratio_t] * team_months.shape[1]
    answer = np.linalg.solve(design.T @ design + np.diag(ratios), design.T @ y)
    return answer[1 : 1 + raters.shape[1]].astype(np.float64)
