"""Are the right teams named? Flag policies against a truth that is known.

A team-month is truly below if its true level is under the true standard (`city_truth`).
Months are measured once the window of evidence is full and one month old.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dashboard.bench.city_store import built_city, published
from dashboard.bench.city_truth import comparison_groups, settings, truth_of
from dashboard.bench.policies import (
    below_standard,
    below_standard_at_all,
    far_under_mean,
    lowest_scores,
    on_grid,
    staying_concerns,
)
from dashboard.bench.truth_city import TEAM_SPREAD, City, make_city
from dashboard.sample.draws import Array

TRUTH, OURS, WATCHED, STAYING, LOWEST, INTERVAL = (
    "the truth itself",
    "below_standard at concern or alarm",
    "below_standard at any severity",
    "concern or alarm, staying while it is watched (not our rule)",
    "lowest 5 % of the month",
    "95 % under the mean and 5 points under it",
)
LEGEND = {
    "flagged_a_month": "team-months named, a month",
    "wrong": "share of the named whose true level is not under the true standard",
    "wrong_by_1": "share of the named who are truly a point or more above the standard",
    "found": "share of the team-months truly under the standard that are named",
    "found_far": "the same of those truly 3 points or more under the standard",
    "churn": "how much the list changes month to month: 1 - in both / in either, mean",
    "null_a_month": "team-months named a month where all teams have the same chances",
    "truly_below": "share of team-months truly under the standard",
    "true_spread": "standard deviation of true levels of a month, points of score",
    "median_reliability": "of the team-months, as the product judges it",
}
# How far from the standard a truth is clear to everybody, points.
CLEARLY_ABOVE, FAR_BELOW = 1.0, 3.0


@dataclass
class Tally:
    """Counts of team-months of one policy, over all cities."""

    months: int = 0
    flagged: int = 0
    wrong: int = 0
    wrong_by_1: int = 0
    below: int = 0
    found: int = 0
    far_below: int = 0
    found_far: int = 0
    changes: list[float] = field(default_factory=list)

    def add(self, flagged: Array, distance: Array) -> None:
        """Count one city.

        Args:
            flagged: by team and month.
            distance: true level less true standard, points.
        """
        below, far = distance < 0, distance <= -FAR_BELOW
        self.months += flagged.shape[1]
        self.flagged += int(flagged.sum())
        self.wrong += int((flagged & ~below).sum())
        self.wrong_by_1 += int((flagged & (distance >= CLEARLY_ABOVE)).sum())
        self.below += int(below.sum())
        self.found += int((flagged & below).sum())
        self.far_below += int(far.sum())
        self.found_far += int((flagged & far).sum())
        either = (flagged[:, 1:] | flagged[:, :-1]).sum(axis=0)
        both = (flagged[:, 1:] & flagged[:, :-1]).sum(axis=0)
        # Two empty lists are the same list, and say nothing about change.
        self.changes += (1 - both[either > 0] / either[either > 0]).tolist()

    def figures(self) -> dict[str, float | None]:
        """Return shares from 0 to 1, null where there is nothing to take a share of."""
        return {
            "flagged_a_month": _share(self.flagged, self.months),
            "wrong": _share(self.wrong, self.flagged),
            "wrong_by_1": _share(self.wrong_by_1, self.flagged),
            "found": _share(self.found, self.below),
            "found_far": _share(self.found_far, self.far_below),
            "churn": _share(sum(self.changes), len(self.changes)),
        }


@dataclass(frozen=True)
class Judged:
    """One city, judged by every policy; arrays by team and measured month."""

    named: dict[str, Array]
    level: Array
    distance: Array
    reliability: float


def measure(
    teams: int,
    months: int,
    seeds: int,
    team_spread: float = TEAM_SPREAD,
    first_seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, object]:
    """Judge cities, and as many in which all teams have the same chances.

    Args:
        seeds: how many of either, from `first_seed` on.

    Returns:
        Tables of rows: `policies` (figures as LEGEND says), `by_seed` (the same of each
        city), `cities` (what they are like); and the legend.
    """
    cities: dict[int, Judged] = {}
    nulls: dict[int, Judged] = {}
    for seed in range(first_seed, first_seed + seeds):
        cities[seed] = _judge(make_city(teams, months, seed, team_spread=team_spread), tell)
        nulls[seed] = _judge(make_city(teams, months, seed, is_null=True), tell)
    policies, by_seed = [], []
    for policy in (TRUTH, OURS, WATCHED, STAYING, LOWEST, INTERVAL):
        named_of_nobody = _figures(policy, nulls.values())["flagged_a_month"]
        figures = _figures(policy, cities.values())
        policies.append({"policy": policy, **figures, "null_a_month": named_of_nobody})
        by_seed += [
            {"policy": policy, "seed": seed, **_figures(policy, [judged])}
            for seed, judged in cities.items()
        ]
    tables = {
        "policies": policies,
        "by_seed": by_seed,
        "cities": list(map(_city_row, cities.values())),
    }
    return {"tables": tables, "legend": LEGEND}


def _figures(policy: str, cities: Iterable[Judged]) -> dict[str, float | None]:
    tally = Tally()
    for judged in cities:
        tally.add(judged.named[policy], judged.distance)
    return tally.figures()


def _city_row(judged: Judged) -> dict[str, float]:
    return {
        "truly_below": float((judged.distance < 0).mean()),
        "true_spread": float(judged.level.std(axis=0).mean()),
        "median_reliability": judged.reliability,
    }


def _judge(city: City, tell: Callable[[str], None]) -> Judged:
    """Let the product judge a city, and lay the truth beside it."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        workspace = built_city(city, Path(folder))
        scores, flags, levels = published(workspace, "scores", "flags", "levels")
        workspace.built.close()
    name = f"City {city.seed}" if city.levels.any() else f"Null city {city.seed}"
    tell(f"{name}: uploaded and built in {time.perf_counter() - started:.0f} s.")
    rules, truth = settings(), truth_of(city)
    measured = slice(int(rules["level_months"]), None)
    level = on_grid(city, truth, "level", np.nan)
    distance = level - on_grid(city, truth, "standard", np.nan)
    groups = comparison_groups(city, int(rules["comparison_least_teams"]))
    named = {
        TRUTH: distance < 0,
        OURS: below_standard(city, flags),
        WATCHED: below_standard_at_all(city, flags),
        STAYING: staying_concerns(city, flags, levels, rules),
        LOWEST: lowest_scores(city, scores),
        INTERVAL: far_under_mean(city, levels, groups),
    }
    reliability = on_grid(city, levels, "reliability", np.nan)
    return Judged(
        named={name: flagged[:, measured] for name, flagged in named.items()},
        level=level[:, measured],
        distance=distance[:, measured],
        reliability=float(np.nanmedian(reliability[:, measured])),
    )


def _share(count: float, of: float) -> float | None:
    return count / of if of else None
