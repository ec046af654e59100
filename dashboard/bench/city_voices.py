"""Ratings and ballots of the city whose truth is known.

Panels of two dozen teams each have their raters, who are lenient or strict in their own
way; some of them also rate for other panels, which is what makes panels comparable.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard.bench.city_chances import Chances
from dashboard.bench.city_expected import RATING_PER_POINT, TYPICAL_RATING
from dashboard.bench.truth_city import City
from dashboard.sample.draws import Array, numbered, stream

PANEL_TEAMS = 25
# Standard deviations, points: a mood of the month about a team that all raters share, a
# single rating, and the severity of raters. Some raters are far off, to either side.
MONTH_NOISE, RATING_NOISE, SEVERITY_SPREAD = 1.0, 5.0, 3.0
FAR_SHARE, FAR_POINTS = 0.05, 8.0
# Share of ratings by a rater of another panel; 5 % are known to be enough.
CROSSING_SHARE = 0.06
# Votes of the public a month on a typical team, and the least there are.
VOTES, LEAST_VOTES = 30.0, 5.0


@dataclass(frozen=True)
class _Group:
    """One group of raters: seats of a panel, and from how many to how many of them rate."""

    name: str
    prefix: str
    seats: int
    least: int
    most: int


GROUPS = (_Group("superior", "RS", 10, 4, 8), _Group("peer", "RP", 20, 6, 14))


def rating_rows(city: City) -> pl.DataFrame:
    """Draw the ratings of superiors and peers, every team and month."""
    rng = stream(city.seed, "ratings")
    level = TYPICAL_RATING + RATING_PER_POINT * city.level("evaluation")
    level = level + rng.normal(0, MONTH_NOISE, level.shape)
    return pl.concat(_ratings_of(city, rng, level, group) for group in GROUPS)


def ballot_rows(city: City, chances: Chances) -> pl.DataFrame:
    """Draw one ballot of the public per team and month."""
    rng = stream(city.seed, "ballots")
    expected = LEAST_VOTES + VOTES * np.sqrt(city.sizes)
    votes = rng.poisson(np.repeat(expected[:, None], city.months, axis=1))
    cast = rng.multinomial(votes, chances.votes).reshape(-1, 4)
    team, month = np.divmod(np.arange(votes.size), city.months)
    return pl.DataFrame(
        {
            "month": city.starts[month].astype(str),
            "team_id": city.ids(team),
            "rater_group": pl.repeat("public", votes.size, eager=True),
            "excellent": cast[:, 0],
            "good": cast[:, 1],
            "fair": cast[:, 2],
            "poor": cast[:, 3],
        }
    )


def _ratings_of(
    city: City, rng: np.random.Generator, level: Array, group: _Group
) -> pl.DataFrame:
    panels = -(-city.teams // PANEL_TEAMS)
    severity = rng.normal(0, SEVERITY_SPREAD, panels * group.seats)
    far = rng.choice([-FAR_POINTS, FAR_POINTS], len(severity))
    severity = np.where(rng.random(len(severity)) < FAR_SHARE, far, severity)
    team_month = np.arange(city.teams * city.months)
    # A small house is known to fewer: its share of the seats follows its size.
    wanted = group.least + (group.most - group.least) * np.minimum(city.sizes, 1.5) / 1.5
    wanted = np.repeat(np.round(wanted).astype(int), city.months)
    order = np.argsort(rng.random((len(team_month), group.seats)), axis=1)
    rows, turns = np.nonzero(np.arange(group.seats) < wanted[:, None])
    team, month = np.divmod(rows, city.months)
    panel = team // PANEL_TEAMS
    if panels > 1:
        elsewhere = (panel + rng.integers(1, panels, len(panel))) % panels
        panel = np.where(rng.random(len(panel)) < CROSSING_SHARE, elsewhere, panel)
    rater = panel * group.seats + order[rows, turns]
    score = level[team, month] + severity[rater] + rng.normal(0, RATING_NOISE, len(rater))
    return pl.DataFrame(
        {
            "month": city.starts[month].astype(str),
            "team_id": city.ids(team),
            "rater_group": pl.repeat(group.name, len(rater), eager=True),
            "rater_id": numbered(group.prefix, rater, 5),
            "score": np.clip(np.round(score), 0, 100).astype(int),
        }
    )
