"""One part of a team's score, written out: items → rate → part score, down to the row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.peers import peer_parts
from dashboard.reads.run import run
from dashboard.reads.team import opened_team
from dashboard.reads.written import (
    STEP,
    Difference,
    Mean,
    difference,
    enough,
    exactly,
    mean,
    written,
)
from dashboard.storage.built import Cursor

# An item in an address: the part, the page of its list, or one item of it.
PAGE_MARK, ITEM_MARK = "~", ":"
# Some 500 bytes a row: a page of them stays well within 60 KB.
LISTED_ITEMS = 60

_QUERIES = {
    "task": ("explained_tasks",),
    "rating": ("explained_ratings", "explained_ballots"),
    "notice": ("explained_notices",),
    "objection": ("explained_objections",),
    "petition": ("explained_petitions",),
    "audit": ("explained_findings",),
}


@dataclass(frozen=True)
class Place:
    """Where in a part an address points to."""

    part: str
    page: int = 1
    item_key: str | None = None


@dataclass(frozen=True)
class Group:
    """Items of the same weight and value, counted."""

    count: int
    weight: Decimal
    value: Decimal


@dataclass(frozen=True)
class ExplainedPart:
    """One part of one team's score in one month.

    Attributes:
        row: its row of queries/pages/team_parts.sql, with prior and peers.
        items: one entry per item, the lowest value first: its facts (the first row it
            came from), under `rows` every row of a file it came from, and under
            `correction` what was taken off the mean of a rater, None where nothing was
            or the viewer may not see it.
        groups: the same items counted by weight and value.
        rate: mean of the items; shrunken: with the rate of the peer group put in.
        scaled: the rate with the decimals that scaling it needs, and what it gives before
            it is kept within 0 and 100; None if it is not scaled.
        raters, records: what was left out of this part.
    """

    row: dict[str, Any]
    items: tuple[dict[str, Any], ...]
    groups: tuple[Group, ...]
    rate: Mean
    shrunken: Mean | None
    scaled: tuple[Decimal, Decimal] | None
    raters: pl.DataFrame
    records: pl.DataFrame


def place_of(item: str) -> Place:
    """Read where an address points to."""
    part, mark, item_key = item.partition(ITEM_MARK)
    if mark:
        return Place(part, item_key=item_key)
    part, _, page = part.partition(PAGE_MARK)
    return Place(part, page=int(page) if page.isdecimal() and int(page) > 0 else 1)


def explained_part(cursor: Cursor, filters: Filters) -> ExplainedPart | None:
    """Write out the part that `filters.item` names.

    Returns:
        None if the team is out of sight or has no items in that part that month.

    Source: queries/pages/explained_tasks.sql and its neighbours; scoring rules, section 3
    """
    profile = opened_team(cursor, filters)
    if profile is None or filters.item is None:
        return None
    part = place_of(filters.item).part
    asked = {"team": profile["team_id"], "month": filters.month}
    own = run(cursor, "team_parts", **asked).filter(
        (pl.col("part") == part) & pl.col("n").is_not_null()
    )
    if own.is_empty():
        return None
    row = own.row(0, named=True) | _peers(cursor, filters, part)
    items = tuple(
        item
        for query in _QUERIES[part.split("_")[0]]
        for item in _items(query, _rows(cursor, query, filters, **asked, part=part))
    )
    pairs = [(item["w"], item["x"]) for item in items]
    k = row["prior_weight"]
    is_rating = part.startswith("rating_")
    return ExplainedPart(
        row=row,
        items=items,
        groups=_groups(pairs),
        rate=mean(pairs, row["rate"]),
        shrunken=mean([*pairs, (k, row["prior"])], row["shrunken_rate"]) if k else None,
        scaled=_scaled(row),
        raters=_of(run(cursor, "left_out_ratings", **asked), part) if is_rating else _NONE,
        records=_NONE if is_rating else _of(run(cursor, "left_out_records", **asked), part),
    )


_NONE = pl.DataFrame()


def scaled_rate(rate: Decimal, worst: float, best: float) -> Decimal:
    """Return where a rate lies between the worst (0) and the best (100)."""
    low, high = exactly(worst), exactly(best)
    return 100 * (rate - low) / (high - low)


def _scaled(row: dict[str, Any]) -> tuple[Decimal, Decimal] | None:
    worst, best = row["worst"], row["best"]
    if (worst, best) == (0, 100):
        return None
    rate = enough(
        row["shrunken_rate"],
        lambda rate: min(max(scaled_rate(rate, worst, best), Decimal()), Decimal(100)),
        written(row["part_score"], STEP),
    )
    return rate, written(scaled_rate(rate, worst, best), STEP)


def _peers(cursor: Cursor, filters: Filters, part: str) -> dict[str, Any]:
    months = run(cursor, "team_history", team=filters.open_team)
    group = months.filter(pl.col("month") == filters.month)["peer_group"][0]
    # The prior stays, whoever looks: without it nobody could work out the own score.
    shown = peer_parts(cursor, filters, group, filters.month)
    return shown.filter(pl.col("part") == part).row(0, named=True)


def _of(left_out: pl.DataFrame, part: str) -> pl.DataFrame:
    if "rater_group" in left_out.columns:
        return left_out.filter(pl.lit("rating_") + pl.col("rater_group") == part)
    kinds = {"task": "tasks", "petition": "petitions"}
    return left_out.filter(pl.col("kind") == kinds.get(part.split("_")[0], ""))


def _rows(cursor: Cursor, query: str, filters: Filters, **asked: object) -> pl.DataFrame:
    if query == "explained_ratings":
        return run(cursor, query, **asked, sees_severity=filters.sees_severity)
    return run(cursor, query, **asked)


def _items(query: str, rows: pl.DataFrame) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows.iter_rows(named=True):
        more = {"query": query, "rows": [], "correction": _correction(row)}
        item = found.setdefault(row["item_key"], row | more)
        item["rows"].append(row)
    return list(found.values())


def _correction(row: dict[str, Any]) -> Difference | None:
    if not row.get("is_corrected") or row["severity"] is None:
        return None
    return difference(row["mean_score"], row["severity"])


def _groups(pairs: list[tuple[float, float]]) -> tuple[Group, ...]:
    counts: dict[tuple[float, float], int] = {}
    for pair in pairs:
        counts[pair] = counts.get(pair, 0) + 1
    return tuple(Group(count, exactly(w), written(x, STEP)) for (w, x), count in counts.items())
