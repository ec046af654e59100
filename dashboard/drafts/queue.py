"""The queue of checks: a few at a time, each in a process of its own, none blocks a page."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO

import structlog

from dashboard.drafts.drafts import Draft, Drafts
from dashboard.drafts.limits import OUT_OF_MEMORY
from dashboard.errors import CrowdedError
from dashboard.ingest.examining import Request
from dashboard.settings import ROOT
from dashboard.storage.workspace import Workspace

_WORKER = "dashboard.drafts.worker"
# Each waits with all its bytes, and its check may take minutes of a place others wait for.
MOST_OF_ONE = 5

_LOADER_FAILED = 127

Whose = tuple[Path, str]
_checking: Counter[Whose] = Counter()
_guard = threading.Lock()


def drafts_of(workspace: Workspace) -> Drafts:
    """Return the drafts of a workspace."""
    return Drafts(workspace.settings.data / "drafts")


def send(workspace: Workspace, login: str, request: Request, content: bytes) -> Draft:
    """Take a file into the queue and return at once.

    Raises:
        CrowdedError: as many files of this person wait as may at once.
    """
    whose = workspace.settings.data, login
    _enter(whose)
    try:
        drafts = drafts_of(workspace)
        drafts.sweep()
        draft = drafts.create(login, request)
        held = draft.mark_path.open("w")
        fcntl.flock(held, fcntl.LOCK_EX)
        threading.Thread(
            target=_check, args=(workspace, drafts, draft, content, held), daemon=True
        ).start()
    except BaseException:
        _leave(whose)
        raise
    return draft


def _enter(whose: Whose) -> None:
    with _guard:
        if _checking[whose] >= MOST_OF_ONE:
            raise CrowdedError("Several of your files are being checked. Wait for one.")
        _checking[whose] += 1


def _leave(whose: Whose) -> None:
    with _guard:
        _checking[whose] -= 1
        if not _checking[whose]:
            del _checking[whose]


def is_lost(draft: Draft) -> bool:
    """Whether a draft waits for a check that nobody does: the app was restarted meanwhile."""
    if draft.stage in ("ready", "failed") or not draft.folder.exists():
        return False
    # Whoever checks or confirms holds it, in whatever process; with that it is let go.
    with draft.mark_path.open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    # It may have ended since it was looked at.
    now = Drafts(draft.folder.parent).find(draft.draft_id, draft.login)
    return now is not None and now.stage == draft.stage


@contextmanager
def alone(workspace: Workspace, draft: Draft) -> Iterator[Draft | None]:
    """Hold a checked draft while the body runs, so that two presses never store it twice.

    A second click runs beside the first one, in a thread or a process of its own. It waits
    here, and then gets what the first one left: None when that confirmed or left the draft.
    """
    try:
        mark = draft.mark_path.open("rb")
    except FileNotFoundError:
        yield None
        return
    with mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        yield drafts_of(workspace).find(draft.draft_id, draft.login)


def _check(
    workspace: Workspace, drafts: Drafts, draft: Draft, content: bytes, held: IO[str]
) -> None:
    settings = workspace.settings
    try:
        with held:
            with _places(settings.data, settings.checks_at_once):
                # Whoever left it meanwhile waits for nothing.
                is_left = not draft.folder.exists()
                failure = None if is_left else _work(workspace, draft, content)
            if failure is not None:
                _note_failure(drafts, draft, failure)
    finally:
        _leave((settings.data, draft.login))


def _note_failure(drafts: Drafts, draft: Draft, failure: str) -> None:
    left = drafts.find(draft.draft_id, draft.login)
    # What failed may have said so itself, and better.
    if left is not None and left.stage != "failed":
        drafts.put(replace(left, stage="failed", failure=failure))


def _work(workspace: Workspace, draft: Draft, content: bytes) -> str | None:
    """Check in a process; return how it failed, None if it did not."""
    settings = workspace.settings
    log = settings.data / "logs" / "uploads.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", _WORKER, draft.login, draft.draft_id],
            cwd=ROOT,
            env={**os.environ, **settings.environment()},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
        try:
            process.communicate(content, timeout=settings.check_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return "time"
    if process.returncode == 0:
        return None
    structlog.get_logger().error("check_failed", draft=draft.draft_id, code=process.returncode)
    # An allocator that gets nothing ends its process by a signal, the loader of libraries,
    # which has been heard of in a process that began, with a code of its own.
    is_memory = process.returncode in (OUT_OF_MEMORY, _LOADER_FAILED) or process.returncode < 0
    return "memory" if is_memory else "fault"


@cache
def _places(folder: Path, count: int) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(count)
