"""The real app on a port of its own, for journeys and pictures."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.settings import ROOT

# What keeps Chromium from looking for its makers' servers, and works without a sandbox.
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PAGES = (
    "",
    "teams",
    "team",
    "compare",
    "flags",
    "tasks",
    "petitions",
    "disclosure",
    "uploads",
    "record",
    "links",
    "scheme",
    "method",
    "health",
)
_START_SECONDS = 60


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[str]:
    """Serve a workspace on this machine only; yield the address.

    Args:
        settings: further variables of the environment.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = data / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
            + ["--server.port", str(port)],
            cwd=ROOT,
            env={**os.environ, "DASHBOARD_DATA": str(data), **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(address) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(log.read_text(encoding="utf-8"))
