"""A team's score, written out: final score → base → dimensions → parts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.reads.team import opened_team
from dashboard.reads.written import PUBLISHED, STEP, Mean, enough, exactly, mean, written
from dashboard.storage.built import Cursor


@dataclass(frozen=True)
class DimensionSteps:
    """One dimension: its parts with items and the mean of them."""

    dimension: str
    points: Decimal
    parts: tuple[str, ...]
    mean: Mean | None


@dataclass(frozen=True)
class Explanation:
    """How one team's score of one month comes about.

    Attributes:
        dimensions: in the order of the scheme; `mean` is None without evidence.
        base: mean of the dimensions; None without any evidence.
        shown_base: the base score with as many decimals as the sum below needs.
        adjustment: points added or taken in all.
        sum: shown_base + adjustment, before it is kept within 0 and 100.
        final: as it is published.
        adjustments: each of them: queries/pages/explained_adjustments.sql.
        raters, records: what was left out: queries/pages/left_out_ratings.sql and
            queries/pages/left_out_records.sql.
    """

    dimensions: tuple[DimensionSteps, ...]
    base: Mean | None
    shown_base: Decimal | None
    adjustment: Decimal
    sum: Decimal | None
    final: Decimal | None
    adjustments: pl.DataFrame
    raters: pl.DataFrame
    records: pl.DataFrame


def explanation(cursor: Cursor, filters: Filters) -> Explanation | None:
    """Write out the open team's score; None if the team is out of sight or not scored.

    Source: queries/pages/team_parts.sql and its neighbours; scoring rules, section 3
    """
    profile = opened_team(cursor, filters)
    if profile is None:
        return None
    team_id = profile["team_id"]
    months = run(cursor, "team_history", team=team_id)
    now = months.filter(pl.col("month") == filters.month).row(0, named=True)
    if not now["is_scored"]:
        return None
    asked = {"team": team_id, "month": filters.month}
    dimensions = dimension_steps(run(cursor, "team_parts", **asked))
    counted = [steps for steps in dimensions if steps.mean is not None]
    base = None
    if now["base_score"] is not None:
        base = mean(
            [(float(of.points), of.mean.exact) for of in counted if of.mean],
            now["base_score"],
        )
    shown_base, adjustment, total, final = final_steps(now)
    return Explanation(
        dimensions=dimensions,
        base=base,
        shown_base=shown_base,
        adjustment=adjustment,
        sum=total,
        final=final,
        adjustments=run(cursor, "explained_adjustments", **asked),
        raters=run(cursor, "left_out_ratings", **asked),
        records=run(cursor, "left_out_records", **asked),
    )


def dimension_steps(parts: pl.DataFrame) -> tuple[DimensionSteps, ...]:
    """Write out each dimension as the mean of its parts by points."""
    return tuple(
        _dimension(str(name), rows)
        for (name,), rows in parts.group_by("dimension", maintain_order=True)
    )


def _dimension(name: str, rows: pl.DataFrame) -> DimensionSteps:
    points = exactly(rows["dimension_points"][0])
    own = rows.filter(pl.col("part_score").is_not_null())
    if own.is_empty():
        return DimensionSteps(name, points, (), None)
    pairs = list(own.select("points", "part_score").iter_rows())
    steps = mean(pairs, own["dimension_score"][0])
    return DimensionSteps(name, points, tuple(own["part"]), steps)


def final_steps(
    now: dict[str, Any],
) -> tuple[Decimal | None, Decimal, Decimal | None, Decimal | None]:
    """Write out base + adjustment: both, their sum, and the score as it is published."""
    adjustment = written(now["adjustment"], STEP).normalize() + 0
    if now["base_score"] is None:
        return None, adjustment, None, None
    final = written(now["final_score"])
    base = enough(
        now["base_score"],
        lambda shown: min(max(shown + adjustment, Decimal()), Decimal(100)),
        final,
        PUBLISHED,
    )
    return base, adjustment, base + adjustment, final
