"""What the page on uploads asks of the built version."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.storage.built import Cursor

# What every department sends each month; the other kinds come when there is something.
EXPECTED_KINDS = ("tasks", "ratings", "disclosures")


@dataclass(frozen=True)
class Received:
    """What one month has come to rest on.

    Attributes:
        records: kind → (records that count in the month, teams they speak of).
        silent: rows of queries/pages/silent_departments.sql.
        silent_count: departments that miss anything, count.
    """

    records: dict[str, tuple[int, int]]
    silent: pl.DataFrame
    silent_count: int


def received(cursor: Cursor, filters: Filters) -> Received:
    """Count what came for the teams the filters leave, and name who sent nothing.

    Departments are narrowed by tree alone: a grade or light belongs to a single team.

    Source: queries/pages/received_records.sql, queries/pages/silent_departments.sql
    """
    assert filters.month is not None, "ask_filters settles the month"
    tree = {
        "month": filters.month,
        "team": filters.team,
        "scope": None if filters.scope is None else list(filters.scope),
    }
    records = run(
        cursor,
        "received_records",
        tier=filters.tier,
        peer_group=filters.peer_group,
        grade=filters.grade,
        light=filters.light,
        **tree,
    )
    silent = run(cursor, "silent_departments", **tree)
    return Received(
        records={kind: (count, teams) for kind, count, teams in records.iter_rows()},
        silent=silent,
        silent_count=silent["team_id"].n_unique(),
    )
