"""Adjustments of a team-month (scoring.md section 5). Only confirmed ones reach this module."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from tests.oracle.registers import Adjustment
from tests.oracle.rules import FIXED_POINTS, GIVEN_POINTS, MOST_BONUS, MOST_DEDUCTION


def by_team_month(
    adjustments: Iterable[Adjustment],
) -> dict[tuple[date, str], list[Adjustment]]:
    """Index adjustments by month and team."""
    index: dict[tuple[date, str], list[Adjustment]] = defaultdict(list)
    for adjustment in adjustments:
        index[adjustment.month, adjustment.team_id].append(adjustment)
    return index


def points_of(adjustment: Adjustment, has_unit_red: bool) -> float:
    """Give the points of one row: fixed by its kind, or as given for bonus and deduction."""
    if adjustment.kind in GIVEN_POINTS:
        return adjustment.points or 0.0
    if adjustment.kind == "red_slip" and has_unit_red:
        return 0.0
    return FIXED_POINTS[adjustment.kind]


def adjustment_points(adjustments: list[Adjustment]) -> float:
    """Add up bonus, at most +5, and all negative kinds together, at least -15."""
    has_unit_red = any(row.kind == "unit_red" for row in adjustments)
    bonus = sum(points_of(row, has_unit_red) for row in adjustments if row.kind == "bonus")
    negative = sum(points_of(row, has_unit_red) for row in adjustments if row.kind != "bonus")
    return float(min(bonus, MOST_BONUS) + max(negative, MOST_DEDUCTION))
