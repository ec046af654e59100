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

from dashboard.pipeline.build import build
from dashboard.storage.tables import uploads
from dashboard.storage.workspace import Workspace
from tests.comparing import differences, published
from tests.oracle.city_rows import Row
from tests.oracle.months import cities
from tests.stores import new_workspace, store_rows


@dataclass(frozen=True)
class Step:
    """Some rows that arrive together, and how many days before `as_of` a build follows."""

    kind: str
    rows: list[Row]
    days_before: int | None = None


@dataclass(frozen=True)
class History:
    """How the rows of a city arrived: the register first, one upload is taken back."""

    register: list[Row]
    steps: list[Step]
    taken_back: int
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
        if rows:
            steps += [Step(kind, rows[:middle]), Step(kind, rows[middle:], days)]
    taken_back = draw(st.integers(0, max(len(steps) - 1, 0)))
    return History(tables["teams"], steps, taken_back, as_of)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=histories())
def test_builds_in_steps_equal_one_full_build(history: History) -> None:
    """
    Uploads arrive in pieces, one is taken back, the day moves on: every cell is the same.
    """
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder))
        store_rows(workspace, "teams", history.register)
        stored = []
        for step in history.steps:
            stored.append(store_rows(workspace, step.kind, step.rows))
            if step.days_before is not None:
                build(workspace, history.as_of - timedelta(days=step.days_before))
        if stored:
            take_back(workspace, stored[history.taken_back])
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


def take_back(workspace: Workspace, upload_id: str) -> None:
    """Mark an upload as undone."""
    with workspace.records.engine.begin() as connection:
        connection.execute(
            uploads.update().where(uploads.c.upload_id == upload_id).values(state="undone")
        )
