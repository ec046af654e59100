"""A city whose truth is known: teams, their sizes, and the level each truly works at.

Unlike the sample city it has no planted events: levels are continuous, so that many teams
lie close to the standard, on either side, as in life. Sizes differ widely, because a rule
that is fair to large teams only is not fair.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from dashboard.sample.draws import Array, known_by, numbered, stream

DIMENSIONS = ("tasks", "evaluation", "disclosure", "petitions", "audit")

# The last month; past, and in years whose holidays the calendar of the rules knows.
LAST_MONTH = np.datetime64("2026-06")

# Standard deviations of levels, points. Between teams: so that one team in seven is truly
# under the standard, as in the prototype of the flag rules, section 7 (its lowest 5 % were
# half wrong and a fifth of those below, so 13 to 16 % were below). Of one team between its
# dimensions: as in the sample city. Between peer groups: work differs, and comparison
# groups must absorb it.
TEAM_SPREAD, DIMENSION_SPREAD, GROUP_SPREAD = 4.8, 3.0, 1.0
# A slow drift: after half a year the correlation with before is about 0.7.
DRIFT_SPREAD, DRIFT_KEPT = 1.0, 0.95

# Volume of a team over that of the typical one. A section of four people has a sixth of
# the work of a large bureau, which log-normal sizes with this spread give.
SIZE_SPREAD, LEAST_SIZE, MOST_SIZE = 0.7, 0.15, 4.0

# Tier and share of the teams of each peer group. The last is small on purpose: below 30
# teams it is compared with its tier.
GROUPS = (
    ("bureau", "综合部门", 0.08),
    ("bureau", "经济部门", 0.09),
    ("bureau", "社会部门", 0.09),
    ("township", "乡镇", 0.16),
    ("township", "城区街道", 0.10),
    ("section", "综合科室", 0.18),
    ("section", "业务科室", 0.29),
    ("bureau", "垂直管理单位", 0.01),
)


@dataclass(frozen=True)
class City:
    """Who is there, and how well each truly works.

    Attributes:
        starts: months of the history, datetime64[M].
        tiers, groups: tier and peer group of every team.
        sizes: volume of work over that of a typical team.
        levels: points above typical, by dimension, team and month.
    """

    seed: int
    starts: Array
    team_ids: pl.Series
    tiers: pl.Series
    groups: pl.Series
    sizes: Array
    levels: Array

    @property
    def teams(self) -> int:
        """How many teams there are."""
        return len(self.team_ids)

    @property
    def months(self) -> int:
        """How many months of history."""
        return len(self.starts)

    @property
    def last_day(self) -> date:
        """The day on which the registers are read."""
        return (self.starts[-1] + 1).astype(date) - timedelta(days=1)

    def level(self, dimension: str) -> Array:
        """Return the levels of one dimension, by team and month."""
        return self.levels[DIMENSIONS.index(dimension)]

    def known(self, days: Array) -> Array:
        """Blank the days that have not come yet."""
        return known_by(days, np.datetime64(self.last_day))

    def ids(self, teams: Array) -> pl.Series:
        """Return the ids of the teams at these places."""
        return self.team_ids.gather(teams)


def make_city(
    teams: int,
    months: int,
    seed: int,
    *,
    is_null: bool = False,
    team_spread: float = TEAM_SPREAD,
) -> City:
    """Invent a city.

    Args:
        months: of history, the last being LAST_MONTH.
        is_null: every team works at the same level in everything, all the time; sizes,
            raters and luck still differ.
        team_spread: standard deviation between teams, points of level.
    """
    rng = stream(seed, "truth_city")
    sizes = np.clip(np.exp(rng.normal(0, SIZE_SPREAD, teams)), LEAST_SIZE, MOST_SIZE)
    group = _groups(teams)
    levels = np.zeros((len(DIMENSIONS), teams, months))
    if not is_null:
        overall = rng.normal(0, team_spread, teams)
        overall += rng.normal(0, GROUP_SPREAD, len(GROUPS))[group]
        levels += (overall[:, None] + _drift(rng, teams, months))[None]
        levels += rng.normal(0, DIMENSION_SPREAD, (len(DIMENSIONS), teams, 1))
    return City(
        seed=seed,
        starts=np.arange(LAST_MONTH - months + 1, LAST_MONTH + 1),
        team_ids=numbered("T", np.arange(1, teams + 1), 5),
        tiers=pl.Series([tier for tier, _, _ in GROUPS]).gather(group),
        groups=pl.Series([name for _, name, _ in GROUPS]).gather(group),
        sizes=sizes,
        levels=levels,
    )


def day(months: Array, number: int) -> Array:
    """Return a day of each month, 1 being its first."""
    return months.astype("datetime64[D]") + (number - 1)


def _groups(teams: int) -> Array:
    """Deal the teams to the peer groups by their shares."""
    edges = np.cumsum([share for _, _, share in GROUPS])
    places = (np.arange(teams) + 0.5) / teams * edges[-1]
    return np.searchsorted(edges, places)


def _drift(rng: np.random.Generator, teams: int, months: int) -> Array:
    """Return a stationary drift, by team and month."""
    drift = rng.normal(0, DRIFT_SPREAD, (teams, months))
    fresh = np.sqrt(1 - DRIFT_KEPT**2)
    for month in range(1, months):
        drift[:, month] = DRIFT_KEPT * drift[:, month - 1] + fresh * drift[:, month]
    return drift
