"""The middle of a peer group, unless it would give away another team's number."""

from __future__ import annotations

from datetime import date

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.storage.built import Cursor

# Of two numbers and their middle, who knows one knows the other; of three, the middle is
# one of them.
LEAST_OTHERS = 3


def are_too_few(count: int, seen: int, filters: Filters) -> bool:
    """Tell whether the middle of so many teams is kept from somebody who sees some of them.

    Who sees all teams sees their numbers one by one, and nothing is kept. Who sees all but
    one or two works their numbers out from the middle and the others.

    Args:
        seen: how many of them this viewer sees.
    """
    if filters.scope is None:
        return False
    return count <= LEAST_OTHERS or 0 < count - seen < LEAST_OTHERS


def told_history(cursor: Cursor, filters: Filters, rows: pl.DataFrame) -> pl.DataFrame:
    """Return every month of a team, without the middles of too few.

    Source: queries/pages/seen_peers.sql
    """
    if filters.scope is None:
        return rows
    seen = run(cursor, "seen_peers", scope=list(filters.scope))
    return _without_few(rows, seen, ["peer_group", "month"], "peer_median")


def peer_parts(
    cursor: Cursor, filters: Filters, peer_group: str, month: date | None
) -> pl.DataFrame:
    """Return the parts of a peer group, without the middles of too few.

    Source: queries/pages/peer_parts.sql, queries/pages/seen_peer_parts.sql
    """
    asked = {"peer_group": peer_group, "month": month}
    rows = run(cursor, "peer_parts", **asked)
    if filters.scope is None:
        return rows
    seen = run(cursor, "seen_peer_parts", **asked, scope=list(filters.scope))
    return _without_few(rows, seen, ["part"], "peer_part_score")


def _without_few(
    rows: pl.DataFrame, seen: pl.DataFrame, key: list[str], middle: str
) -> pl.DataFrame:
    joined = rows.join(seen, on=key, how="left", maintain_order="left")
    hidden = pl.col("peer_count") - pl.col("seen_count").fill_null(0)
    is_enough = (pl.col("peer_count") > LEAST_OTHERS) & (
        (hidden == 0) | (hidden >= LEAST_OTHERS)
    )
    shown = pl.when(is_enough).then(middle).alias(middle)
    return joined.with_columns(shown).drop("seen_count")
