"""Card B: ratings by superiors, by peers, by a few citizens and by the team itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard.sample.draws import Array, chance, numbered, pick, stream, words
from dashboard.sample.months import Month, months_of
from dashboard.sample.plan import Plan

# Teams that share a panel. Real panels know the two dozen teams they meet.
PANEL_TEAMS = 24
# What raters give a typical team, and what one point of level adds.
TYPICAL_SCORE, SCORE_PER_POINT = 80.5, 0.9
# Standard deviations: one team-month, one rating, and the severity of raters.
MONTH_NOISE, RATING_NOISE, SEVERITY_SPREAD = 1.0, 2.5, 3.0
# Some raters are far off, to either side.
HARSH_SHARE, HARSH_POINTS = 0.06, 8.0
SELF_SHARE, SELF_TYPICAL = 0.2, 94.0
# Share of raters who judge two items instead of the whole.
TWO_ITEMS_SHARE, TWO_ITEMS_SHARE_FULL = 0.1, 0.95
ITEMS = ("执行力", "服务质量")
# Seats of a panel that belong to raters of the next panel, which links all panels: 7 to
# 10 % of the ratings cross, and 5 % are known to be enough.
CROSSING_SEATS = 1
# Months back in which one rater gives every team the same score; such ratings are void.
UNIFORM_BACK = (0, 10)
UNIFORM_SCORE = 90.0


@dataclass(frozen=True)
class _Group:
    """One group of raters: how its ids begin, the seats of a panel, how many of them rate.

    Attributes:
        least, weights: at least so many rate, one more for every further weight.
        share: chance that a team is rated by this group in a month.
    """

    name: str
    prefix: str
    seats: int
    least: int
    weights: tuple[float, ...]
    weights_full: tuple[float, ...]
    share: float = 1.0


SUPERIORS = _Group("superior", "RS", 10, 4, (8, 5, 4, 2, 1), (0, 2, 4, 4, 2))
PEERS = _Group("peer", "RP", 15, 6, (7, 5, 3, 2, 1, 1, 1), (0, 0, 2, 3, 3, 2, 2))
# Citizens who rate one by one are few; most are asked by ballot.
CITIZENS = _Group("public", "RC", 8, 3, (3, 2, 1), (3, 2, 1), share=0.03)


@dataclass(frozen=True)
class _Panels:
    """Who may rate whom: the panel of each team, the raters of each panel, their severity."""

    group: _Group
    of_team: Array
    raters: Array
    severity: Array
    ids: pl.Series


def rating_rows(plan: Plan) -> Iterator[pl.DataFrame]:
    """Give the ratings month by month."""
    panels = [_panels(plan, group) for group in (SUPERIORS, PEERS, CITIZENS)]
    for month in months_of(plan, "ratings"):
        # The zone is rated, too, though nobody assesses it: it shows what its raters are like.
        teams = np.flatnonzero(plan.active[:, month.number] & (plan.tiers != "city"))
        teams = month.without(teams, "silent", "no_ratings")
        noise = month.rng.normal(0, MONTH_NOISE, plan.teams.height)
        level = month.level("evaluation") + noise
        for panel in panels:
            yield _ratings(month, teams, level, panel)
        yield _self_ratings(month, teams, level)


def _panels(plan: Plan, group: _Group) -> _Panels:
    """Seat the raters, and draw how severe each of them is."""
    rng, groups = stream(plan.seed, "panels", group.name), plan.groups
    panels_of_group = -(-groups.size // PANEL_TEAMS)
    first_panel = np.cumsum(panels_of_group) - panels_of_group
    count = int(panels_of_group.sum())
    raters = np.arange(count * group.seats).reshape(count, group.seats)
    if count > 1:
        # Seats from the middle of the next panel, so that nobody sits in three panels.
        middle = slice(group.seats // 2, group.seats // 2 + CROSSING_SEATS)
        raters[:, :CROSSING_SEATS] = np.roll(raters, -1, axis=0)[:, middle]
    severity = rng.normal(0, SEVERITY_SPREAD, raters.size)
    harsh = rng.choice([-HARSH_POINTS, HARSH_POINTS], raters.size)
    return _Panels(
        group=group,
        of_team=first_panel[groups.code] + groups.rank // PANEL_TEAMS,
        raters=raters,
        severity=np.where(rng.random(raters.size) < HARSH_SHARE, harsh, severity),
        ids=numbered(group.prefix, np.arange(raters.size), 5),
    )


def _ratings(month: Month, teams: Array, level: Array, panels: _Panels) -> pl.DataFrame:
    rng, is_full = month.rng, month.plan.is_full
    team, rater = _raters_at_work(month, teams, panels)
    share = TWO_ITEMS_SHARE_FULL if is_full else TWO_ITEMS_SHARE
    # The habit of a rater, the same in every month: 37 spreads it over the panels.
    has_two = (rater * 37 % 100) < share * 100
    times = np.where(has_two, 2, 1)
    second = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    item = np.where(np.repeat(has_two, times), 1 + second, 0)
    team, rater = np.repeat(team, times), np.repeat(rater, times)
    score = TYPICAL_SCORE + SCORE_PER_POINT * level[team] + panels.severity[rater]
    score += rng.normal(0, RATING_NOISE, len(rater))
    score[_is_uniform(month, panels, rater)] = UNIFORM_SCORE
    return _frame(month, panels.group.name, team, panels.ids.gather(rater), item, score)


def _raters_at_work(month: Month, teams: Array, panels: _Panels) -> tuple[Array, Array]:
    """Return team and rater of every rating of the month."""
    rng, group = month.rng, panels.group
    if group.share < 1:
        teams = teams[chance(rng, group.share, len(teams))]
    weights = group.weights_full if month.plan.is_full else group.weights
    wanted = group.least + pick(rng, weights, len(teams))
    # A random order of each team's panel: the first so many of it rate this month.
    order = np.argsort(rng.random((len(teams), group.seats)), axis=1)
    rows, turns = np.nonzero(np.arange(group.seats) < wanted[:, None])
    return teams[rows], panels.raters[panels.of_team[teams[rows]], order[rows, turns]]


def _is_uniform(month: Month, panels: _Panels, rater: Array) -> Array:
    """Tell the ratings of the one rater who gives everybody the same this month."""
    if panels.group is not SUPERIORS or month.months_back not in UNIFORM_BACK:
        return np.zeros(len(rater), dtype=bool)
    # In the largest group, where a rater surely meets the five teams that make it void.
    groups = month.plan.groups
    team = groups.order[groups.first[np.argmax(groups.size)]]
    seat = -1 - UNIFORM_BACK.index(month.months_back)
    return rater == panels.raters[panels.of_team[team], seat]


def _self_ratings(month: Month, teams: Array, level: Array) -> pl.DataFrame:
    """Let some teams rate themselves, who know little of their own level."""
    own = teams[chance(month.rng, SELF_SHARE, len(teams))]
    score = SELF_TYPICAL + 0.1 * level[own] + month.rng.normal(0, 2, len(own))
    ids = numbered("RZ", own + 1, 4)
    return _frame(month, "self", own, ids, np.zeros(len(own), dtype=int), score)


def _frame(
    month: Month, group: str, teams: Array, raters: pl.Series, item: Array, score: Array
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "month": pl.repeat(month.label, len(teams), eager=True),
            "team_id": month.plan.team_ids(teams),
            "rater_group": pl.repeat(group, len(teams), eager=True),
            "rater_id": raters,
            "item": words(["", *ITEMS], item),
            "score": np.clip(np.round(score), 30, 100).astype(int),
        }
    )
