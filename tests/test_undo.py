"""Undo and redo: an undone upload leaves everything as if it had never come."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from polars.testing import assert_frame_equal

from dashboard.errors import RefusedError, UnknownNameError
from dashboard.kinds import KINDS
from dashboard.pipeline.build import build
from dashboard.storage.tables import uploads
from dashboard.storage.verifying.findings import Finding
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace
from tests.comparing import differences, published
from tests.stores import new_workspace, store_rows
from tests.test_builds import a_task, a_team
from tests.test_incremental import History, histories

# The same rows have other ids where an upload before them never came.
NAMES_UPLOADS = ("upload_id",)


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=histories())
def test_undone_is_never_uploaded_and_redone_is_uploaded(history: History) -> None:
    """
    Any of the uploads, one that replaced months too: stored rows and every published cell.
    """
    place = history.undone[0]
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder) / "undone")
        stored = store_history(workspace, history)
        build(workspace, history.as_of)
        before = published(workspace)
        if not stored:
            return
        workspace.records.undo(stored[place], "test", "wrong file")
        build(workspace, history.as_of)
        without, rows_without = published(workspace), stored_rows(workspace)
        workspace.records.redo(stored[place], "test")
        build(workspace, history.as_of)
        again = published(workspace)
        assert verify(workspace) == []

        other = new_workspace(Path(folder) / "never")
        store_history(other, history, never=place)
        build(other, history.as_of)
        never, rows_never = published(other), stored_rows(other)

    assert differing(without, never) == {}
    assert differing(again, before) == {}
    for kind, rows in rows_never.items():
        assert_frame_equal(rows_without[kind], rows)


def store_history(
    workspace: Workspace, history: History, never: int | None = None
) -> list[str]:
    """Store the uploads of a history, or all but one; return their ids."""
    store_rows(workspace, "teams", history.register)
    return [
        store_rows(workspace, step.kind, step.rows, months=step.months)
        for place, step in enumerate(history.steps)
        if place != never
    ]


def stored_rows(workspace: Workspace) -> dict[str, pl.DataFrame]:
    """Return the rows of each kind that count, as canonical text."""
    return {
        kind.name: workspace.archive.current_rows(kind, workspace.records.uploads(kind.name))
        .select(kind.stored)
        .collect()
        .sort(kind.key)
        for kind in KINDS.values()
    }


def differing(
    actual: dict[str, list[dict[str, object]]], expected: dict[str, list[dict[str, object]]]
) -> dict[str, list[tuple[object, ...]]]:
    """Name the cells that differ, by relation."""
    found = {
        name: differences(name, actual[name], expected[name], leave_out=NAMES_UPLOADS)
        for name in expected
    }
    return {name: cells for name, cells in found.items() if cells}


@pytest.fixture
def small(workspace: Workspace) -> Workspace:
    """A workspace of one team and two uploads of one task."""
    store_rows(workspace, "teams", [a_team()])
    store_rows(workspace, "tasks", [a_task(done_on=None)])
    store_rows(workspace, "tasks", [a_task()])
    return workspace


def test_undo_and_redo_are_acts_with_a_name_and_a_reason(small: Workspace) -> None:
    """They stand in the records and in the audit chain; nothing is deleted."""
    undone = small.records.undo("U000003", "周琳", "发错文件")
    redone = small.records.redo("U000003", "吴敏", "没有发错")

    assert (undone.state, redone.state) == ("undone", "active")
    changes = small.records.changes("U000003")
    assert [(item.state, item.actor, item.reason) for item in changes] == [
        ("undone", "周琳", "发错文件"),
        ("active", "吴敏", "没有发错"),
    ]
    assert small.records.changes("U000002") == []
    assert small.records.changes() == changes
    assert verify(small) == []
    with small.records.engine.connect() as connection:
        acts = connection.execute(sa.text("select act, subject, actor from audit")).fetchall()
    assert acts[-2:] == [("undo", "U000003", "周琳"), ("redo", "U000003", "吴敏")]


def test_what_is_so_already_is_refused(small: Workspace) -> None:
    """The sentence says since when and by whom; nothing is written."""
    with pytest.raises(RefusedError, match=r"U000002 .* is active: test uploaded it on 2"):
        small.records.redo("U000002", "周琳")
    small.records.undo("U000002", "周琳", "发错文件")
    with pytest.raises(RefusedError, match="is undone already: 周琳 has undone it on 2"):
        small.records.undo("U000002", "吴敏", "又一次")
    with pytest.raises(UnknownNameError, match="U000009"):
        small.records.undo("U000009", "周琳", "没有")

    assert len(small.records.changes()) == 1


def test_the_newest_upload_may_be_undone_and_its_number_is_not_used_again(
    small: Workspace,
) -> None:
    """What comes later is newer, and wins when the undone one comes back."""
    small.records.undo("U000003", "test", "x")
    store_rows(small, "tasks", [a_task(done_on="2026-03-20")])
    small.records.redo("U000003", "test")
    build(small, date(2026, 3, 31))

    assert {item["upload_id"] for item in published(small)["items"]} == {"U000004"}


def test_an_upload_removed_from_the_records_is_named(small: Workspace) -> None:
    """Numbers have no gaps, and the audit chain remembers the last one."""
    for upload_id in ("U000003", "U000001"):
        with small.records.engine.begin() as connection:
            connection.execute(uploads.delete().where(uploads.c.upload_id == upload_id))

    assert verify(small) == [
        Finding("upload_record", name, "missing") for name in ("U000001", "U000003")
    ]
