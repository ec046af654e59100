"""How sure a rank is: the places a team takes when points and chance are drawn anew."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dashboard.statistics.scheme import Scheme, scheme_of
from dashboard.statistics.shrinkage import weighted_median

Array = NDArray[np.float64]
Places = NDArray[np.int64]

# Draws worked on at once: few enough to stay near the processor.
_BATCH = 64
# The search for the variance between teams may end where the weights of some teams are half
# of the total, to the last bit. More than the search grants them, so that no draw hangs on
# that bit: whoever reaches half there does so here.
_LACKING = 1e-8

_SCHEMA = {
    "team_id": pl.String,
    "month": pl.Date,
    "rank_low": pl.Float64,
    "rank_high": pl.Float64,
    "draws_survived": pl.Float64,
}


@dataclass(frozen=True)
class _Month:
    """The teams of a month that can be judged, in order of team_id.

    Attributes:
        points, scores: teams by dimensions; points are 0 where a team lacks the dimension.
        groups: per comparison group the places of its members, the places of the teams
            that are compared within it, and the weights of the members.
        peers: per peer group the places of its teams.
    """

    month: date
    team_ids: list[str]
    points: Array
    scores: Array
    reliability: Array
    sd: Array
    groups: list[tuple[Places, Places, Array]]
    peers: list[Places]


def draws(
    dimensions: pl.DataFrame,
    posteriors: pl.DataFrame,
    members: pl.DataFrame,
    scheme: pl.DataFrame,
) -> pl.DataFrame:
    """Draw the points of the dimensions and the level of every team many times.

    The same seed serves every build, so that a month gives the same places whenever it is
    built from the same evidence.

    Args:
        dimensions: team_id, month, dimension, score, points (points, 0 to 100).
        posteriors: team_id, month, comparison_group, peer_group, variance,
            between_variance, reliability, posterior_sd.
        members: month, comparison_group, team_id.
        scheme: the one row of `scope.scheme`.

    Returns:
        team_id, month; rank_low and rank_high (places in the peer group, best is 1, that
        90 % of the draws lie between); draws_survived (share of draws, 0 to 1, with the
        level under the standard).

    Source: Flag rules, section 4.
    """
    rules = scheme_of(scheme)
    months = _months(dimensions, posteriors, members)
    with ThreadPoolExecutor(2) as pool:
        frames = list(pool.map(lambda month: _one_month(month, rules), months))
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *frames])


def _months(
    dimensions: pl.DataFrame, posteriors: pl.DataFrame, members: pl.DataFrame
) -> Iterator[_Month]:
    names = sorted(dimensions["dimension"].unique().to_list())
    by_month = {
        key[0]: frame for key, frame in dimensions.group_by("month", maintain_order=True)
    }
    members_by_month = {
        key[0]: frame for key, frame in members.group_by("month", maintain_order=True)
    }
    ordered = posteriors.sort("month", "team_id")
    for (month,), teams in ordered.group_by("month", maintain_order=True):
        assert isinstance(month, date)
        place = {team: number for number, team in enumerate(teams["team_id"])}
        points, scores = np.zeros((2, len(place), len(names)))
        for team, name, score, worth in (
            by_month[month].select("team_id", "dimension", "score", "points").iter_rows()
        ):
            if team in place:
                points[place[team], names.index(name)] = worth
                scores[place[team], names.index(name)] = score
        yield _Month(
            month=month,
            team_ids=teams["team_id"].to_list(),
            points=points,
            scores=scores,
            reliability=teams["reliability"].to_numpy(),
            sd=teams["posterior_sd"].to_numpy(),
            groups=list(_groups(teams, members_by_month[month], place)),
            peers=[
                np.flatnonzero(teams["peer_group"] == group)
                for group in teams["peer_group"].unique(maintain_order=True)
            ],
        )


def _groups(
    teams: pl.DataFrame, members: pl.DataFrame, place: dict[str, int]
) -> Iterator[tuple[Places, Places, Array]]:
    variances = teams["variance"].to_numpy()
    for (group,), rows in members.sort("team_id").group_by(
        "comparison_group", maintain_order=True
    ):
        compared = np.flatnonzero(teams["comparison_group"] == group)
        if not len(compared):
            continue
        inside = np.array([place[team] for team in rows["team_id"] if team in place])
        # Members of a tier may be compared elsewhere; the variance between is this group's.
        between = teams["between_variance"][int(compared[0])]
        yield inside, compared, 1 / (variances[inside] + between)


def _one_month(month: _Month, rules: Scheme) -> pl.DataFrame:
    count, teams = int(rules["draws"]), len(month.team_ids)
    rng = np.random.default_rng(
        [int(rules["draws_seed"]), month.month.year * 12 + month.month.month]
    )
    # Short numbers, since all draws of a month are kept until they are sorted.
    places = np.empty((count, teams), dtype=np.int16 if teams < 2**15 else np.int32)
    survived = np.zeros(teams)
    for first in range(0, count, _BATCH):
        size = min(_BATCH, count - first)
        factors = rng.uniform(
            rules["draws_least_factor"],
            rules["draws_most_factor"],
            (size, month.points.shape[1]),
        )
        drawn = _weighed(factors, month.points * month.scores)
        drawn /= _weighed(factors, month.points)
        centers = _centers(month, drawn)
        levels = centers + (drawn - centers) * month.reliability
        levels += month.sd * rng.standard_normal((size, teams))
        standard = rules.get("standard", centers - rules["standard_margin"])
        survived += np.sum(levels < standard, axis=0)
        for peers in month.peers:
            # Only estimates without any doubt can be equal.
            place = _places if month.sd[peers].all() else _shared_places
            places[first : first + size, peers] = place(levels[:, peers])
    ordered = np.sort(np.ascontiguousarray(places.T), axis=1)
    return pl.DataFrame(
        {
            "team_id": month.team_ids,
            "month": [month.month] * teams,
            "rank_low": _quantile(ordered, rules["rank_low_quantile"]),
            "rank_high": _quantile(ordered, rules["rank_high_quantile"]),
            "draws_survived": survived / count,
        },
        schema=_SCHEMA,
    )


def _weighed(factors: Array, points: Array) -> Array:
    """Return per draw and team the sum over dimensions.

    Not as a matrix product, whose threads would get into the way of those of the months.
    """
    return np.einsum("sd,td->st", factors, points)


def _centers(month: _Month, drawn: Array) -> Array:
    """Return per draw and team the center of the team's comparison group."""
    centers = np.empty_like(drawn)
    for inside, compared, weights in month.groups:
        levels = drawn[:, inside]
        order = np.argsort(levels, axis=1)
        # Equal levels stand in any order: the one that reaches half is the same.
        middle = weighted_median(weights[order], _LACKING)
        rows = np.arange(len(levels))
        centers[:, compared] = levels[rows, order[rows, middle]][:, None]
    return centers


def _places(levels: Array) -> Places:
    """Return the place of each team per draw, 1 is best."""
    order = np.argsort(-levels, axis=1)
    places = np.empty_like(order)
    rows = np.arange(len(levels))[:, None]
    places[rows, order] = np.arange(1, levels.shape[1] + 1)
    return places


def _shared_places(levels: Array) -> Places:
    """Return the same where levels may be equal: they share the better place."""
    ordered = np.sort(-levels, axis=1)
    return 1 + np.stack(
        [np.searchsorted(row, -own) for row, own in zip(ordered, levels, strict=True)]
    )


def _quantile(ordered: NDArray[np.signedinteger], share: float) -> Array:
    """Return a quantile of each row of ascending numbers, by a straight line between two."""
    place = share * (ordered.shape[1] - 1)
    low = int(place)
    high = min(low + 1, ordered.shape[1] - 1)
    return ordered[:, low] + (place - low) * (ordered[:, high] - ordered[:, low])
