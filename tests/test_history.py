"""The history of a row: who changed which cell, from which file, and what was taken away."""

from __future__ import annotations

import pytest

from dashboard.errors import UnknownNameError
from dashboard.storage.history import history
from dashboard.storage.workspace import Workspace
from tests.stores import store_rows
from tests.test_builds import a_task

KEY = {"task_id": "K1", "team_id": "T1"}


def lines(workspace: Workspace) -> list[tuple[object, ...]]:
    """Return of each version its upload, line, changed columns, and whether it counts."""
    return [
        (version.upload.upload_id, version.row, version.changed, version.counts)
        for version in history(workspace, "tasks", KEY)
    ]


def test_each_upload_says_what_it_changed(workspace: Workspace) -> None:
    """
    Only files with the key are listed; the first version is new, the last one counts.
    """
    store_rows(workspace, "tasks", [a_task(task_id="other"), a_task()])
    store_rows(workspace, "tasks", [a_task(task_id="other", title="改")])
    store_rows(workspace, "tasks", [a_task(done_on=None, progress="0.5")])
    store_rows(workspace, "tasks", [a_task(done_on=None, progress="0.5")])

    assert lines(workspace) == [
        ("U000001", 3, None, False),
        ("U000003", 2, ("done_on", "progress"), False),
        ("U000004", 2, (), True),
    ]
    version = history(workspace, "tasks", KEY)[0]
    assert version.values is not None
    assert version.values["done_on"] == "2026-03-09"
    assert (version.upload.uploaded_by, version.upload.file_name) == ("test", "tasks.csv")


def test_an_undone_upload_stays_in_the_history(workspace: Workspace) -> None:
    """It says who undid it, when and why; the next version is compared with the one before."""
    first = store_rows(workspace, "tasks", [a_task(progress="0.1")])
    wrong = store_rows(workspace, "tasks", [a_task(progress="0.9", note="误报")])
    store_rows(workspace, "tasks", [a_task(progress="0.2")])
    change = workspace.records.undo(wrong, "周琳", "发错文件").upload_id
    versions = history(workspace, "tasks", KEY)

    assert change == wrong
    assert [version.upload.state for version in versions] == ["active", "undone", "active"]
    assert [version.changed for version in versions] == [
        None,
        ("progress", "note"),
        ("progress",),
    ]
    undone = versions[1].last_change
    assert undone is not None
    assert (undone.actor, undone.reason, undone.state) == ("周琳", "发错文件", "undone")
    assert versions[0].last_change is None
    assert first == versions[0].upload.upload_id


def test_a_file_that_replaced_the_month_is_part_of_the_history(workspace: Workspace) -> None:
    """It took the row away; a later file may bring it again, as a new one."""
    store_rows(workspace, "tasks", [a_task()])
    store_rows(workspace, "tasks", [], months=("2026-04",))
    store_rows(workspace, "tasks", [], months=("2026-03",), team_ids=("T2",))
    gone = store_rows(workspace, "tasks", [a_task(task_id="K2")], months=("2026-03",))

    assert lines(workspace) == [("U000001", 2, None, False), (gone, None, None, False)]
    store_rows(workspace, "tasks", [a_task()])
    assert lines(workspace)[-1] == ("U000005", 2, None, True)
    workspace.records.undo("U000005", "test", "x")
    workspace.records.undo(gone, "test", "x")
    assert lines(workspace)[0] == ("U000001", 2, None, True)
    assert [version.upload.state for version in history(workspace, "tasks", KEY)] == [
        "active",
        "undone",
        "undone",
    ]


def test_a_row_nobody_sent_has_no_history(workspace: Workspace) -> None:
    """An unknown key is an empty list; a key of other columns is refused with its columns."""
    assert history(workspace, "tasks", KEY) == []
    store_rows(workspace, "tasks", [a_task(task_id="other")])

    assert history(workspace, "tasks", KEY) == []
    with pytest.raises(UnknownNameError, match="task_id, team_id"):
        history(workspace, "tasks", {"task_id": "K1"})
    with pytest.raises(UnknownNameError, match="nothing"):
        history(workspace, "nothing", KEY)
