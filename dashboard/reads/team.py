"""What the page of one team asks first: who it is, and every month it had."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.flag_evidence import with_evidence
from dashboard.reads.peers import told_history
from dashboard.reads.run import run
from dashboard.reads.standing import Standing, standings
from dashboard.reads.teams import team_flags
from dashboard.reads.written import gap
from dashboard.storage.built import Cursor


@dataclass(frozen=True)
class Team:
    """The team that is open.

    Attributes:
        profile: the row of queries/pages/opened_team.sql.
        now: the row of `months` that is shown.
        months: every month of the build, newest first: queries/pages/team_history.sql.
        score_change: published points since the month before; None if either has none.
        flags: its flags of the month, the gravest first: `reads.teams.team_flags`, with
            the columns of `reads.flag_evidence.with_evidence`.
        standing: against its standard, its peers and its past; None if not scored.
        limits: its months up to the one shown among its own months, oldest first:
            queries/pages/control_limits.sql.
        proportions: its rates of cases in the same months:
            queries/pages/proportion_limits.sql.
        periods: quarter and year to date: queries/pages/team_periods.sql.
    """

    profile: dict[str, Any]
    now: dict[str, Any]
    months: pl.DataFrame
    score_change: Decimal | None
    flags: pl.DataFrame
    standing: Standing | None
    limits: pl.DataFrame
    proportions: pl.DataFrame
    periods: pl.DataFrame


def opened_team(cursor: Cursor, filters: Filters) -> dict[str, Any] | None:
    """Return who the open team is; None if it is unknown or out of the viewer's sight.

    Every question about one team asks this first, so that none can forget the rights.

    Source: queries/pages/opened_team.sql
    """
    scope = None if filters.scope is None else list(filters.scope)
    found = run(cursor, "opened_team", team=filters.open_team, scope=scope)
    return found.row(0, named=True) if found.height else None


def team(cursor: Cursor, filters: Filters) -> Team | None:
    """Read the open team with all its months, flags and periods; None if out of sight.

    Source: queries/pages/team_history.sql, queries/pages/team_periods.sql,
    queries/pages/team_flags.sql, queries/pages/team_standings.sql,
    queries/pages/control_limits.sql, queries/pages/proportion_limits.sql
    """
    profile = opened_team(cursor, filters)
    if profile is None:
        return None
    assert filters.month is not None, "ask_filters settles the month"
    month, team_id = filters.month, profile["team_id"]
    months = told_history(cursor, filters, run(cursor, "team_history", team=team_id))
    shown = months.filter(pl.col("month") <= month).rows(named=True)
    now, before = shown[0], shown[1] if len(shown) > 1 else None
    scope = None if filters.scope is None else list(filters.scope)
    own: dict[str, Any] = {"month": month, "team_ids": [team_id], "scope": scope}
    return Team(
        profile=profile,
        now=now,
        months=months,
        score_change=gap(now["final_score"], before["final_score"]) if before else None,
        flags=with_evidence(cursor, team_flags(cursor, month, [team_id]), month),
        standing=standings(cursor, month, [team_id]).get(team_id),
        limits=run(cursor, "control_limits", **own),
        proportions=run(cursor, "proportion_limits", **own),
        periods=run(
            cursor,
            "team_periods",
            team=team_id,
            quarter=f"{month.year}Q{(month.month + 2) // 3}",
            year=str(month.year),
        ),
    )
