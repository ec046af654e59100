"""Where teams stand against their standard: the numbers behind a judgement of a team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.reads.run import run
from dashboard.reads.teams import month_before
from dashboard.reads.written import gap, written
from dashboard.storage.built import Cursor


@dataclass(frozen=True)
class ScoreChange:
    """How a team's final scores changed, in figures that re-add as they are published.

    Attributes:
        row: its row of queries/pages/score_changes.sql.
        own: recent less baseline, points.
        others: the middle change of the comparable teams, points.
        apart: own less others.
    """

    row: dict[str, Any]
    own: Decimal
    others: Decimal
    apart: Decimal


@dataclass(frozen=True)
class Standing:
    """One team in one month, against its standard, its peers and its own past.

    Attributes:
        level: its row of queries/pages/team_standings.sql.
        dimensions: rows of queries/pages/clearing_changes.sql, in the order of the scheme.
        parts: rows of queries/pages/window_parts.sql.
        change: None without enough history.
    """

    level: dict[str, Any]
    dimensions: list[dict[str, Any]]
    parts: list[dict[str, Any]]
    change: ScoreChange | None

    @property
    def weak(self) -> list[dict[str, Any]]:
        """Dimensions under their peers' middle by more than the margin."""
        return [row for row in self.dimensions if row["is_weak"]]

    @property
    def clearing(self) -> list[dict[str, Any]]:
        """What each dimension alone would have to reach; none if there is nothing to lift."""
        return [row for row in self.dimensions if row["needed_score"] is not None]

    @property
    def under_line(self) -> list[dict[str, Any]]:
        """Dimensions that are surely under their own line."""
        return [row for row in self.dimensions if row["is_under_line"]]


def standings(cursor: Cursor, month: date, team_ids: Sequence[str]) -> dict[str, Standing]:
    """Read where these teams stand; a team that is not scored in the month is left out.

    The caller gives only teams the viewer may see.

    Source: queries/pages/team_standings.sql, clearing_changes.sql, window_parts.sql,
    score_changes.sql
    """
    if not team_ids:
        return {}
    asked = {"month": month, "team_ids": list(team_ids)}
    changes = run(cursor, "score_changes", previous_month=month_before(month), **asked)
    changed = {row["team_id"]: _change(row) for row in changes.iter_rows(named=True)}
    dimensions = _by_team(run(cursor, "clearing_changes", **asked))
    parts = _by_team(run(cursor, "window_parts", **asked))
    return {
        row["team_id"]: Standing(
            level=row,
            dimensions=dimensions.get(row["team_id"], []),
            parts=parts.get(row["team_id"], []),
            change=changed.get(row["team_id"]),
        )
        for row in run(cursor, "team_standings", **asked).iter_rows(named=True)
    }


def _by_team(rows: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault(row["team_id"], []).append(row)
    return found


def _change(row: dict[str, Any]) -> ScoreChange:
    own = gap(row["recent_score"], row["baseline_score"])
    assert own is not None, "a trend has both"
    apart = written(row["change"])
    # The last digit of the others takes what rounding leaves, so that the three re-add.
    return ScoreChange(row, own, own - apart, apart)
