"""The database of the records, as several processes and several openings share it."""

from __future__ import annotations

import subprocess
import sys

from dashboard.storage.workspace import Workspace, open_workspace

LOOK = (
    "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('select 1 from audit').close()"
)


def test_opening_it_again_lets_go_of_no_lock(workspace: Workspace) -> None:
    """
    What the first one writes still reaches everybody, whoever else looks meanwhile.

    A process that closes a file loses all its locks on it, those of SQLite too: then another
    process takes itself for the last one, and removes what the first still writes to.
    """
    path = workspace.settings.data / "records.sqlite"
    workspace.records.note("clerk1", "look", "T0001")
    open_workspace(workspace.settings)
    subprocess.run([sys.executable, "-c", LOOK, str(path)], check=True)
    workspace.records.note("clerk1", "look", "T0002")

    assert path.with_name(f"{path.name}-wal").exists()
    seen_by_others = open_workspace(workspace.settings).records.log.newest()
    assert seen_by_others == workspace.records.log.newest()
