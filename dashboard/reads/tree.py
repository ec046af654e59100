"""How the teams of a version lie in each other; what rights are measured against."""

from __future__ import annotations

from collections.abc import Container, Mapping

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


def still_there(
    then: Mapping[str, tuple[str, ...]], now: Container[str]
) -> dict[str, tuple[str, ...]]:
    """Return the tree of an older version without teams that the newest one lacks.

    A department that left the register takes the sight of it along, in old versions too.
    """
    return {team_id: lineage for team_id, lineage in then.items() if team_id in now}
