"""A process killed at any moment leaves the old version or the new one, never a mixture."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date

from dashboard.pipeline.build import build
from dashboard.settings import ROOT
from dashboard.storage.verification import verify
from dashboard.storage.workspace import Workspace
from tests.comparing import differences, published

# Seconds after the start of the process; a full build of the sample takes several.
MOMENTS = (0.8, 1.6, 2.2, 2.8, 3.4, 4.5)


def test_a_killed_build_leaves_the_published_version(own_sample_workspace: Workspace) -> None:
    """
    The version that served goes on serving, and the next build does not stumble.
    """
    workspace = own_sample_workspace
    before = published(workspace)
    environment = {**os.environ, "DASHBOARD_DATA": str(workspace.settings.data)}
    command = [sys.executable, "-m", "dashboard", "build", "--full", "--as-of", "2026-10-31"]
    for moment in MOMENTS:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
        )
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()

        assert verify(workspace) == []
        assert differing(published(workspace), before) == []
    build(workspace, date(2026, 10, 31), full=True)

    assert verify(workspace) == []
    leftovers = [path.name for path in workspace.built.folder.iterdir() if ".part" in path.name]
    assert leftovers == []
    assert differing(published(workspace), before) == []


def differing(actual: dict[str, list], expected: dict[str, list]) -> list[str]:
    """Name the relations that differ; a build that got through adds up in another order."""
    return [name for name in expected if differences(name, actual[name], expected[name])]
