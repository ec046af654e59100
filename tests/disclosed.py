"""Disclosed months for tests: made-up tables, signed by one person and disclosed by another."""

from __future__ import annotations

from dataclasses import replace

from dashboard.sharing import to_key
from dashboard.storage.workspace import Workspace
from dashboard.workflow.published_table import PublishedTeam, Table, to_bytes


def team(number: int, group: str = "G", **changes: str) -> PublishedTeam:
    """A published team, all of its cells filled."""
    row = PublishedTeam(
        team_id=f"T{number:04d}",
        team_name=f"单位<{number}>&",
        parent_id="T0000",
        parent_name="市政府",
        above=to_key(("T0000",)),
        tier="bureau",
        peer_group=group,
        final_score=f"{60 + number % 40}.25",
        grade="good",
        rank=str(number),
        ranked_teams="300",
        notices_due="12",
        notices_on_time="7",
    )
    return replace(row, **changes)


def publish(stores: Workspace, month: str, table: Table, *, is_disclosed: bool = True) -> bytes:
    """Sign a table, and disclose it."""
    content = to_bytes(table)
    sum_ = stores.archive.keep_file(content)
    stores.records.disclosures.sign(month, "b000001", sum_, "assessor1")
    if is_disclosed:
        stores.records.disclosures.disclose(month, sum_, "assessor2")
    return content
