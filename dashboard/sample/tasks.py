"""Card A: the task ledger, what was assigned, due and done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard.kinds import QUALITIES
from dashboard.sample.draws import (
    Array,
    chance,
    kept_where,
    known_by,
    masked,
    ordered_choice,
    pick,
)
from dashboard.sample.files import rows_of
from dashboard.sample.ledger import assigned_words, outcome_words
from dashboard.sample.months import Month, months_of
from dashboard.sample.plan import MONTHS_AHEAD, Plan

# Lead tasks that fall due per team and month. Four keep nearly every team-month graded
# (three in play are needed); the smallest sections are ungraded in some months.
TASKS_DUE = {"county": 4.3, "bureau": 4.1, "township": 4.0, "section": 3.9}
TASKS_DUE_SMALL_SECTION = 3.1
SMALL_SECTION_STAFF = 5
# A benchmark city has about ten tasks due per team and month, support rows included.
FULL_CITY_FACTOR = 2.3
SUPPORT_SHARE = 0.1
# Days of the month on which tasks fall due; 31 is the last day. A late one shows as
# overdue when the month ends before it is done, so few fall due at its end.
DUE_DAYS = {5: 0.1, 10: 0.22, 15: 0.28, 20: 0.24, 25: 0.11, 31: 0.05}
# Chance to be on time, and what one point of level adds.
ON_TIME, ON_TIME_PER_POINT = 0.895, 0.013
# Mean days late of a typical team; a level of -25 makes it 2.7 times as long.
DAYS_LATE, DAYS_LATE_LEVEL = 4.5, 25.0
# Chance that a task stands still for months: next to none, except in weak teams. This is
# what takes a team below 60 points, for being late alone costs little.
STALLED, STALLED_LEVEL, MOST_STALLED = 0.0008, 5.0, 0.3
STALLED_DAYS = (35, 130)
EXTENDED_SHARE = 0.06
EXEMPT_SHARE_OF_LATE = 0.06
# Logistic cuts: a typical team has 10 % excellent, 40 % good, 40 % fair, 10 % poor.
QUALITY_CUTS = (-2.2, 0.0, 2.2)
QUALITY_LEVEL = 9.0

# Open tasks that `overdue_task` must find: event, level, days past due on the last day, id.
_PLANTED = (("late_task", "city", 12, "DC-0901"), ("stalled_task", "province", 47, "DC-0801"))


@dataclass(frozen=True)
class _Dates:
    """What happened to the tasks of a month, day by day."""

    assigned_on: Array
    due_on: Array
    extended_to: Array
    done_on: Array
    days_late: Array


def task_rows(plan: Plan) -> Iterator[pl.DataFrame]:
    """Give the tasks month by month of their time limit, then the planted ones."""
    for month in months_of(plan, "tasks", MONTHS_AHEAD):
        teams = _teams_with_tasks(month)
        dates = _dates(month, teams)
        leads = _rows(month, teams, dates)
        supports = _support(month, teams, leads, dates.days_late)
        leads = leads.filter(pl.Series(plan.exists_on(teams, dates.due_on)))
        is_assigned = pl.col("assigned_on") <= plan.last_day.item()
        yield _unless_silent(plan, pl.concat([leads, supports]).filter(is_assigned))
    yield rows_of("tasks", list(_planted(plan)))


def _teams_with_tasks(month: Month) -> Array:
    """Return one place of a team per task that falls due."""
    plan = month.plan
    staff = plan.teams["staff"].fill_null(0).to_numpy()
    mean = plan.by_tier(TASKS_DUE)
    mean[(plan.tiers == "section") & (staff <= SMALL_SECTION_STAFF)] = TASKS_DUE_SMALL_SECTION
    if plan.is_full:
        mean = mean * FULL_CITY_FACTOR
    teams = month.teams()
    counts = np.floor(mean[teams] + month.rng.random(len(teams))).astype(int)
    return np.repeat(teams, counts)


def _dates(month: Month, teams: Array) -> _Dates:
    plan, rng, size = month.plan, month.rng, len(teams)
    day = np.array(list(DUE_DAYS))[pick(rng, list(DUE_DAYS.values()), size)]
    due_on = month.first_day + np.minimum(day, month.days) - 1
    assigned_on = np.maximum(due_on - rng.integers(20, 75, size), plan.exists_from[teams])
    # An extension to come is not on record before the first limit is reached.
    is_extended = chance(rng, EXTENDED_SHARE, size) & (due_on <= plan.last_day)
    extended_to = kept_where(is_extended, due_on + rng.integers(7, 26, size))
    limit = np.where(is_extended, extended_to, due_on)
    days_late = _days_late(rng, month.level("tasks")[teams])
    done_on = np.maximum(limit + days_late, np.maximum(assigned_on + 1, plan.first_day))
    return _Dates(assigned_on, due_on, extended_to, done_on, days_late)


def _days_late(rng: np.random.Generator, level: Array) -> Array:
    """Return the days from the limit of each task until it is done; early is negative."""
    size = len(level)
    stalled = np.minimum(STALLED * np.exp(-level / STALLED_LEVEL), MOST_STALLED)
    is_stalled = chance(rng, stalled, size)
    on_time = np.clip(ON_TIME + ON_TIME_PER_POINT * level, 0.2, 0.985)
    is_late = chance(rng, 1 - on_time, size) | is_stalled
    early = np.floor(rng.exponential(3.0, size)).astype(int)
    mean_late = DAYS_LATE * np.exp(-level / DAYS_LATE_LEVEL)
    late = 1 + np.floor(rng.exponential(1.0, size) * mean_late).astype(int)
    late = np.where(is_stalled, rng.integers(*STALLED_DAYS, size), late)
    return np.where(is_late, late, -early)


def _rows(month: Month, teams: Array, dates: _Dates) -> pl.DataFrame:
    plan, rng, size = month.plan, month.rng, len(teams)
    is_done = dates.done_on <= plan.last_day
    is_missed = (dates.days_late > 0) & (dates.due_on <= plan.last_day)
    is_exempt = is_missed & chance(rng, EXEMPT_SHARE_OF_LATE, size)
    level = month.level("tasks")[teams]
    quality = ordered_choice(rng, QUALITIES, QUALITY_CUTS, level / QUALITY_LEVEL)
    return pl.DataFrame(
        {
            "task_id": month.ids("D", size, 5),
            "team_id": plan.team_ids(teams),
            "role": pl.repeat("lead", size, eager=True),
            **assigned_words(plan, rng, teams),
            "assigned_on": dates.assigned_on,
            "due_on": dates.due_on,
            "extended_to": dates.extended_to,
            "done_on": known_by(dates.done_on, plan.last_day),
            "progress": np.where(is_done, 1.0, _open_progress(month, dates)),
            "quality": masked(is_done, quality),
            "returns": pick(rng, (0.9, 0.08, 0.02), size),
            "is_exempt": is_exempt,
            **outcome_words(rng, is_done, is_exempt),
        }
    )


def _open_progress(month: Month, dates: _Dates) -> Array:
    """Tell how far an open task has come by the time that has passed, a little pessimistic."""
    whole = (dates.done_on - dates.assigned_on).astype(float)
    passed = (month.plan.last_day - dates.assigned_on).astype(float)
    share = passed / np.maximum(whole, 1) * month.rng.uniform(0.6, 1.0, len(whole))
    return np.floor(np.clip(share, 0.05, 0.95) * 20) / 20


def _support(month: Month, teams: Array, leads: pl.DataFrame, days_late: Array) -> pl.DataFrame:
    """Repeat some tasks for a second team of the same peer group.

    Not those that stand still: weak teams would turn the lights of their partners red.
    """
    plan, size = month.plan, len(teams)
    partner = plan.groups.other_member(teams, month.rng.random(size))
    is_there = plan.assessed[partner, month.last_known]
    is_there &= plan.exists_on(partner, leads["due_on"].to_numpy())
    is_there &= (partner != teams) & (days_late < STALLED_DAYS[0])
    helps = chance(month.rng, SUPPORT_SHARE, size) & is_there
    return leads.filter(pl.Series(helps)).with_columns(
        plan.team_ids(partner[helps]).alias("team_id"), role=pl.lit("support")
    )


def _unless_silent(plan: Plan, rows: pl.DataFrame) -> pl.DataFrame:
    """Drop the tasks a silent team had in play in the month it sent nothing."""
    event = plan.events.get("silent")
    if event is None:
        return rows
    start, end = plan.starts[event.month].item(), plan.starts[event.month + 1].item()
    limit = pl.coalesce("extended_to", "due_on")
    ends_after_start = pl.col("done_on").is_null() | (pl.col("done_on") >= start)
    in_play = (pl.min_horizontal(limit, "done_on") < end) & ends_after_start
    is_silent = pl.col("team_id") == plan.teams["team_id"][event.team]
    return rows.filter(~(is_silent & in_play))


def _planted(plan: Plan) -> Iterator[dict[str, object]]:
    for name, level, days, task_id in _PLANTED:
        event, due_on = plan.events.get(name), plan.last_day - days
        if event is None or due_on < plan.first_day:
            continue
        yield {
            "task_id": task_id,
            "team_id": plan.teams["team_id"][event.team],
            "role": "lead",
            "title": "推进跨区域联动整治专项行动",
            "source": "督查交办",
            "level": level,
            "problem": "协调环节多",
            "measure": "专班推进，按周调度",
            "owner": "主要负责人",
            "assigned_on": (due_on - 40).item(),
            "due_on": due_on.item(),
            "progress": 0.6,
            "returns": 0,
            "is_exempt": False,
            "note": "受外部条件影响，进度滞后",
        }
