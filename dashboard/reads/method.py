"""What the page on the method asks: this month's own numbers behind each step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.reads.teams import month_before
from dashboard.storage.built import Cursor


@dataclass(frozen=True)
class Method:
    """One month of the method in numbers.

    Attributes:
        raters: row of queries/pages/rater_summary.sql; None without ratings. Of the whole
            city: who is strict shows only between teams.
        severities: rows of queries/pages/severity_steps.sql; nobody is named.
        groups: rows of queries/pages/found_shortfalls.sql, of the teams in sight.
        lists: row of queries/pages/list_quality.sql, of the teams in sight.
        example: row of queries/pages/chance_example.sql; None where no level can be told.
    """

    raters: dict[str, Any] | None
    severities: pl.DataFrame
    groups: pl.DataFrame
    lists: dict[str, Any]
    example: dict[str, Any] | None


def method(cursor: Cursor, filters: Filters) -> Method:
    """Read what each step of the method did in one month.

    Source: the queries named at the attributes of Method
    """
    assert filters.month is not None, "ask_filters settles the month"
    of_month = {"month": filters.month}
    in_sight = of_month | {
        "team": filters.team,
        "scope": None if filters.scope is None else list(filters.scope),
        "tier": filters.tier,
        "peer_group": filters.peer_group,
        "grade": filters.grade,
        "light": filters.light,
    }
    lists = run(cursor, "list_quality", **in_sight, previous_month=month_before(filters.month))
    return Method(
        raters=_only(run(cursor, "rater_summary", **of_month)),
        severities=run(cursor, "severity_steps", **of_month),
        groups=run(cursor, "found_shortfalls", **in_sight),
        lists=lists.row(0, named=True),
        example=_only(run(cursor, "chance_example", **in_sight)),
    )


def _only(rows: pl.DataFrame) -> dict[str, Any] | None:
    return None if rows.is_empty() else rows.row(0, named=True)
