"""Files of trials: made beside the versions, read by nobody but their maker, never kept."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.storage.locks import is_running

# Longer than any trial takes: what is older was left by a process that is gone.
_OLDEST_SECONDS = 3600.0


@contextmanager
def trial_folder(parent: Path) -> Iterator[Path]:
    """Lend an empty folder, and remove it afterwards with those that killed trials left."""
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.iterdir():
        if _is_left_behind(left):
            shutil.rmtree(left, ignore_errors=True)
    prefix = f"{socket.gethostname()}:{os.getpid()}:"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent) as folder:
        yield Path(folder)


def _is_left_behind(folder: Path) -> bool:
    host, process, _ = folder.name.rsplit(":", 2)
    if host == socket.gethostname() and not is_running(int(process)):
        return True
    try:
        return time.time() - folder.stat().st_mtime > _OLDEST_SECONDS
    except FileNotFoundError:
        return False
