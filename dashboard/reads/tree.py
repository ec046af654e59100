"""How the teams of a version lie in each other; what rights are measured against."""

from __future__ import annotations

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.storage.built import Cursor


def tree(cursor: Cursor, _: Filters) -> dict[str, tuple[str, ...]]:
    """Return team → itself and every team above it. Shown to nobody.

    Source: queries/pages/lineages.sql
    """
    lineages: dict[str, list[str]] = {}
    for team_id, ancestor_id in run(cursor, "lineages").iter_rows():
        lineages.setdefault(team_id, [team_id])
        if ancestor_id != team_id:
            lineages[team_id].append(ancestor_id)
    return {team_id: tuple(lineage) for team_id, lineage in lineages.items()}
