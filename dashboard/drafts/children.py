"""Work on a stranger's file, or as long as a build, done in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import structlog

from dashboard.errors import FaultError
from dashboard.settings import ROOT
from dashboard.storage.workspace import Workspace


def answer_of(
    workspace: Workspace, module: str, arguments: Sequence[str], content: bytes = b""
) -> bytes:
    """Run a module on the bytes of its input; return what it writes.

    The module holds itself to the limits of the settings, see `limits.limit_process`.

    Raises:
        FaultError: it took too long, or ended without an answer.
    """
    settings = workspace.settings
    log = settings.data / "logs" / "uploads.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        try:
            done = subprocess.run(
                [sys.executable, "-m", module, *arguments],
                cwd=ROOT,
                env={**os.environ, **settings.environment()},
                input=content,
                stdout=subprocess.PIPE,
                stderr=file,
                timeout=settings.check_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise FaultError(f"{module} took longer than it may.") from None
    if done.returncode != 0:
        structlog.get_logger().error("child_failed", module=module, code=done.returncode)
        raise FaultError(f"{module} ended with {done.returncode}; its log says why.")
    return done.stdout
