"""Incremental builds: whatever came between them, the result is that of a full one."""

from __future__ import annotations

import tempfile
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
from tests.oracle.months import City, cities
from tests.stores import new_workspace, store_rows


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(made=cities(), data=st.data())
def test_builds_in_steps_equal_one_full_build(
    made: tuple[City, date], data: st.DataObject
) -> None:
    """
    Uploads arrive in pieces, one is taken back, the day moves on: every cell is the same.
    """
    tables, as_of = made
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder))
        stored = [store_rows(workspace, "teams", tables["teams"])]
        for kind, rows in data.draw(st.permutations(sorted(tables.items()))):
            if kind == "teams" or not rows:
                continue
            middle = data.draw(st.integers(0, len(rows)))
            for piece in (rows[:middle], rows[middle:]):
                stored.append(store_rows(workspace, kind, piece))
            if data.draw(st.booleans()):
                build(workspace, as_of - timedelta(days=data.draw(st.integers(0, 70))))
        take_back(workspace, data.draw(st.sampled_from(stored[1:] or stored)))
        build(workspace, as_of)
        in_steps, luck_in_steps = published(workspace), null_runs(workspace)

        build(workspace, as_of, full=True)
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
