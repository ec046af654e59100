"""A build beside the app: in a process of its own, so that no page waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from dashboard.settings import ROOT
from dashboard.storage.built import Built
from dashboard.storage.workspace import Workspace

# Builds give way to the people who are looking at pages.
_NICENESS = 10
# One works, one waits for its lock and takes up whatever was stored meanwhile.
_MOST_AT_ONCE = 2

_guard = threading.Lock()
_started: dict[Path, list[subprocess.Popen[bytes]]] = {}


@dataclass(frozen=True)
class BuildState:
    """How far the published version is behind the evidence.

    Attributes:
        waiting: ids of active uploads that the newest version does not hold yet, or of
            uploads it holds that are active no more.
        is_running: whether a build that this process started is at work.
        has_failed: whether the last one it started ended without success.
    """

    waiting: tuple[str, ...]
    is_running: bool
    has_failed: bool


def start_build(workspace: Workspace, as_of: date) -> None:
    """Start a build and return at once; it holds its own lock, so two never collide.

    What it says goes to the file of `log_path`.
    """
    folder = workspace.settings.data
    log = log_path(workspace)
    log.parent.mkdir(parents=True, exist_ok=True)
    with _guard:
        running = [process for process in _of(folder) if process.poll() is None]
        if len(running) >= _MOST_AT_ONCE:
            return
        with log.open("ab") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "dashboard", "build", "--as-of", as_of.isoformat()],
                cwd=ROOT,
                env={**os.environ, **workspace.settings.environment()},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                # A build in the middle of its work survives the end of the app.
                start_new_session=True,
            )
        _started[folder] = [*running, process]
    os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)


def build_state(workspace: Workspace) -> BuildState:
    """Compare the newest version with the evidence, and look after the started builds."""
    with _guard:
        codes = [process.poll() for process in _of(workspace.settings.data)]
    return BuildState(
        waiting=_waiting(workspace),
        is_running=None in codes,
        has_failed=bool(codes) and codes[-1] not in (None, 0),
    )


def log_path(workspace: Workspace) -> Path:
    """Where the builds started here write what they say."""
    return workspace.settings.data / "logs" / "build.log"


def _of(folder: Path) -> list[subprocess.Popen[bytes]]:
    return _started.get(folder, [])


def _waiting(workspace: Workspace) -> tuple[str, ...]:
    active = {upload.upload_id for upload in workspace.records.uploads()}
    version = workspace.built.newest()
    if version is None:
        return tuple(sorted(active))
    return tuple(sorted(active ^ _held(workspace.built, version)))


# A version never changes; of those that serve there are few.
@lru_cache(maxsize=8)
def _held(built: Built, version: str) -> frozenset[str]:
    with built.open(version).cursor() as cursor:
        rows = cursor.sql("select upload_id from build.uploads").fetchall()
    return frozenset(upload_id for (upload_id,) in rows)
