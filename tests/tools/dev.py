"""The app with reload: `poe dev`.

Streamlit itself reruns a page when Python changes. SQL, rules and words are kept in memory,
so a change of those builds what it reaches and starts the server anew; an open page
reconnects to it by itself.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress

import duckdb

from dashboard.errors import DashboardError
from dashboard.first_run import clock, prepare
from dashboard.pipeline.build import build
from dashboard.settings import ROOT, Settings
from dashboard.storage.workspace import open_workspace

WATCHED = ("queries", "dashboard/text", "sample_data")
APP = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
RELOAD = ["--server.fileWatcherType", "auto", "--server.runOnSave", "true"]


def build_changes() -> None:
    """Build, and say what came of it; when it fails the last version still serves."""
    workspace = open_workspace(Settings())
    try:
        prepare(workspace)
        report = build(workspace, clock(workspace))
        print(f"{report.version}: {report.months_built} months in {report.seconds:.1f} s")
    except (DashboardError, duckdb.Error) as error:
        print(f"The build failed. {error}")


def moments() -> dict[str, float]:
    """Return when each watched file was last written."""
    files = [file for folder in WATCHED for file in (ROOT / folder).rglob("*.*")]
    return {str(file): file.stat().st_mtime for file in files}


def main() -> None:
    """Serve until the server ends; build and start it anew whenever a watched file changes."""
    while True:
        seen = moments()
        build_changes()
        server = subprocess.Popen([*APP, *RELOAD], cwd=ROOT)
        try:
            while moments() == seen and server.poll() is None:
                time.sleep(1)
        finally:
            server.terminate()
            server.wait()
        if moments() == seen:
            return


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
