"""How many teams would be listed by chance alone: the flags on a city of equal teams."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr

from dashboard.statistics.scheme import Scheme, scheme_of
from dashboard.statistics.shrinkage import spreads_of

Array = NDArray[np.float64]
Places = NDArray[np.int64]

# Of the limit of 10,000: a variance between teams to a thousandth of a point squared, and
# on the large side, which lists sooner.
_HALVINGS = 24

# The stream of random numbers: ranks draw from the same seed and month without it.
_STREAM = 1

_SCHEMA = {
    "month": pl.Date,
    "runs": pl.Int64,
    "teams": pl.Int64,
    "listed_watch": pl.Float64,
    "listed_concern": pl.Float64,
}


@dataclass(frozen=True)
class Group:
    """One comparison group of a month.

    Attributes:
        inside: places of its members among the teams of the month.
        compared: places of the teams that are judged within it; a tier has members that
            are judged in a peer group of their own.
        center: points.
    """

    inside: Places
    compared: Places
    center: float


@dataclass(frozen=True)
class Month:
    """The teams of a month that can be judged, in order of team_id."""

    month: date
    variances: Array
    groups: list[Group]


def null_run(
    levels: pl.DataFrame, posteriors: pl.DataFrame, scheme: pl.DataFrame
) -> pl.DataFrame:
    """Run the flag below_standard on cities in which no team truly differs.

    Each run keeps who is compared with whom, and how uncertain the level of each team is,
    and replaces every level by the center of its group plus luck: a normal draw with the
    variance of the team. Centers, variances between, chances and the false discovery rate
    are then estimated as for the real month, and those who would be listed are counted:
    every one of them wrongly. Where a policy floor is set, the center is clear of it.

    Shuffling the real levels between teams would not do: truly weak teams would be shuffled
    along, and found again under other names. So the luck is drawn, and the answer is as good
    as the variances are: it does not show whether these are too small.

    It is an upper bound. A concern also takes two of three months, two weak dimensions and
    enough reliability; here the month alone counts. The same seed serves every build, and
    each month has its own, so a month gives the same numbers whenever it is built.

    Args:
        levels: month, comparison_group, team_id, variance (points squared, above 0): one
            row per member.
        posteriors: month, team_id, comparison_group, center (points): one row per team that
            can be judged.
        scheme: the one row of `scope.scheme`.

    Returns:
        month; runs (count); teams (count: those judged); listed_watch and listed_concern
        (teams a run, mean): listed at the wider and at the stricter false discovery rate.

    Source: Flag rules, sections 2, 3 and 7.
    """
    rules = scheme_of(scheme)
    with ThreadPoolExecutor(2) as pool:
        rows = list(
            pool.map(lambda month: _one_month(month, rules), _months(levels, posteriors))
        )
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _months(levels: pl.DataFrame, posteriors: pl.DataFrame) -> Iterator[Month]:
    members = {
        key: rows
        for key, rows in levels.sort("team_id").group_by(
            "month", "comparison_group", maintain_order=True
        )
    }
    for (month,), teams in posteriors.sort("month", "team_id").group_by(
        "month", maintain_order=True
    ):
        assert isinstance(month, date)
        place = {team: number for number, team in enumerate(teams["team_id"])}
        variances = np.zeros(len(place))
        groups = []
        for (name,), judged in teams.group_by("comparison_group", maintain_order=True):
            rows = members[month, name]
            inside = np.array([place[team] for team in rows["team_id"]])
            compared = np.array([place[team] for team in judged["team_id"]])
            variances[inside] = rows["variance"].to_numpy()
            groups.append(Group(inside, compared, judged["center"][0]))
        yield Month(month, variances, groups)


def _one_month(month: Month, rules: Scheme) -> tuple[date, int, int, float, float]:
    runs, teams = int(rules["null_runs"]), len(month.variances)
    rng = np.random.default_rng(
        [int(rules["draws_seed"]), month.month.year * 12 + month.month.month, _STREAM]
    )
    # A team has one luck, whichever group it is looked at in.
    luck = np.sqrt(month.variances) * rng.standard_normal((runs, teams))
    # Under a policy floor teams would be listed rightly: nobody's truth lies there.
    least = rules.get("standard", -np.inf) + rules["standard_margin"]
    levels = [max(group.center, least) + luck[:, group.inside] for group in month.groups]
    watch, concern = listed(month, levels, rules)
    return month.month, runs, teams, float(watch.mean()), float(concern.mean())


def listed(month: Month, levels: list[Array], rules: Scheme) -> tuple[Places, Places]:
    """Count the teams of each run that are listed, widely and strictly.

    Args:
        levels: per group of the month, runs by members, in the order of `inside`.
    """
    shape = (len(levels[0]), len(month.variances))
    chance, can_differ = np.zeros(shape), np.zeros(shape, dtype=bool)
    for group, given in zip(month.groups, levels, strict=True):
        chance[:, group.compared], between = _chances(group, given, month.variances, rules)
        can_differ[:, group.compared] = between > 0
    # As in estimates.levels: equal chances in the order of teams.
    order = np.argsort(-np.floor(chance * 1e12 + 0.5), axis=1, kind="stable")
    chance = np.take_along_axis(chance, order, axis=1)
    wrong_share = np.cumsum(1 - chance, axis=1) / np.arange(1, shape[1] + 1)
    may_be = np.take_along_axis(can_differ, order, axis=1) & (
        chance >= rules["watch_probability"]
    )
    watch, concern = (
        np.sum(may_be & (wrong_share <= rules[name]), axis=1)
        for name in ("watch_false_share", "concern_false_share")
    )
    return watch, concern


def _chances(
    group: Group, levels: Array, variances: Array, rules: Scheme
) -> tuple[Array, Array]:
    """Return the chance of each judged team to be under its standard, by run.

    And the variance between teams, as a column. Formulas of windows.posteriors.
    """
    # Stable: equal levels stay in order of team_id.
    order = np.argsort(levels, axis=1, kind="stable")
    centers, betweens = spreads_of(
        np.take_along_axis(levels, order, axis=1),
        variances[group.inside][order],
        rules,
        _HALVINGS,
    )
    center, between = centers[:, None], betweens[:, None]
    judged = np.searchsorted(group.inside, group.compared)
    noise = variances[group.compared]
    reliability = between / (between + noise)
    mean = center + (levels[:, judged] - center) * reliability
    standard = rules.get("standard", center - rules["standard_margin"])
    distance, sd = standard - mean, np.sqrt(noise * reliability)
    # Where teams do not differ there is no doubt, either way.
    beyond = np.where(distance > 0, np.inf, -np.inf)
    return ndtr(np.where(sd > 0, distance / np.where(sd > 0, sd, 1), beyond)), between
