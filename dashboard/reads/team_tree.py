"""What the list of teams asks: everyone in sight, in an order, with one reason each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.reads.teams import month_before, team_flags
from dashboard.storage.built import Cursor

# The order of the list is what `item` names on this page, with the page of the list.
TREE, WHOLE_TREE, SCORE, CHANGE = ORDERS = ("tree", "whole", "score", "change")
PAGE_MARK = "~"
# Some 600 bytes a row: a page of them stays within 60 KB.
LISTED_TEAMS = 60
# Levels of the folded tree: the tops, and those right below them.
FOLDED_DEPTH = 1


@dataclass(frozen=True)
class TeamList:
    """The teams of one month, in an order.

    Attributes:
        rows: what is listed, in its order: rows of queries/pages/team_tree.sql with depth
            (levels below the top of the list), below_count (teams right below), parent_name
            and is_match (false for a team that only shows where its children belong).
        count: teams the filters leave; red_count: of them in red.
        reasons: team → its gravest flag; flag_counts: team → how many it has.
    """

    rows: tuple[dict[str, Any], ...]
    count: int
    red_count: int
    reasons: dict[str, dict[str, Any]]
    flag_counts: dict[str, int]


def order_of(item: str | None) -> tuple[str, int]:
    """Read the order and the page of the list; what is not understood is the tree."""
    order, _, page = (item or TREE).partition(PAGE_MARK)
    number = int(page) if page.isdecimal() and 0 < len(page) < 6 else 1
    return (order if order in ORDERS else TREE), max(number, 1)


def team_list(cursor: Cursor, filters: Filters) -> TeamList:
    """List the teams the filters leave, in the order `filters.item` names.

    Source: queries/pages/team_tree.sql, queries/pages/team_flags.sql
    """
    assert filters.month is not None, "ask_filters settles the month"
    teams = run(
        cursor,
        "team_tree",
        month=filters.month,
        previous_month=month_before(filters.month),
        team=filters.team,
        scope=None if filters.scope is None else list(filters.scope),
    )
    chosen = ("tier", "peer_group", "grade", "light")
    wanted = {name: getattr(filters, name) for name in chosen if getattr(filters, name)}
    rows = [
        row
        | {"is_match": row["is_scored"] and all(row[name] == of for name, of in wanted.items())}
        for row in teams.iter_rows(named=True)
    ]
    order, _ = order_of(filters.item)
    matched = [row for row in rows if row["is_match"]]
    flags = team_flags(cursor, filters.month, [str(row["team_id"]) for row in matched])
    reasons: dict[str, dict[str, Any]] = {}
    counts: dict[str, int] = {}
    for flag in flags.iter_rows(named=True):
        reasons.setdefault(flag["team_id"], flag)
        counts[flag["team_id"]] = counts.get(flag["team_id"], 0) + 1
    return TeamList(
        rows=tuple(_ordered(rows, order, is_narrowed=bool(wanted))),
        count=len(matched),
        red_count=sum(1 for row in matched if row["light"] == "red"),
        reasons=reasons,
        flag_counts=counts,
    )


def found(listed: TeamList, words: str) -> list[dict[str, Any]]:
    """Return the listed teams whose name, short name or id holds the words."""
    wanted = words.strip().casefold()
    return [
        row | {"depth": 0}
        for row in listed.rows
        if row["is_match"]
        and any(
            wanted in (row[name] or "").casefold()
            for name in ("team_name", "short_names", "team_id")
        )
    ]


def _ordered(
    rows: list[dict[str, Any]], order: str, *, is_narrowed: bool
) -> Iterator[dict[str, Any]]:
    in_tree = list(_tree(rows))
    if order in (SCORE, CHANGE):
        key = "final_score" if order == SCORE else "score_change"
        matched = [row | {"depth": 0} for row in in_tree if row["is_match"]]
        yield from sorted(
            matched, key=lambda row: (row[key] is None, -(row[key] or 0), row["team_id"])
        )
        return
    needed = _with_parents(in_tree) if is_narrowed else None
    for row in in_tree:
        if needed is not None and row["team_id"] not in needed:
            continue
        if order == TREE and needed is None and row["depth"] > FOLDED_DEPTH:
            continue
        yield row


def _tree(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Walk the tree from its tops, children in the order of their ids."""
    below: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["parent_id"], []).append(row)
    waiting = [(row, 0, None) for row in reversed(below.get(None, []))]
    while waiting:
        row, depth, parent_name = waiting.pop()
        children = below.get(row["team_id"], [])
        yield row | {
            "depth": depth,
            "below_count": len(children),
            "parent_name": parent_name,
        }
        waiting += [(child, depth + 1, row["team_name"]) for child in reversed(children)]


def _with_parents(rows: list[dict[str, Any]]) -> set[str]:
    """Name the teams that fit and every team above them."""
    parents = {row["team_id"]: row["parent_id"] for row in rows}
    needed: set[str] = set()
    for row in rows:
        team_id = row["team_id"] if row["is_match"] else None
        while team_id is not None and team_id not in needed:
            needed.add(team_id)
            team_id = parents.get(team_id)
    return needed
