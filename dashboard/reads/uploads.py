"""What the page on uploads asks of the built version."""

from __future__ import annotations

from dataclasses import dataclass

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
    """

    records: dict[str, tuple[int, int]]


def received(cursor: Cursor, filters: Filters) -> Received:
    """Count what came for the teams the filters leave.

    Source: queries/pages/received_records.sql
    """
    assert filters.month is not None, "ask_filters settles the month"
    records = run(
        cursor,
        "received_records",
        month=filters.month,
        team=filters.team,
        scope=None if filters.scope is None else list(filters.scope),
        tier=filters.tier,
        peer_group=filters.peer_group,
        grade=filters.grade,
        light=filters.light,
    )
    return Received({kind: (count, teams) for kind, count, teams in records.iter_rows()})
