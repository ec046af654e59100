"""What a team's score is made of, and where it lies apart from the middle of its peers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.peers import peer_parts, told_history
from dashboard.reads.run import run
from dashboard.reads.team import opened_team
from dashboard.reads.written import gap, parts_of, written
from dashboard.storage.built import Cursor


@dataclass(frozen=True)
class Bars:
    """A team's final score against the median of its peer group, taken apart.

    Attributes:
        median, final: points as they are published.
        parts: points won (+) or lost (−) by part, parts without a bar left out.
        adjustment: points added or taken by confirmed adjustments.
        rest: what is left, as medians of parts do not add up to the median of scores.
    """

    median: Decimal
    final: Decimal
    parts: dict[str, Decimal]
    adjustment: Decimal
    rest: Decimal

    @property
    def difference(self) -> Decimal:
        """What all bars add up to."""
        return self.final - self.median


@dataclass(frozen=True)
class TeamParts:
    """The parts of one team's score in one month.

    Attributes:
        parts: every part of the scheme, in its order: queries/pages/team_parts.sql,
            with prior, peer_part_score and peer_count of queries/pages/peer_parts.sql.
        bars: None when the team or its peers have no score, or its peers are too few.
    """

    parts: pl.DataFrame
    bars: Bars | None


def team_parts(cursor: Cursor, filters: Filters) -> TeamParts | None:
    """Read every part of the open team's score, with the middle of its peer group.

    Returns:
        None if the team is out of sight or takes no part in that month.

    Source: queries/pages/team_parts.sql, queries/pages/peer_parts.sql; flags and
    statistics, section 6
    """
    profile = opened_team(cursor, filters)
    if profile is None:
        return None
    team_id = profile["team_id"]
    months = told_history(cursor, filters, run(cursor, "team_history", team=team_id))
    now = months.filter(pl.col("month") == filters.month).row(0, named=True)
    if not now["is_scored"]:
        return None
    shown = peer_parts(cursor, filters, now["peer_group"], filters.month)
    parts = run(cursor, "team_parts", team=team_id, month=filters.month).join(
        shown, on="part", how="left", maintain_order="left"
    )
    if now["final_score"] is None or now["peer_median"] is None:
        return TeamParts(parts, None)
    return TeamParts(parts, _bars(parts, now))


def _bars(parts: pl.DataFrame, now: dict[str, float]) -> Bars:
    is_compared = pl.col("base_share").is_not_null() & pl.col("peer_part_score").is_not_null()
    own = parts.filter(is_compared).select(
        "part",
        (pl.col("base_share") * (pl.col("part_score") - pl.col("peer_part_score"))).alias(
            "gain"
        ),
    )
    # The adjustment as it counts: a score does not go below 0 or above 100.
    adjustment = now["exact_score"] - now["base_score"]
    difference = gap(now["final_score"], now["peer_median"])
    assert difference is not None, "both were asked for"
    shown, rest = parts_of(difference, [*own["gain"], adjustment])
    return Bars(
        median=written(now["peer_median"]),
        final=written(now["final_score"]),
        parts=dict(zip(own["part"], shown[:-1], strict=True)),
        adjustment=shown[-1],
        rest=rest,
    )
