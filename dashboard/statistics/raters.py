"""How lenient or severe each rater is, judged by the teams they share with others.

What a rater gives is a sum: the city's mean, the rater's own leniency, how well the team did
that month, and noise. Raters and team-months cross, so that each tells about the other.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from dashboard.statistics.crossed import Array, Codes, Crossing, crossed_effects
from dashboard.statistics.scheme import Scheme, scheme_of

_SCHEMA = {
    "month": pl.Date,
    "rater_id": pl.String,
    "severity": pl.Float64,
    "ratings": pl.Int64,
    "teams": pl.Int64,
    "component": pl.String,
    "estimate": pl.Float64,
    "error_variance": pl.Float64,
    "rater_variance": pl.Float64,
    "team_variance": pl.Float64,
}


def severity(ratings: pl.DataFrame, months: pl.DataFrame, scheme: pl.DataFrame) -> pl.DataFrame:
    """Estimate the severity of every rater over the window that ends with each month.

    Args:
        ratings: month, team_id, rater_id, score (points): one row per rater, team and
            month, of all months in any window.
        months: month: those to estimate.
        scheme: the one row of `scope.scheme`.

    Returns:
        month, rater_id; severity (points to take off: held within the limit, 0 where too
        little is known or the correction is off); ratings, teams (counts of the window);
        component (smallest rater_id among those linked through shared teams); estimate
        (points, before limits); error_variance, rater_variance, team_variance (points
        squared, the same in all rows of a month).

    Source: Flag rules, section 1; C. R. Henderson, Biometrics 9 (1953), 226, method 3.
    """
    rules = scheme_of(scheme)
    coded = _Coded.of(ratings)
    wanted = sorted(months["month"].to_list())
    with ThreadPoolExecutor(2) as pool:
        frames = list(pool.map(lambda month: _one_month(coded, month, rules), wanted))
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *frames])


@dataclass(frozen=True)
class _Coded:
    """All ratings as numbers, sorted by month."""

    month: Codes
    team: Codes
    rater: Codes
    y: Array
    rater_ids: list[str]
    team_count: int

    @classmethod
    def of(cls, ratings: pl.DataFrame) -> _Coded:
        rater_ids = ratings["rater_id"].unique().sort()
        team_ids = ratings["team_id"].unique().sort()
        month = ratings["month"].dt.year().cast(pl.Int64) * 12 + ratings["month"].dt.month()
        team, rater = (
            _codes(ratings["team_id"], team_ids),
            _codes(ratings["rater_id"], rater_ids),
        )
        # One order of rows, so that sums come out the same; numbers sort faster than names.
        place = (month.to_numpy() * len(team_ids) + team) * len(rater_ids) + rater
        order = np.argsort(place)
        return cls(
            month=month.to_numpy()[order],
            team=team[order],
            rater=rater[order],
            y=ratings["score"].to_numpy()[order],
            rater_ids=rater_ids.to_list(),
            team_count=len(team_ids),
        )


def _codes(values: pl.Series, names: pl.Series) -> Codes:
    return values.cast(pl.Enum(names)).to_physical().cast(pl.Int64).to_numpy()


def _one_month(coded: _Coded, month: date, rules: Scheme) -> pl.DataFrame:
    number = month.year * 12 + month.month
    first, last = np.searchsorted(
        coded.month, [number - int(rules["severity_months"]) + 1, number + 1]
    )
    window = slice(first, last)
    if first == last:
        return pl.DataFrame(schema=_SCHEMA)
    rater, raters = _without_gaps(coded.rater[window], len(coded.rater_ids))
    months_back = coded.month[window] - coded.month[first]
    cell, _ = _without_gaps(
        months_back * coded.team_count + coded.team[window],
        (int(months_back.max()) + 1) * coded.team_count,
    )
    crossing = Crossing(rater, cell, coded.y[window])
    estimate, found, labels = crossed_effects(crossing)
    counts = np.bincount(rater)
    shape = (len(raters), coded.team_count)
    teams = np.diff(csr_array((np.ones(len(rater)), (rater, coded.team[window])), shape).indptr)
    told = (counts >= rules["severity_least_ratings"]) & (
        teams >= rules["severity_least_teams"]
    )
    limit = rules["severity_limit"] if rules["rater_correction"] else 0.0
    names = [coded.rater_ids[code] for code in raters]
    # Codes follow the order of ids, so the first of a component is its smallest.
    firsts = np.unique(labels, return_index=True)[1]
    return pl.DataFrame(
        {
            "month": [month] * len(names),
            "rater_id": names,
            "severity": np.where(told, np.clip(estimate, -limit, limit), 0.0),
            "ratings": counts,
            "teams": teams.astype(np.int64),
            "component": [names[firsts[label]] for label in labels],
            "estimate": estimate,
            "error_variance": np.full(len(names), found.error),
            "rater_variance": np.full(len(names), found.rater),
            "team_variance": np.full(len(names), found.team),
        },
        schema=_SCHEMA,
    )


def _without_gaps(codes: Codes, size: int) -> tuple[Codes, Codes]:
    """Return codes renumbered from 0 in the same order, and the old code of each new one."""
    is_used = np.zeros(size, dtype=bool)
    is_used[codes] = True
    return (np.cumsum(is_used) - 1)[codes], np.flatnonzero(is_used)
