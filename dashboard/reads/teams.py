"""What the lists of teams ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.storage.built import Cursor


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    year, number = divmod(month.year * 12 + month.month - 2, 12)
    return date(year, number + 1, 1)


def shown_teams(cursor: Cursor, filters: Filters) -> pl.DataFrame:
    """List every team the filters leave, best score first.

    Returns:
        One row per team: team_id, team_name, tier, peer_group, grade, light,
        previous_light, severity of its worst flag (text); final_score (points, 0 to 100,
        null without evidence); score_change (points since the month before);
        covered_weight (points); rank, ranked_teams, flag_count (count);
        is_underperforming, is_reported.

    Source: queries/pages/shown_teams.sql
    """
    assert filters.month is not None, "ask_filters settles the month"
    return run(
        cursor,
        "shown_teams",
        month=filters.month,
        previous_month=month_before(filters.month),
        team=filters.team,
        scope=None if filters.scope is None else list(filters.scope),
        tier=filters.tier,
        peer_group=filters.peer_group,
        grade=filters.grade,
        light=filters.light,
    )


def team_flags(cursor: Cursor, month: date, team_ids: Sequence[str]) -> pl.DataFrame:
    """List the flags of these teams in one month, the gravest of each first.

    The caller gives only teams the viewer may see.

    Returns:
        One row per flag: team_id, flag, severity, subject, note (text); observed,
        threshold (unit of the flag); n (count); probability; since (month).

    Source: queries/pages/team_flags.sql
    """
    return run(cursor, "team_flags", month=month, team_ids=list(team_ids))
