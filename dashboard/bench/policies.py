"""Ways to name underperforming teams, on the same published version.

Each returns booleans by team and month, teams and months in the order of the city.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.bench.truth_city import City
from dashboard.sample.draws import Array

# What most offices do: the last five in a hundred of the month.
LOWEST_SHARE = 0.05
# What a careful office would do: surely under the mean, and clearly.
TWO_SIDED_95, MARGIN = 1.959964, 5.0


def below_standard(city: City, flags: pl.DataFrame) -> Array:
    """Take the flag below_standard at concern or alarm, as the screen does."""
    named = flags.filter(
        pl.col("flag") == "below_standard", pl.col("severity").is_in(["concern", "alarm"])
    )
    return on_grid(city, named.with_columns(pl.lit(True).alias("named")), "named", False)


def below_standard_at_all(city: City, flags: pl.DataFrame) -> Array:
    """Take the flag below_standard at any severity, a watch included."""
    named = flags.filter(pl.col("flag") == "below_standard")
    return on_grid(city, named.with_columns(pl.lit(True).alias("named")), "named", False)


def staying_concerns(
    city: City, flags: pl.DataFrame, levels: pl.DataFrame, rules: dict[str, float]
) -> Array:
    """Take a concern until its watch condition ends, as the flag rules do with a watch.

    No rule of the product: what would become of the list if a concern did not end with the
    first month that is a little less sure.
    """
    named = below_standard(city, flags)
    is_watched = (on_grid(city, levels, "bfdr", np.nan) <= rules["watch_false_share"]) & (
        on_grid(city, levels, "p_below", np.nan) >= rules["watch_probability"]
    )
    for month in range(1, named.shape[1]):
        named[:, month] |= named[:, month - 1] & is_watched[:, month]
    return named


def lowest_scores(city: City, scores: pl.DataFrame) -> Array:
    """Take the lowest final scores of each month, ties by team."""
    score = on_grid(city, scores, "final_score", np.nan)
    counts = np.round(LOWEST_SHARE * np.isfinite(score).sum(axis=0))
    # Teams without a score sort last.
    place = np.argsort(np.argsort(score, axis=0, kind="stable"), axis=0, kind="stable")
    return place < counts


def far_under_mean(
    city: City, levels: pl.DataFrame, groups: list[tuple[Array, Array]]
) -> Array:
    """Take levels whose 95 % interval ends under the mean, and which are 5 points under it.

    Args:
        groups: who is compared with whom, as `comparison_groups` says.
    """
    level = on_grid(city, levels, "level", np.nan)
    upper = level + TWO_SIDED_95 * np.sqrt(on_grid(city, levels, "variance", np.nan))
    mean = np.full_like(level, np.nan)
    for members, compared in groups:
        known = np.isfinite(level[compared])
        total = np.where(known, level[compared], 0).sum(axis=0)
        mean[members] = total / np.maximum(known.sum(axis=0), 1)
    # A comparison with an unknown level is false.
    return (upper < mean) & (level < mean - MARGIN)


def on_grid(city: City, rows: pl.DataFrame, column: str, missing: object) -> Array:
    """Lay a column out by team and month; what has no row, or null, is `missing`."""
    grid = pl.DataFrame(
        {
            "team_id": city.ids(np.repeat(np.arange(city.teams), city.months)),
            "month": np.tile(city.starts.astype(str), city.teams),
        }
    )
    laid = grid.join(
        rows.select("team_id", "month", column),
        ["team_id", "month"],
        "left",
        maintain_order="left",
    )
    values = laid[column].fill_null(pl.lit(missing))
    return values.to_numpy().reshape(city.teams, city.months)
