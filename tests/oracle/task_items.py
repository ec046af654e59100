"""Items of the task ledger (scoring.md section 2 table and 2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.oracle.items import Item, item_of
from tests.oracle.registers import Task
from tests.oracle.rules import (
    LATENESS_STEPS,
    LEVEL_WEIGHT,
    OPEN_PROGRESS_CAP,
    QUALITY_VALUE,
    ROLE_WEIGHT,
)
from tests.oracle.span import Month


def limit_of(task: Task) -> date:
    """Give d = coalesce(extended_to, due_on)."""
    return task.extended_to or task.due_on


def is_done(task: Task, end: date) -> bool:
    """Tell whether the task is done by E."""
    return task.done_on is not None and task.done_on <= end


def is_in_play(task: Task, month: Month) -> bool:
    """Clause 2.1: not exempt, assigned, not done before the month, due or done by E."""
    assigned = task.assigned_on is None or task.assigned_on <= month.end
    not_done_before = task.done_on is None or task.done_on >= month.first
    due_or_done = limit_of(task) <= month.end or is_done(task, month.end)
    return not task.is_exempt and assigned and not_done_before and due_or_done


def timeliness(task: Task, end: date) -> float:
    """Clause 2.1: tau, by days after d; 0 when not done."""
    if task.done_on is None or task.done_on > end:
        return 0.0
    days_late = (task.done_on - limit_of(task)).days
    for days, value in LATENESS_STEPS:
        if days_late <= days:
            return value
    return 0.0


def completion(task: Task, end: date) -> float:
    """Give 100 when done, else 100 * least(progress, 0.9)."""
    if is_done(task, end):
        return 100.0
    return 100.0 * min(task.progress or 0.0, OPEN_PROGRESS_CAP)


def task_items(tasks: list[Task], month: Month) -> Iterator[Item]:
    """Make the items of one team's tasks in one month."""
    for task in tasks:
        if not is_in_play(task, month):
            continue
        w = LEVEL_WEIGHT[task.level] * ROLE_WEIGHT[task.role]
        end = month.end
        yield item_of(task, "tasks", month, "task_completion", w, completion(task, end))
        yield item_of(task, "tasks", month, "task_timeliness", w, 100.0 * timeliness(task, end))
        if is_done(task, end) and task.quality is not None:
            x = 100.0 * QUALITY_VALUE[task.quality]
            yield item_of(task, "tasks", month, "task_quality", w, x)
