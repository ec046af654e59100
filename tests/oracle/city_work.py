"""Random tasks, notices and objections, on and around their edges."""

from __future__ import annotations

from datetime import date, timedelta

from tests.oracle.city_rows import Frame, Pen, Row, last_of, later, row_of
from tests.oracle.working_days import working_days_after

LEVELS = (None, "county", "province", "city", "department")
QUALITIES = (None, "excellent", "good", "fair", "poor")


def make_task(pen: Pen, frame: Frame, team_id: str, task_id: str) -> Row:
    """Make one task with its days near the edges of clause 2.1."""
    due_on = pen.pick(frame.day(pen), frame.limit(pen, 0, 1, 30, 31))
    extended_to = later(due_on, pen.pick(1, 5, 31, -1)) if pen.rarely(4) else None
    limit = extended_to or due_on
    month = limit.replace(day=1)
    done_on = pen.pick(
        None,
        limit,
        later(limit, pen.pick(1, 7, 8, 30, 31)),
        later(limit, pen.pick(-1, -45)),
        pen.pick(month, later(month, -1), last_of(month), later(last_of(month), 1)),
        later(frame.as_of, pen.pick(0, 1)),
    )
    return row_of(
        "tasks",
        task_id=task_id,
        team_id=team_id,
        role=pen.pick(None, "lead", "support"),
        title=task_id,
        level=pen.pick(*LEVELS),
        assigned_on=make_assignment(pen, frame, limit, done_on),
        due_on=due_on,
        extended_to=extended_to,
        done_on=done_on,
        progress=pen.pick(None, "0", "0.5", "0.9", "0.95", "1"),
        quality=pen.pick(*QUALITIES),
        is_exempt=pen.pick(None, None, "false", "false", "true"),
    )


def make_assignment(pen: Pen, frame: Frame, limit: date, done_on: date | None) -> date | None:
    """Make assigned_on: mostly blank or early, sometimes after the task was due or `as_of`."""
    last = last_of(limit.replace(day=1))
    return pen.pick(
        None,
        later(limit, -30),
        pen.pick(
            limit, later(last, 0), later(last, 1), later(done_on, 0), later(frame.as_of, 1)
        ),
    )


def make_steady_tasks(pen: Pen, frame: Frame, team_id: str) -> list[Row]:
    """Give a team three equal tasks in most months, so that it is graded and its scores tie."""
    if frame.is_strong:
        quality, days_late = pen.pick("excellent", "excellent", "good"), pen.pick(0, 0, 0, 7)
    else:
        quality = pen.pick("excellent", "good", "fair", "poor")
        days_late = pen.pick(0, 0, 0, 7, 8, 31, None)
    skipped = pen.pick(None, None, *frame.months)
    rows = []
    for first in frame.months:
        due_on = pen.pick(first, first + timedelta(days=4), last_of(first))
        for number in range(pen.pick(3, 3, 3, 2) if first != skipped else 0):
            rows.append(
                row_of(
                    "tasks",
                    task_id=f"S{first:%y%m}{number}{team_id}",
                    team_id=team_id,
                    title="steady",
                    due_on=due_on,
                    done_on=None if days_late is None else later(due_on, days_late),
                    progress="0.9",
                    quality=quality,
                )
            )
    return rows


def make_notice(pen: Pen, frame: Frame, team_id: str, notice_id: str) -> Row:
    """Make one notice, posted around its due day and taken down after about 5 working days."""
    due_on = frame.day(pen)
    posted_on = pen.pick(
        due_on, None, later(due_on, pen.pick(-1, -7, 1, 32)), later(frame.as_of, pen.pick(0, 1))
    )
    posted_until = None
    if posted_on is not None and not pen.rarely(3):
        before = posted_on - timedelta(days=1)
        posted_until = pen.pick(
            working_days_after(before, pen.pick(5, 4, 6)),
            last_of(due_on.replace(day=1)),
            later(last_of(due_on.replace(day=1)), -1),
            later(posted_on, pen.pick(4, 6)),
            frame.as_of,
        )
    return row_of(
        "disclosures",
        notice_id=notice_id,
        team_id=team_id,
        subject=pen.pick("tasks", "results", "rectification"),
        due_on=due_on,
        posted_on=posted_on,
        posted_until=posted_until,
        items_due=pen.pick(None, "0", "1", "20"),
        items_posted=pen.pick(None, "0", "1", "18", "25"),
    )


def make_steady_notices(pen: Pen, frame: Frame, team_id: str) -> list[Row]:
    """Give a team one timely notice a month up to some month: the rest is a gap."""
    last_month = pen.pick(*frame.months)
    return [
        row_of(
            "disclosures",
            notice_id=f"N{first:%y%m}",
            team_id=team_id,
            subject="tasks",
            due_on=first,
            posted_on=first,
        )
        for first in frame.months
        if first <= last_month
    ]


def make_objection(pen: Pen, frame: Frame, team_id: str, objection_id: str) -> Row:
    """Make one objection, answered around its 10th working day."""
    received_on = pen.pick(frame.day(pen), make_eve_of_holiday(pen, frame))
    limit = working_days_after(received_on, 10)
    answered_on = pen.pick(
        limit,
        None,
        later(limit, pen.pick(-1, 1)),
        later(received_on, pen.pick(0, 14, 40)),
    )
    return row_of(
        "objections",
        objection_id=objection_id,
        team_id=team_id,
        matter="score",
        received_on=received_on,
        answered_on=answered_on,
        outcome=pen.pick(None, "upheld", "rejected", "inadmissible"),
    )


def make_eve_of_holiday(pen: Pen, frame: Frame) -> date:
    """Choose a day shortly before Spring Festival or the October holidays."""
    year = frame.month(pen).year
    return pen.pick(date(year, 1, 20), date(year, 2, 10), date(year, 9, 28), date(year, 12, 30))
