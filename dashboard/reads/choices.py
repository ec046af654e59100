"""What may be chosen in a version: months, trees, tiers, peer groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.storage.built import Cursor


@dataclass(frozen=True)
class Choices:
    """What a version holds, to choose from.

    Attributes:
        as_of: the day the version was scored for.
        built_at: the moment it was built, in UTC ISO form.
        months: newest first.
        teams: id → name of the teams that have others below them, the tops first.
        tiers: in the order of the tree.
    """

    as_of: date
    built_at: str
    months: tuple[date, ...]
    teams: dict[str, str]
    tiers: tuple[str, ...]
    peer_groups: tuple[str, ...]


def choices(cursor: Cursor, filters: Filters) -> Choices:
    """Read what may be chosen; of the filters only the scope counts.

    Source: queries/pages/choices.sql
    """
    scope = None if filters.scope is None else list(filters.scope)
    rows = run(cursor, "choices", scope=scope).rows()
    found = {
        kind: {key: name for of, key, name in rows if of == kind}
        for kind in ("version", "month", "team", "tier", "peer_group")
    }
    as_of, built_at = next(iter(found["version"].items()))
    return Choices(
        as_of=date.fromisoformat(as_of),
        built_at=built_at,
        months=tuple(date.fromisoformat(month) for month in found["month"]),
        teams=found["team"],
        tiers=tuple(found["tier"]),
        peer_groups=tuple(found["peer_group"]),
    )
