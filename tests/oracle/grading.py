"""Grade and rank of a month (scoring.md section 4, first half)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import floor

from tests.oracle.rules import (
    CUT_OFFS,
    EXCELLENT_SHARE,
    GATE_TO_FAIR,
    GATES_TO_POOR,
    LEAST_COVERED_WEIGHT,
    LEAST_TASKS,
    QUOTA_FROM_TEAMS,
)
from tests.oracle.scoring import TeamMonth, published

ONE_DOWN = {"excellent": "good", "good": "fair", "fair": "poor", "poor": "poor"}


def grade_of(rounded_score: float) -> str:
    """Give the grade of a rounded score, before quota and penalties."""
    for least, grade in CUT_OFFS:
        if rounded_score >= least:
            return grade
    return "poor"


def after_penalties(grade: str, reason: str, kinds: set[str]) -> tuple[str, str]:
    """Apply unit_red once, then the gates; the reason is the last step that changed it."""
    if "unit_red" in kinds and grade != "poor":
        grade, reason = ONE_DOWN[grade], "unit_red"
    if GATE_TO_FAIR in kinds and grade in ("excellent", "good"):
        grade, reason = "fair", "gate"
    if any(kind in kinds for kind in GATES_TO_POOR) and grade != "poor":
        grade, reason = "poor", "gate"
    return grade, reason


def is_gradable(row: TeamMonth) -> bool:
    """Tell whether the month has enough evidence: 60 points covered and 3 tasks in play."""
    return row.covered_weight >= LEAST_COVERED_WEIGHT and row.task_count >= LEAST_TASKS


def most_excellent(graded_teams: int) -> int:
    """Give the quota of excellent teams of a peer group in which one reaches 90."""
    if graded_teams < QUOTA_FROM_TEAMS:
        return graded_teams
    return max(1, floor(EXCELLENT_SHARE * graded_teams))


def grade_peer_group(rows: list[TeamMonth]) -> None:
    """Grade and rank the teams of one peer group in one month."""
    graded = {row.team.team_id: published(row.final or 0.0) for row in rows if is_gradable(row)}
    quota = most_excellent(len(graded))
    for row in rows:
        row.ranked_teams = len(graded)
        if row.team.team_id not in graded:
            continue
        own = graded[row.team.team_id]
        row.rank = 1 + sum(score > own for score in graded.values())
        grade, reason = grade_of(own), "score"
        if grade == "excellent" and row.rank > quota:
            grade, reason = "good", "quota"
        kinds = {penalty.kind for penalty in row.penalties}
        row.grade, row.grade_reason = after_penalties(grade, reason, kinds)


def grade_month(rows: Iterable[TeamMonth]) -> None:
    """Grade and rank all scored teams of one month, each within its peer group."""
    groups: dict[str, list[TeamMonth]] = defaultdict(list)
    for row in rows:
        groups[row.team.peer_group].append(row)
    for group in groups.values():
        grade_peer_group(group)
