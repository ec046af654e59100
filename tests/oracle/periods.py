"""Quarters and years (scoring.md section 4, relation `periods`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import fsum

from tests.oracle.grading import after_penalties, grade_of
from tests.oracle.rules import LEAST_GRADED_MONTHS
from tests.oracle.scoring import TeamMonth, published


@dataclass(frozen=True)
class Period:
    """One team in one quarter or year."""

    team_id: str
    period: str
    score: float | None
    grade: str
    grade_reason: str
    graded_months: int


def quarter_of(month: date) -> str:
    """Write the quarter of a month: 2026Q1."""
    return f"{month.year}Q{(month.month - 1) // 3 + 1}"


def periods_of(rows: Iterable[TeamMonth]) -> list[Period]:
    """Make one period per team and quarter or year that has a row of scores."""
    months: dict[tuple[str, str, str], list[TeamMonth]] = defaultdict(list)
    for row in rows:
        months[row.team.team_id, quarter_of(row.month), "quarter"].append(row)
        months[row.team.team_id, str(row.month.year), "year"].append(row)
    return [
        period_of(team_id, period, team_months, LEAST_GRADED_MONTHS[length])
        for (team_id, period, length), team_months in months.items()
    ]


def period_of(team_id: str, period: str, rows: list[TeamMonth], least_months: int) -> Period:
    """Grade one period: the mean of its graded months, no quota, then its penalties."""
    finals = [row.final for row in rows if row.is_graded and row.final is not None]
    if len(finals) < least_months:
        return Period(team_id, period, None, "ungraded", "coverage", len(finals))
    score = fsum(finals) / len(finals)
    kinds = {penalty.kind for row in rows for penalty in row.penalties}
    grade, reason = after_penalties(grade_of(published(score)), "score", kinds)
    return Period(team_id, period, score, grade, reason, len(finals))
