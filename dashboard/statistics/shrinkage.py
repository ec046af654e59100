"""How much teams truly differ: center and variance between the teams of a group."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dashboard.statistics.scheme import Scheme, scheme_of

Array = NDArray[np.float64]
Places = NDArray[np.int64]

_HALVINGS = 100
# Weights that are half of the total on paper may miss it by the last bits of their sum.
_LAST_BITS = 1e-9


def spreads(levels: pl.DataFrame, scheme: pl.DataFrame) -> pl.DataFrame:
    """Estimate center and variance of every comparison group by robust Paule-Mandel.

    Args:
        levels: month, comparison_group, team_id, level (points), variance (points squared,
            above 0): one row per member.
        scheme: the one row of `scope.scheme`.

    Returns:
        month, comparison_group, teams (count), center (points: median by weight),
        between_variance (points squared; 0 when noise alone explains all differences).

    Source: Flag rules, section 2; R. C. Paule and J. Mandel, J. Res. NBS 87 (1982), 377.
    """
    rules = scheme_of(scheme)
    rows = []
    ordered = levels.sort("month", "comparison_group", "level", "team_id")
    for (month, group), members in ordered.group_by(
        "month", "comparison_group", maintain_order=True
    ):
        y, variances = members["level"].to_numpy(), members["variance"].to_numpy()
        rows.append((month, group, len(y), *paule_mandel(y, variances, rules)))
    return pl.DataFrame(
        rows,
        schema={
            "month": pl.Date,
            "comparison_group": pl.String,
            "teams": pl.Int64,
            "center": pl.Float64,
            "between_variance": pl.Float64,
        },
        orient="row",
    )


def paule_mandel(y: Array, variances: Array, rules: Scheme) -> tuple[float, float]:
    """Return (center, variance between) of levels in ascending order."""
    centers, between = spreads_of(y[None], variances[None], rules)
    return float(centers[0]), float(between[0])


def spreads_of(
    y: Array, variances: Array, rules: Scheme, halvings: int = _HALVINGS
) -> tuple[Array, Array]:
    """Return the centers and the variances between of many groups of one size at once.

    The variance is the one at which the winsorised mean square of the standardised levels
    is what pure noise gives. The mean square jumps where the median does, so halving is the
    only root finder that holds.

    Args:
        y, variances: groups by members, each group in ascending order of level.
        halvings: of the limit of the search; what is returned is never too small.
    """
    between = np.zeros(len(y))
    centers, excess = _centers_and_excess(y, variances, between, rules)
    is_open = excess > 0
    if is_open.any():
        y, variances = y[is_open], variances[is_open]
        between[is_open] = _by_halving(y, variances, rules, halvings)
        centers[is_open], _ = _centers_and_excess(y, variances, between[is_open], rules)
    return centers, between


def _by_halving(y: Array, variances: Array, rules: Scheme, halvings: int) -> Array:
    low, high = np.zeros(len(y)), np.full(len(y), rules["spread_limit"])
    for _ in range(halvings):
        middle = (low + high) / 2
        is_open = (low < middle) & (middle < high)
        if not is_open.any():
            break
        is_low = _centers_and_excess(y, variances, middle, rules)[1] > 0
        low = np.where(is_open & is_low, middle, low)
        high = np.where(is_open & ~is_low, middle, high)
    return high


def _centers_and_excess(
    y: Array, variances: Array, between: Array, rules: Scheme
) -> tuple[Array, Array]:
    total = variances + between[:, None]
    centers = y[np.arange(len(y)), weighted_median(1 / total)]
    z = (y - centers[:, None]) / np.sqrt(total)
    quantiles = [rules["spread_quantile"], 1 - rules["spread_quantile"]]
    low, high = np.quantile(z, quantiles, axis=1, keepdims=True)
    squares = np.square(np.clip(z, low, high))
    return centers, np.mean(squares, axis=1) - rules["spread_target"]


def weighted_median(weights: Array, lacking: float = _LAST_BITS) -> Places:
    """Return the first place in each row at which the running weight reaches its half.

    Args:
        lacking: share of the total that half may lack.
    """
    running = np.cumsum(weights, axis=1)
    return np.sum(running < running[:, -1:] * (0.5 - lacking), axis=1)
