"""What lies behind the cards of one team: its tasks in play and who rated it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.reads.team import opened_team
from dashboard.storage.built import Cursor

# A page shows the tasks that matter; the rest is a press away.
LISTED_TASKS = 30


@dataclass(frozen=True)
class TeamRecords:
    """The records of one team in one month.

    Attributes:
        tasks: in play, open ones first: queries/pages/team_tasks.sql.
        task_count: of which `tasks` may be the first.
        voices: rater group → row of queries/pages/team_voices.sql.
    """

    tasks: pl.DataFrame
    task_count: int
    voices: dict[str, dict[str, float | None]]


def team_records(cursor: Cursor, filters: Filters) -> TeamRecords | None:
    """Read the tasks in play and the voices heard; None if the team is out of sight.

    Source: queries/pages/team_tasks.sql, queries/pages/team_voices.sql
    """
    profile = opened_team(cursor, filters)
    if profile is None:
        return None
    asked = {"team": profile["team_id"], "month": filters.month}
    tasks = run(cursor, "team_tasks", **asked)
    voices = run(cursor, "team_voices", **asked)
    return TeamRecords(
        tasks=tasks.head(LISTED_TASKS),
        task_count=tasks.height,
        voices={row["rater_group"]: row for row in voices.iter_rows(named=True)},
    )
