"""Numbers written out so that a pocket calculator finds the published result.

A mean is written as weight times value, line by line, with the sum of the lines as they
stand on the screen. It is written with as many decimals as it takes for the quotient of
the written sums to be the true result, to four decimals.

Source: scoring rules, section 3, the rule of rounding
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

# Figures are published with two decimals, steps on the way to them are written with four.
PUBLISHED = 2
STEP = 4
# Beyond this a double holds noise.
_MOST = 12
# Hundredths of a point; binary noise must not decide a tie.
_NUDGE = 1e-7


def written(value: float | Decimal, decimals: int = PUBLISHED) -> Decimal:
    """Return a number rounded by the published rule: halves go up, whatever binary says."""
    shifted = float(value) * 10**decimals
    return Decimal(math.floor(shifted + 0.5 + _NUDGE)).scaleb(-decimals)


def exactly(value: float) -> Decimal:
    """Return a number as a person wrote it: 0.625, not what binary makes of it."""
    return _plain(Decimal(repr(value)))


def gap(one: float | None, other: float | None) -> Decimal | None:
    """Return the difference of two figures as they are published."""
    if one is None or other is None:
        return None
    return written(one) - written(other)


@dataclass(frozen=True)
class Line:
    """One line of a mean: weight times value."""

    weight: Decimal
    value: Decimal
    product: Decimal


@dataclass(frozen=True)
class Mean:
    """A mean by weight, written out.

    Attributes:
        products, weights: sums of the lines as they are written.
        result: to four decimals; what products / weights gives.
        exact: the same as the build computed it.
    """

    lines: tuple[Line, ...]
    products: Decimal
    weights: Decimal
    result: Decimal
    exact: float


def mean(pairs: Sequence[tuple[float, float]], result: float) -> Mean:
    """Write out the mean of (weight, value) whose true result is known."""
    weights = [exactly(weight) for weight, _ in pairs]
    total = sum(weights, Decimal())
    shown = written(result, STEP)
    for decimals in range(STEP, _MOST + 1):
        lines = tuple(
            _line(weight, _plain(written(value, decimals)))
            for weight, (_, value) in zip(weights, pairs, strict=True)
        )
        products = sum((line.product for line in lines), Decimal())
        quotient = products / total
        # A tie needs more decimals: 90.62499 is written 90.6250 and published 90.62.
        is_enough = written(quotient, STEP) == shown and written(quotient) == written(result)
        if is_enough or decimals == _MOST:
            return Mean(lines, products, total, shown, result)
    raise AssertionError("the last round returns")


def enough(
    value: float, formula: Callable[[Decimal], Decimal], result: Decimal, decimals: int = STEP
) -> Decimal:
    """Write a value with as many decimals as its formula needs to give the written result."""
    for shown in range(STEP, _MOST):
        found = written(value, shown)
        if written(formula(found), decimals) == result:
            return found
    return written(value, _MOST)


def _line(weight: Decimal, value: Decimal) -> Line:
    return Line(weight, value, _plain(weight * value))


def _plain(value: Decimal) -> Decimal:
    """Return the number without zeros at its end."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


@dataclass(frozen=True)
class Difference:
    """One number less another, as they are written."""

    one: Decimal
    other: Decimal
    result: Decimal


def difference(one: float, other: float) -> Difference:
    """Write one number less another with as many decimals as it takes to re-add."""
    for decimals in range(STEP, _MOST + 1):
        first, second = written(one, decimals), written(other, decimals)
        is_exact = first - second == written(one - other, decimals)
        if is_exact or decimals == _MOST:
            return Difference(_plain(first), _plain(second), _plain(first - second))
    raise AssertionError("the last round returns")


def parts_of(total: Decimal, parts: Sequence[float]) -> tuple[list[Decimal], Decimal]:
    """Write the parts of a published difference, and the rest that they leave of it."""
    shown = [written(part) for part in parts]
    return shown, total - sum(shown, Decimal())
