"""A process killed at any moment leaves the old version or the new one, never a mixture."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from dashboard.ingest.receiving import receive
from dashboard.kinds import KINDS
from dashboard.pipeline.build import build
from dashboard.settings import ROOT
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace
from tests.comparing import differences, published
from tests.stores import new_workspace, store_rows
from tests.test_builds import a_task, a_team

# Seconds after the start of the process; a full build of the sample takes several.
MOMENTS = (0.8, 1.6, 2.2, 2.8, 3.4, 4.5)


def test_a_killed_build_leaves_the_published_version(own_sample_workspace: Workspace) -> None:
    """
    The version that served goes on serving, and the next build does not stumble.
    """
    workspace = own_sample_workspace
    before, compared = published(workspace), workspace.built.newest()
    environment = {**os.environ, "DASHBOARD_DATA": str(workspace.settings.data)}
    command = [sys.executable, "-m", "dashboard", "build", "--full", "--as-of", "2026-10-31"]
    for moment in MOMENTS:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
        )
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()

        # A version whose sum is the recorded one holds what it held.
        assert verify(workspace) == []
        if (newest := workspace.built.newest()) != compared:
            assert differing(published(workspace), before) == []
            compared = newest
    build(workspace, date(2026, 10, 31), full=True)

    assert verify(workspace) == []
    leftovers = [path.name for path in workspace.built.folder.iterdir() if ".part" in path.name]
    assert leftovers == []
    assert differing(published(workspace), before) == []


def differing(actual: dict[str, list], expected: dict[str, list]) -> list[str]:
    """Name the relations that differ; a build that got through adds up in another order."""
    return [name for name in expected if differences(name, actual[name], expected[name])]


# Runs a command in one folder after another and dies at a chosen one of the places where
# something reaches the disk: a file half written, before and after it is flushed, before and
# after it is renamed, a transaction before and after it is committed. What takes long to
# import and starts no thread is imported once; each command is a process forked from there.
DRIVER = """
import json, os, signal, sys
from pathlib import Path
import pydantic_settings, rich.traceback, structlog, typer.rich_utils
from sqlalchemy.engine.default import DefaultDialect
def step():
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
def dying(act):
    def with_steps(*arguments, **named):
        step()
        answer = act(*arguments, **named)
        step()
        return answer
    return with_steps
def write_half(path, content):
    with path.open("wb") as file:
        file.write(content[: len(content) // 2])
        file.flush()
        step()
        file.write(content[len(content) // 2 :])
def run(folder):
    from dashboard.__main__ import main
    said = os.open(f"{folder}.said", os.O_CREAT | os.O_WRONLY)
    os.dup2(said, 1)
    os.environ["DASHBOARD_DATA"] = folder
    os.fsync, os.replace = dying(os.fsync), dying(os.replace)
    DefaultDialect.do_commit = dying(DefaultDialect.do_commit)
    Path.write_bytes = write_half
    main()
folders = json.loads(sys.argv.pop(1))
codes = []
for left, folder in enumerate(folders, start=1):
    child = os.fork()
    if child == 0:
        run(folder)
    codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    if codes[-1] == 0:
        break
print(json.dumps(codes))
"""
MOST_STEPS = 40
NEW_TASK = "task_id,team_id,title,due_on\nK2,T1,x,2026-03-05\n"


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        (("ingest", "tasks", "{file}", "--json"), {"K1"}, {"K1", "K2"}),
        (("undo", "U000002", "--reason", "x", "--json"), {"K1"}, set()),
    ],
    ids=["ingest", "undo"],
)
def test_an_act_killed_at_any_step_is_done_or_not(
    tmp_path: Path, words: tuple[str, ...], old: set[str], new: set[str]
) -> None:
    """
    The evidence is the old or the new, what was acknowledged is kept, and work goes on.
    """
    file = tmp_path / "tasks.csv"
    file.write_text(NEW_TASK, encoding="utf-8")
    folders = small_cities(tmp_path / "steps")
    command = [word.format(file=file) for word in words]
    driven = subprocess.run(
        [
            sys.executable,
            "-c",
            DRIVER,
            json.dumps([str(folder) for folder in folders]),
            *command,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    codes, found = json.loads(driven.stdout), []
    for folder in folders[: len(codes)]:
        workspace = new_workspace(folder)
        found.append(task_ids(workspace))
        said = folder.with_suffix(".said").read_bytes()
        assert found[-1] in ([old, new] if not said else [new])
        assert_work_goes_on(workspace, found[-1])

    assert [found[0], found[-1]] == [old, new]
    assert codes == [-signal.SIGKILL] * (len(codes) - 1) + [0]


@pytest.mark.parametrize("seconds", [0.8, 1.3, 1.8])
def test_an_upload_killed_at_any_moment_is_stored_or_not(
    tmp_path: Path, seconds: float
) -> None:
    """
    A process as an operator starts it, at moments that nobody chose with care.
    """
    (folder, *_) = small_cities(tmp_path / "moments", 1)
    file = tmp_path / "tasks.csv"
    file.write_text(NEW_TASK, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "ingest", "tasks", str(file), "--json"],
        cwd=ROOT,
        env={**os.environ, "DASHBOARD_DATA": str(folder)},
        stdout=subprocess.PIPE,
    )
    time.sleep(seconds)
    process.kill()
    answer, _ = process.communicate()
    seen = task_ids(new_workspace(folder))

    assert seen in ({"K1"}, {"K1", "K2"})
    if answer:
        assert json.loads(answer)["upload_id"] == "U000003"
        assert seen == {"K1", "K2"}
    assert_work_goes_on(new_workspace(folder), seen)


def small_cities(folder: Path, count: int = MOST_STEPS) -> list[Path]:
    """Make workspaces of one team and one task, all alike."""
    folders = [folder / f"{number:02d}" for number in range(count)]
    workspace = new_workspace(folders[0])
    store_rows(workspace, "teams", [a_team()])
    store_rows(workspace, "tasks", [a_task()])
    workspace.records.engine.dispose()
    for other in folders[1:]:
        shutil.copytree(folders[0], other)
    return folders


def task_ids(workspace: Workspace) -> set[str]:
    """Name the tasks that count."""
    kind = KINDS["tasks"]
    rows = workspace.archive.current_rows(kind, workspace.records.uploads("tasks"))
    return set(rows.collect()["task_id"])


def assert_work_goes_on(workspace: Workspace, before: set[str]) -> None:
    """Nothing is damaged, the next upload is taken, and nothing half written stays."""
    assert verify(workspace) == []
    receipt = receive(workspace, "tasks", NEW_TASK.replace("K2", "K3").encode(), "next.csv")
    assert receipt.upload_id is not None
    assert task_ids(workspace) == {*before, "K3"}
    assert verify(workspace) == []
    assert [path for path in workspace.settings.data.rglob("*") if ".part" in path.name] == []
