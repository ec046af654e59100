"""Incremental builds: whatever came between them, the result is that of a full one."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard.kinds import KINDS
from dashboard.pipeline.build import build
from dashboard.storage.workspace import Workspace
from tests.comparing import differences, published
from tests.oracle.city_rows import Row
from tests.oracle.months import cities
from tests.stores import new_workspace, store_rows


@dataclass(frozen=True)
class Step:
    """Some rows that arrive together.

    Attributes:
        days_before: how many days before `as_of` a build follows; None is no build.
        months: the months the rows replace; None adds rows only.
    """

    kind: str
    rows: list[Row]
    days_before: int | None = None
    months: tuple[str, ...] | None = None


@dataclass(frozen=True)
class History:
    """How the rows of a city arrived: the register first, uploads are taken back after it.

    Attributes:
        undone: places of the steps that are undone, one after the other.
        redone: whether the first of them comes back in the end.
    """

    register: list[Row]
    steps: list[Step]
    undone: list[int]
    redone: bool
    as_of: date


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Choose everything before the first build, so that no choice waits for one."""
    tables, as_of = draw(cities())
    steps = []
    for kind in draw(st.permutations(sorted(tables.keys() - {"teams"}))):
        rows = tables[kind]
        middle = draw(st.integers(0, len(rows)))
        days = draw(st.none() | st.integers(0, 70))
        months = draw(st.none() | months_of(kind, rows))
        if rows:
            steps += [Step(kind, rows[:middle]), Step(kind, rows[middle:], days, months)]
    places = st.integers(0, max(len(steps) - 1, 0))
    undone = draw(st.lists(places, min_size=1, max_size=2, unique=True))
    return History(tables["teams"], steps, undone, draw(st.booleans()), as_of)


def months_of(kind: str, rows: list[Row]) -> st.SearchStrategy[tuple[str, ...]]:
    """Choose some of the months that rows belong to."""
    column = KINDS[kind].month_column
    assert column is not None
    months = sorted({str(row[column])[:7] for row in rows})
    return st.lists(st.sampled_from(months or ["2026-01"]), min_size=1, unique=True).map(tuple)


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=histories())
def test_builds_in_steps_equal_one_full_build(history: History) -> None:
    """
    Uploads come in pieces, replace months, go and come back; the day moves on.
    """
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder))
        store_rows(workspace, "teams", history.register)
        stored = []
        for step in history.steps:
            stored.append(store_rows(workspace, step.kind, step.rows, months=step.months))
            if step.days_before is not None:
                build(workspace, history.as_of - timedelta(days=step.days_before))
        if stored:
            take_back(workspace, history, stored)
        build(workspace, history.as_of)
        in_steps, luck_in_steps = published(workspace), null_runs(workspace)

        build(workspace, history.as_of, full=True)
        at_once, luck_at_once = published(workspace), null_runs(workspace)

    assert_frame_equal(luck_in_steps, luck_at_once)
    assert {name: differences(name, in_steps[name], at_once[name]) for name in at_once} == {
        name: [] for name in at_once
    }


def null_runs(workspace: Workspace) -> pl.DataFrame:
    """Return what luck alone would list, which no export names."""
    with workspace.built.open(str(workspace.built.newest())).cursor() as cursor:
        return cursor.sql("from estimates.null_run order by month").pl()


def take_back(workspace: Workspace, history: History, stored: list[str]) -> None:
    """Undo uploads, and redo one after a build without it."""
    for place in history.undone:
        workspace.records.undo(stored[place], "test", "wrong file")
    if history.redone:
        build(workspace, history.as_of)
        workspace.records.redo(stored[history.undone[0]], "test")
