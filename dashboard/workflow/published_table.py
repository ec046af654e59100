"""The table of a month as it is published: its rows, and the bytes that are signed.

The bytes are CSV as Excel and WPS open it: UTF-8 with a byte order mark, a comma between
cells, quotes where needed, lines ending in CR LF, one row per team in the order of peer
group and team. The same rows always give the same bytes, so one sum stands for the table.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter

from dashboard.access.viewer import may_see
from dashboard.filters import Filters
from dashboard.kinds import TIERS
from dashboard.settings import ROOT
from dashboard.sharing import from_key, to_key
from dashboard.storage.built import Cursor

# Fewer than this could point at somebody; access rules, person-level data.
LEAST_COUNT = 5
# How a count reads that is less.
FEW = f"<{LEAST_COUNT}"

# What readers may narrow the table by, and how it is laid out before them.
_PUBLISHED = {"month", "team", "open_team", "tier", "peer_group", "grade"}
_LAID_OUT = {"number", "scope", "sees_severity"}
_UNPUBLISHED = {field.name for field in fields(Filters)} - _PUBLISHED - _LAID_OUT

_QUERIES = ROOT / "queries" / "pages"
# What a sheet may take for the start of a formula, and our own mark of that.
_FORMULA = re.compile(r"[=+\-@\t\r']")


@dataclass(frozen=True)
class PublishedTeam:
    """One row: texts as they stand in the file, empty where there is nothing.

    Attributes:
        above: ids of all teams above it, each after the one that lies below it.
        final_score: points with two decimals.
        rank: place in the peer group, 1 is best; empty when ungraded or of too few.
        ranked_teams, notices_due: a number, or FEW.
        notices_on_time: the same; empty where it would tell a count that is too small.
    """

    team_id: str
    team_name: str
    parent_id: str
    parent_name: str
    above: str
    tier: str
    peer_group: str
    final_score: str
    grade: str
    rank: str
    ranked_teams: str
    notices_due: str
    notices_on_time: str

    @property
    def lineage(self) -> tuple[str, ...]:
        """The id of the team and those of every team above it."""
        return (self.team_id, *(from_key(self.above) if self.above else ()))


Table = tuple[PublishedTeam, ...]
COLUMNS = tuple(field.name for field in fields(PublishedTeam))
_cells_of = attrgetter(*COLUMNS)


@dataclass(frozen=True)
class ScoredMonth:
    """One month of a version.

    Attributes:
        is_over: whether its last day had come when it was scored.
        team_count: scored teams, count.
    """

    month: date
    is_over: bool
    team_count: int


def scored_months(cursor: Cursor, _: Filters) -> tuple[ScoredMonth, ...]:
    """Return the months of a version, the newest first; nothing in them is about a team.

    Source: queries/pages/ended_months.sql
    """
    rows = cursor.sql(_sql("ended_months")).fetchall()
    return tuple(ScoredMonth(*row) for row in rows)


def published_table(cursor: Cursor, filters: Filters) -> Table:
    """Return what would be published of a month, as far as it lies within the scope.

    Source: queries/pages/published_teams.sql
    """
    asked = {"month": filters.month, "least_count": LEAST_COUNT}
    found = cursor.sql(_sql("published_teams"), params=asked)
    lineages = _lineages(cursor)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    table = tuple(_published(row, lineages[row["team_id"]]) for row in rows)
    return tuple(team for team in _in_order(table) if may_see(filters.scope, team.lineage))


def _in_order(table: Table) -> Table:
    """Return peer groups one after the other, those of the highest tier first."""
    highest = {
        group: min(TIERS.index(team.tier) for team in teams)
        for group, teams in groupby(table, key=lambda team: team.peer_group)
    }
    return tuple(
        sorted(table, key=lambda one: (highest[one.peer_group], one.peer_group, one.team_id))
    )


def within(table: Iterable[PublishedTeam], filters: Filters) -> Table:
    """Return the rows that filters leave: by tree, tier, peer group and grade.

    Nothing else is published; who asks by anything else gets nothing, never everything.
    """
    if any(getattr(filters, name) not in (None, False) for name in _UNPUBLISHED):
        return ()
    root = filters.open_team or filters.team
    return tuple(
        team
        for team in table
        if root in (None, *team.lineage)
        and may_see(filters.scope, team.lineage)
        and filters.tier in (None, team.tier)
        and filters.peer_group in (None, team.peer_group)
        and filters.grade in (None, team.grade)
    )


def to_bytes(table: Iterable[PublishedTeam]) -> bytes:
    """Return the table as it is signed and handed out."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([_guarded(cell) for cell in _cells_of(team)] for team in table)
    return codecs.BOM_UTF8 + file.getvalue().encode()


# The same bytes are the same rows for ever; of months that are read at once there are few.
@lru_cache(maxsize=8)
def from_bytes(content: bytes) -> Table:
    """Return the rows of a table that `to_bytes` wrote."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    header = next(lines)
    assert tuple(header) == COLUMNS, "a signed table has other columns"
    return tuple(PublishedTeam(*map(_bare, cells)) for cells in lines)


def sum_of(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _guarded(cell: str) -> str:
    # An apostrophe keeps a sheet from running a name; it comes off again when read.
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _bare(cell: str) -> str:
    return cell.removeprefix("'")


def _published(row: dict[str, object], above: Sequence[str]) -> PublishedTeam:
    score = row.pop("final_score")
    texts = {name: "" if value is None else str(value) for name, value in row.items()}
    final_score = f"{score:.2f}" if isinstance(score, float) else ""
    return PublishedTeam(**texts, above=to_key(above), final_score=final_score)


def _lineages(cursor: Cursor) -> dict[str, tuple[str, ...]]:
    """Return team → every team above it, the nearest first."""
    above: dict[str, set[str]] = {}
    for team_id, ancestor_id in cursor.sql(_sql("lineages")).fetchall():
        above.setdefault(team_id, set())
        if ancestor_id != team_id:
            above[team_id].add(ancestor_id)
    # The nearest has the most teams above itself.
    return {
        team_id: tuple(sorted(teams, key=lambda one: (-len(above[one]), one)))
        for team_id, teams in above.items()
    }


@cache
def _sql(name: str) -> str:
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")
