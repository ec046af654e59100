"""What is past its day and still open at E (flags.md section 3, the overdue kinds)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.oracle.audit_items import is_closed
from tests.oracle.petition_items import accept_limit, close_limit, is_left_out
from tests.oracle.registers import Finding, Notice, Petition, Task
from tests.oracle.rules import (
    OVERDUE_FINDING_DAYS,
    OVERDUE_PETITION_DAYS,
    OVERDUE_TASK_DAYS,
    OVERDUE_TASK_LEVELS,
)
from tests.oracle.task_items import is_done, limit_of

SEVERITY_RANK = {"watch": 1, "concern": 2, "alarm": 3}


@dataclass(frozen=True)
class Case:
    """One team's worst case of one flag in one month, before `since` is known."""

    severity: str
    subject: str | None
    observed: float | None
    threshold: float | None
    n: int
    probability: float | None = None
    note: str | None = None


@dataclass(frozen=True)
class Overdue:
    """One row that is past its day: how severe, by how many days, and past which line."""

    key: str
    severity: str
    days: int
    line: int


def worst_of(overdue: list[Overdue]) -> Case | None:
    """Choose the highest severity, then most days, then smallest key; n counts all the rows."""
    if not overdue:
        return None
    worst = min(overdue, key=lambda row: (-SEVERITY_RANK[row.severity], -row.days, row.key))
    return Case(worst.severity, worst.key, float(worst.days), float(worst.line), len(overdue))


def overdue_tasks(tasks: list[Task], end: date) -> Iterator[Overdue]:
    """List open tasks past d; concern by more than 30 days at level city or province."""
    for task in tasks:
        days = (end - limit_of(task)).days
        if task.is_exempt or is_done(task, end) or days <= 0:
            continue
        if days > OVERDUE_TASK_DAYS and task.level in OVERDUE_TASK_LEVELS:
            yield Overdue(task.key, "concern", days, OVERDUE_TASK_DAYS)
        else:
            yield Overdue(task.key, "watch", days, 0)


def petition_excess(case: Petition, end: date) -> int:
    """Give the days past the answer limit or past the close limit, the larger; 0 if neither."""
    excess = 0
    is_answered = case.notified_on is not None and case.notified_on <= end
    if not is_answered:
        excess = max(excess, (end - accept_limit(case)).days)
    limit = close_limit(case)
    if limit is not None:
        excess = max(excess, (end - limit).days)
    return excess


def overdue_petitions(cases: list[Petition], end: date) -> Iterator[Overdue]:
    """List cases not left out, not rejected or closed by E, that are past a limit."""
    for case in cases:
        is_over = any(
            day is not None and day <= end for day in (case.rejected_on, case.closed_on)
        )
        if is_left_out(case) or is_over:
            continue
        days = petition_excess(case, end)
        if days > OVERDUE_PETITION_DAYS:
            yield Overdue(case.key, "concern", days, OVERDUE_PETITION_DAYS)
        elif days > 0:
            yield Overdue(case.key, "watch", days, 0)


def overdue_findings(findings: list[Finding], end: date) -> Iterator[Overdue]:
    """List findings open past due_on; concern by more than 90 days, or repeats."""
    for finding in findings:
        if finding.due_on is None or finding.found_on > end:
            continue
        days = (end - finding.due_on).days
        if is_closed(finding, end) or days <= 0:
            continue
        if days > OVERDUE_FINDING_DAYS:
            yield Overdue(finding.key, "concern", days, OVERDUE_FINDING_DAYS)
        else:
            yield Overdue(finding.key, "concern" if finding.is_repeat else "watch", days, 0)


def undisclosed(notices: list[Notice], end: date) -> Iterator[Overdue]:
    """List notices past due_on and not posted by E; `flags` judges the second month."""
    for notice in notices:
        is_posted = notice.posted_on is not None and notice.posted_on <= end
        days = (end - notice.due_on).days
        if not is_posted and days > 0:
            yield Overdue(notice.key, "watch", days, 0)
