"""What the page of tasks asks: the ledger of one month, and the rows of one page of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard.filters import TASK_LIGHTS, TASK_ROLES, TASK_STATES, Filters
from dashboard.kinds import LEVELS
from dashboard.reads.pages import Slice, page_of
from dashboard.reads.run import run
from dashboard.sharing import MOST_WORDS
from dashboard.storage.built import Cursor

ROWS_A_PAGE = 50

_KEY = ["task_id", "team_id"]


@dataclass(frozen=True)
class Ledger:
    """The ledger of one month. A task that two teams share is one row for each.

    Attributes:
        cutoff: the day the month is described on.
        due_soon_days, behind_points, far_behind_points: the lines between the lights.
        total: tasks of the teams, search, level and role chosen.
        lights, states: light or state → tasks, of these.
        far_count: tasks in red that are not overdue.
        levels, roles: level or role → tasks, everything else being as chosen.
        rows: the tasks shown, what presses most first: columns of task_ledger and
            task_rows.
        slice: which of them are shown.
    """

    cutoff: date
    due_soon_days: int
    behind_points: float
    far_behind_points: float
    total: int
    lights: dict[str, int]
    states: dict[str, int]
    far_count: int
    levels: dict[str, int]
    roles: dict[str, int]
    rows: pl.DataFrame
    slice: Slice


def ledger(cursor: Cursor, filters: Filters) -> Ledger:
    """Read the ledger of one month.

    Source: queries/pages/task_ledger.sql, task_rows.sql, task_terms.sql
    """
    assert filters.month is not None, "ask_filters settles the month"
    terms = run(cursor, "task_terms", month=filters.month).row(0, named=True)
    tasks = _tasks(cursor, filters)
    press = {"task_light": filters.task_light, "state": filters.state}
    level, role = {"level": filters.level}, {"role": filters.role}
    of_kind = _chosen(tasks, level | role)
    pressing = _chosen(tasks, press)
    shown = _chosen(of_kind, press)
    part = page_of(shown.height, filters.number, ROWS_A_PAGE)
    states = _counts(of_kind, "state", TASK_STATES)
    lights = _counts(of_kind, "task_light", TASK_LIGHTS)
    return Ledger(
        cutoff=terms["cutoff"],
        due_soon_days=terms["due_soon_days"],
        behind_points=terms["behind_points"],
        far_behind_points=terms["far_behind_points"],
        total=of_kind.height,
        lights=lights,
        states=states,
        far_count=lights["red"] - states["overdue"],
        levels=_counts(_chosen(pressing, role), "level", LEVELS),
        roles=_counts(_chosen(pressing, level), "role", TASK_ROLES),
        rows=_rows(cursor, shown.slice(part.offset, ROWS_A_PAGE)),
        slice=part,
    )


def _tasks(cursor: Cursor, filters: Filters) -> pl.DataFrame:
    words = _words(filters.search)
    return run(
        cursor,
        "task_ledger",
        month=filters.month,
        team=filters.team,
        tier=filters.tier,
        peer_group=filters.peer_group,
        grade=filters.grade,
        light=filters.light,
        scope=None if filters.scope is None else list(filters.scope),
        **{f"word_{place + 1}": word for place, word in enumerate(words)},
    )


def _words(search: str | None) -> list[str | None]:
    # As uploads are read: full-width letters and digits are the plain ones.
    plain = unicodedata.normalize("NFKC", search or "").lower().split()[:MOST_WORDS]
    return [*plain, *[None] * (MOST_WORDS - len(plain))]


def _chosen(rows: pl.DataFrame, values: dict[str, str | None]) -> pl.DataFrame:
    for name, value in values.items():
        if value is not None:
            rows = rows.filter(pl.col(name) == value)
    return rows


def _counts(rows: pl.DataFrame, name: str, order: tuple[str, ...]) -> dict[str, int]:
    found = dict(rows.group_by(name).len().rows())
    return {value: found.get(value, 0) for value in order}


def _rows(cursor: Cursor, tasks: pl.DataFrame) -> pl.DataFrame:
    found = run(
        cursor,
        "task_rows",
        task_ids=tasks["task_id"].unique().to_list(),
        team_ids=tasks["team_id"].unique().to_list(),
    )
    return tasks.join(found, on=_KEY, how="left", maintain_order="left")
