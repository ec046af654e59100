"""The middle of a peer group, unless it would give away one other team's number."""

from __future__ import annotations

import polars as pl

from dashboard.filters import Filters

# Of two numbers and their middle, who knows one knows the other; of three, the middle is
# one of them.
LEAST_OTHERS = 3


def are_too_few(count: int, filters: Filters) -> bool:
    """Tell whether the middle of so many teams is kept from somebody who sees some of them.

    Who sees all teams sees their numbers one by one, and nothing is kept.
    """
    return filters.scope is not None and count <= LEAST_OTHERS


def without_few(rows: pl.DataFrame, filters: Filters, *middles: str) -> pl.DataFrame:
    """Blank these columns where `peer_count` counts too few teams for this viewer."""
    if filters.scope is None:
        return rows
    is_enough = pl.col("peer_count") > LEAST_OTHERS
    return rows.with_columns(pl.when(is_enough).then(name).alias(name) for name in middles)
