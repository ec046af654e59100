"""Builds beside the app, in a process of their own."""

from __future__ import annotations

import os
import time
from datetime import date

import pytest

from dashboard.ingest.receiving import receive
from dashboard.pipeline import background
from dashboard.pipeline.background import BuildState, build_state, log_path, start_build
from dashboard.storage.workspace import Workspace

TASK = b"task_id,team_id,title,due_on\nNEW-1,T0013,new,2026-10-20\n"


def finished(workspace: Workspace) -> BuildState:
    """Wait for the builds that were started."""
    deadline = time.monotonic() + 120
    while (state := build_state(workspace)).is_running:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return state


def test_a_build_takes_up_what_was_uploaded(own_sample_workspace: Workspace) -> None:
    """It runs apart and gives way; the new version holds the upload, and a log says so."""
    before = own_sample_workspace.built.newest()
    receipt = receive(own_sample_workspace, "tasks", TASK, "t.csv")
    assert build_state(own_sample_workspace).waiting == (receipt.upload_id,)

    start_build(own_sample_workspace, date(2026, 10, 31))
    (process,) = background._of(own_sample_workspace.settings.data)
    assert os.getpriority(os.PRIO_PROCESS, process.pid) > os.getpriority(os.PRIO_PROCESS, 0)

    assert finished(own_sample_workspace) == BuildState((), is_running=False, has_failed=False)
    assert own_sample_workspace.built.newest() != before
    assert "Version" in log_path(own_sample_workspace).read_text(encoding="utf-8")


def test_a_build_that_fails_is_known(
    own_sample_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version before keeps serving, and the page can say that it was our fault."""
    before = own_sample_workspace.built.newest()
    monkeypatch.setattr(background.sys, "executable", "/bin/false")
    start_build(own_sample_workspace, date(2026, 10, 31))

    assert finished(own_sample_workspace).has_failed
    assert own_sample_workspace.built.newest() == before


def test_at_most_one_build_waits_for_another(
    own_sample_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten uploads in a row do not start ten processes."""
    with own_sample_workspace.records.lock("build"):
        for _ in range(4):
            start_build(own_sample_workspace, date(2026, 10, 31))
        started = background._of(own_sample_workspace.settings.data)
        assert len(started) == 2
    finished(own_sample_workspace)
