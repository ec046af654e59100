"""Weighted median, robust Paule-Mandel and false discovery rates (flags.md section 2).

Decided: half of the weight is reached within 1e-9 of the total, since equal weights that are
exactly half on paper miss it by their last bit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tests.oracle.rules import (
    BISECTIONS,
    MOST_TAU2,
    P_BELOW_DECIMALS,
    ROBUST_CONSTANT,
    WINSORISED_SHARE,
)

Vector = NDArray[np.float64]

HALF_REACHED = 1e-9
HALF_REACHED_IN_DRAWS = 1e-8


def weighted_median(levels: Sequence[float], weights: Sequence[float]) -> float:
    """Give the first level at which the running weight reaches half of the total."""
    column = weighted_medians(np.array(levels)[:, None], np.array(weights))
    return float(column[0])


def weighted_medians(levels: Vector, weights: Vector, lacking: float = HALF_REACHED) -> Vector:
    """Give the weighted median of every column of levels, each row with its weight.

    Equal levels need no order: whichever comes first, it is the same level. Weights are added
    with more bits than they have, for halving ends within their last bit of where the running
    weight is half, if f jumps there; draws in another order must not see another half,
    and are granted a little more of it.
    """
    order = np.argsort(levels, axis=0, kind="stable")
    running = np.cumsum(weights.astype(np.longdouble)[order], axis=0)
    place = np.argmax(running >= (0.5 - lacking) * running[-1], axis=0)
    return np.take_along_axis(levels, order, axis=0)[place, np.arange(levels.shape[1])]


def robust_mean_square(z: Vector) -> float:
    """Give the mean square of z, winsorised at its 10 % and 90 % quantiles."""
    low, high = np.quantile(z, [WINSORISED_SHARE, 1 - WINSORISED_SHARE])
    return float(np.mean(np.clip(z, low, high) ** 2))


def centre_at(tau2: float, levels: list[float], variances: list[float]) -> float:
    """Give mu: the median weighted by 1/(V + tau2)."""
    return weighted_median(levels, [1.0 / (variance + tau2) for variance in variances])


def paule_mandel(levels: list[float], variances: list[float]) -> tuple[float, float]:
    """Give mu and tau2 of a comparison group: the spread beyond sampling, found by halving."""

    def f(tau2: float) -> float:
        mu = centre_at(tau2, levels, variances)
        return robust_mean_square((np.array(levels) - mu) / np.sqrt(np.array(variances) + tau2))

    if f(0.0) <= ROBUST_CONSTANT:
        return centre_at(0.0, levels, variances), 0.0
    low, high = 0.0, MOST_TAU2
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if f(middle) > ROBUST_CONSTANT:
            low = middle
        else:
            high = middle
    return centre_at(high, levels, variances), high


def bayesian_fdr(p_below: dict[str, float]) -> dict[str, float]:
    """Give every team the running mean of 1 - p_below, from the surest on, ties by team_id."""
    order = sorted(p_below, key=lambda team: (-round(p_below[team], P_BELOW_DECIMALS), team))
    found, doubt = {}, 0.0
    for place, team in enumerate(order, 1):
        doubt += 1.0 - p_below[team]
        found[team] = doubt / place
    return found


def benjamini_hochberg(p: dict[str, float]) -> dict[str, float]:
    """Give every team its q: the smallest level at which it would be rejected."""
    order = sorted(p, key=lambda team: p[team], reverse=True)
    found, least = {}, 1.0
    for place, team in enumerate(order):
        least = min(least, p[team] * len(p) / (len(p) - place))
        found[team] = least
    return found
