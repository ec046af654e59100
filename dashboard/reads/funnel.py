"""What the funnel of a part asks: the rates of a peer group, and what chance explains."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.storage.built import Cursor


@dataclass(frozen=True)
class Funnel:
    """One part of the score over one peer group.

    Attributes:
        outside: part with rates → how many teams in sight are outside its limits, in
            the order of the scheme.
        part: the part that is shown; None when nobody has any.
        points: rows of `queries/pages/funnel_points.sql` of that part.
        limits: rows of `queries/pages/funnel_limits.sql`; none with too few teams.
    """

    outside: dict[str, int]
    part: str | None
    points: pl.DataFrame
    limits: pl.DataFrame


def funnel(cursor: Cursor, filters: Filters) -> Funnel:
    """Ask for the part of the address, or for the one with most teams outside its limits.

    The peer group must be chosen.

    Source: queries/pages/funnel_points.sql, queries/pages/funnel_limits.sql
    """
    scope = None if filters.scope is None else list(filters.scope)
    rates = run(
        cursor,
        "funnel_points",
        month=filters.month,
        peer_group=filters.peer_group,
        scope=scope,
    )
    counts = rates.group_by("part", maintain_order=True).agg(pl.col("is_out").sum())
    outside = {part: int(count) for part, count in counts.iter_rows()}
    part = filters.item
    if part not in outside:
        part = max(outside, key=lambda name: outside[name], default=None)
    points = rates.clear() if part is None else rates.filter(pl.col("part") == part)
    judged = points.filter(pl.col("side").is_not_null())
    return Funnel(outside, part, points, _limits(cursor, judged))


def _limits(cursor: Cursor, judged: pl.DataFrame) -> pl.DataFrame:
    # Without teams to judge, every limit is null.
    one = judged.row(0, named=True) if judged.height else {}
    count = judged["effective_n"]
    return run(
        cursor,
        "funnel_limits",
        center=one.get("center_angle"),
        ratio=one.get("ratio"),
        between_variance=one.get("between_variance"),
        least_n=count.min(),
        most_n=count.max(),
    ).drop_nulls()
