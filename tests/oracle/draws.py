"""Rank intervals and how often a team stays below the standard (flags.md section 4).

Another implementation draws other numbers, so `Standing` also says where its rank interval must
lie: between the places at a share of draws that is 6 standard errors (of the difference between
two samples) lower and higher than the share asked for.

Decided: the peer group of a place may hold teams of several comparison groups.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from tests.oracle.levels import Group, MonthLevels, TeamLevel
from tests.oracle.robust import HALF_REACHED_IN_DRAWS, weighted_medians
from tests.oracle.rules import (
    BELOW_MEDIAN,
    DIMENSION_POINTS,
    DIMENSIONS,
    DRAWS,
    FACTOR,
    RANK_QUANTILES,
)

Array = NDArray[np.float64]

SLACK = 6 * sqrt(2 * RANK_QUANTILES[0] * RANK_QUANTILES[1] / DRAWS)


@dataclass(frozen=True)
class Standing:
    """What the draws say of one team, and the bounds of what other draws may say."""

    rank_low: float
    rank_high: float
    low_bounds: tuple[float, float]
    high_bounds: tuple[float, float]
    draws_survived: float


def standings(found: MonthLevels, standard: float | None) -> dict[str, Standing]:
    """Draw the weights of the dimensions, and the levels, 2,000 times."""
    random = np.random.default_rng([found.month.year, found.month.month])
    factors = random.uniform(*FACTOR, size=(DRAWS, len(DIMENSIONS)))
    rows = {team_id: found.teams[team_id] for team_id in found.ok}
    drawn = {team_id: reweighted(row, factors) for team_id, row in rows.items()}
    centres: dict[int, Array] = {}
    thetas: dict[str, Array] = {}
    survived: dict[str, float] = {}
    for team_id, row in rows.items():
        assert row.level is not None
        if id(row.group) not in centres:
            centres[id(row.group)] = drawn_centre(row.group, found, drawn)
        centre, posterior = centres[id(row.group)], row.level.posterior
        noise = posterior.sd * random.standard_normal(DRAWS)
        thetas[team_id] = centre + (drawn[team_id] - centre) * posterior.reliability + noise
        limit = centre - BELOW_MEDIAN if standard is None else standard
        survived[team_id] = float(np.mean(thetas[team_id] < limit))
    peers: dict[str, list[str]] = defaultdict(list)
    for team_id, row in rows.items():
        peers[row.team.peer_group].append(team_id)
    return {
        team_id: standing(
            thetas[team_id],
            [thetas[other] for other in peers[row.team.peer_group]],
            survived[team_id],
        )
        for team_id, row in rows.items()
    }


def reweighted(row: TeamLevel, factors: Array) -> Array:
    """Give y* of one team in every draw: its dimensions with points times u."""
    weights = {
        name: DIMENSION_POINTS[name] * factors[:, DIMENSIONS.index(name)]
        for name in row.dimensions
    }
    earned = sum(weights[name] * row.dimensions[name].score for name in weights)
    return np.asarray(earned / sum(weights.values()))


def drawn_centre(group: Group, found: MonthLevels, drawn: dict[str, Array]) -> Array:
    """Give mu* of one comparison group in every draw, with the undrawn weights."""
    members = [team_id for team_id in group.members if team_id in drawn]
    levels = np.array([drawn[team_id] for team_id in members])
    weights = np.array([1.0 / (found.ok[name].variance + group.tau2) for name in members])
    return weighted_medians(levels, weights, HALF_REACHED_IN_DRAWS)


def standing(theta: Array, peers: list[Array], survived: float) -> Standing:
    """Rank one team among its peers in every draw: equal levels share the better place."""
    places = 1 + np.sum([other > theta for other in peers], axis=0)
    low, high = RANK_QUANTILES
    rank_low, rank_high = np.quantile(places, RANK_QUANTILES)
    return Standing(
        float(rank_low), float(rank_high), bounds(places, low), bounds(places, high), survived
    )


def bounds(places: NDArray[np.int64], share: float) -> tuple[float, float]:
    """Give the places between which other draws may put this quantile."""
    return (
        float(np.quantile(places, max(0.0, share - SLACK), method="lower")),
        float(np.quantile(places, min(1.0, share + SLACK), method="higher")),
    )
