"""What the overview asks: the whole month on one page, from one list of teams."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.filters import LIGHTS, Filters
from dashboard.reads.teams import shown_teams, team_flags
from dashboard.storage.built import Cursor

# A leader has two minutes: what does not fit on a screen is a press away.
LISTED_TEAMS = 8
LISTED_MOVERS = 5
# Points; groups are drawn as one circle per step of the score.
SCORE_STEP = 2


@dataclass(frozen=True)
class Overview:
    """One month, summed up. Teams are rows of `reads.teams.shown_teams`.

    Attributes:
        team_count: teams the filters leave.
        lights: light → (teams now, change since the month before).
        new_count: teams in red that were not red the month before.
        recovered_count: teams that left red.
        has_previous: whether the month before was scored at all.
        attention: the gravest teams in red, alarms first, then new ones, then the
            lowest score; `reasons` are the flags of all listed teams.
        risers, fallers: the largest changes of the score.
        missing: teams that did not report or have too little evidence for a grade.
        groups: one row per peer group: peer_group, team_count, lowest, median, highest
            (points, 0 to 100); the best median first.
        spread: one row per peer group and step of the score: peer_group, score (points,
            middle of the step), team_count.
    """

    team_count: int
    lights: dict[str, tuple[int, int]]
    new_count: int
    recovered_count: int
    has_previous: bool
    attention: pl.DataFrame
    reasons: pl.DataFrame
    risers: pl.DataFrame
    fallers: pl.DataFrame
    missing: pl.DataFrame
    missing_count: int
    groups: pl.DataFrame
    spread: pl.DataFrame


def overview(cursor: Cursor, filters: Filters) -> Overview:
    """Sum up one month for the teams the filters leave.

    Source: queries/pages/shown_teams.sql, queries/pages/team_flags.sql
    """
    assert filters.month is not None, "ask_filters settles the month"
    teams = shown_teams(cursor, filters)
    is_red, was_red = pl.col("light") == "red", pl.col("previous_light") == "red"
    changed = teams.filter(pl.col("score_change").is_not_null())
    attention = _gravest(teams.filter(is_red)).head(LISTED_TEAMS)
    missing = teams.filter(~pl.col("is_reported") | (pl.col("grade") == "ungraded"))
    scored = teams.filter(pl.col("final_score").is_not_null())
    return Overview(
        team_count=teams.height,
        lights=_lights(teams),
        new_count=teams.filter(is_red & was_red.not_().fill_null(True)).height,
        recovered_count=teams.filter(was_red & ~is_red).height,
        has_previous=teams["previous_light"].is_not_null().any(),
        attention=attention,
        reasons=team_flags(cursor, filters.month, attention["team_id"].to_list()),
        risers=_movers(changed.filter(pl.col("score_change") > 0), descending=True),
        fallers=_movers(changed.filter(pl.col("score_change") < 0), descending=False),
        missing=missing.sort("is_reported", "covered_weight", "team_id").head(LISTED_TEAMS),
        missing_count=missing.height,
        groups=_groups(scored),
        spread=_spread(scored),
    )


def _lights(teams: pl.DataFrame) -> dict[str, tuple[int, int]]:
    now, before = (teams[name].to_list() for name in ("light", "previous_light"))
    return {
        light: (now.count(light), now.count(light) - before.count(light)) for light in LIGHTS
    }


def _gravest(teams: pl.DataFrame) -> pl.DataFrame:
    return teams.sort(
        pl.col("severity") != "alarm",
        (pl.col("previous_light") == "red").fill_null(False),
        "final_score",
        "team_id",
        nulls_last=False,
    )


def _movers(changed: pl.DataFrame, *, descending: bool) -> pl.DataFrame:
    ordered = changed.sort("score_change", "team_id", descending=[descending, False])
    return ordered.head(LISTED_MOVERS)


def _groups(scored: pl.DataFrame) -> pl.DataFrame:
    score = pl.col("final_score")
    return (
        scored.group_by("peer_group")
        .agg(
            pl.len().cast(pl.Int64).alias("team_count"),
            score.min().alias("lowest"),
            score.median().alias("median"),
            score.max().alias("highest"),
        )
        .sort("median", "peer_group", descending=[True, False])
    )


def _spread(scored: pl.DataFrame) -> pl.DataFrame:
    # A full score belongs to the last step and does not make one of its own.
    step = (pl.col("final_score") / SCORE_STEP).floor().clip(0, 100 / SCORE_STEP - 1)
    return (
        scored.group_by("peer_group", (step * SCORE_STEP + SCORE_STEP / 2).alias("score"))
        .agg(pl.len().cast(pl.Int64).alias("team_count"))
        .sort("peer_group", "score")
    )
