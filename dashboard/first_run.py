"""Filling an empty workspace: the sample city, uploaded and built like anybody's files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from dashboard.errors import FaultError
from dashboard.ingest.receiving import receive
from dashboard.kinds import KINDS
from dashboard.pipeline.build import build
from dashboard.settings import ROOT
from dashboard.storage.files import write_whole
from dashboard.storage.workspace import Workspace

SAMPLE = ROOT / "sample_data"


def is_needed(workspace: Workspace) -> bool:
    """Whether nothing was ever uploaded or built here."""
    return workspace.built.newest() is None and not workspace.records.uploads(active_only=False)


def prepare(workspace: Workspace) -> None:
    """Upload sample_data/ into an empty workspace and build it, as of its last day.

    Safe to call from several processes: the first does it, the others wait.
    """
    with workspace.records.lock("first_run"):
        if not is_needed(workspace):
            return
        as_of = sample_as_of()
        write_whole(
            _clock_path(workspace),
            lambda part: part.write_text(json.dumps({"as_of": as_of.isoformat()})),
        )
        for kind in KINDS:
            _upload(workspace, kind)
        build(workspace, as_of, actor="sample")


def sample_as_of() -> date:
    """Return the day the registers of sample_data/ were read on."""
    return date.fromisoformat((SAMPLE / "as_of.txt").read_text(encoding="utf-8").strip())


def clock(workspace: Workspace) -> date:
    """Return the day new builds of the app describe: today, or that of the sample.

    A sample city whose clock ran on would show nothing but tasks that grow overdue.
    """
    path = _clock_path(workspace)
    if not path.exists():
        return date.today()
    return date.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["as_of"])


def is_sample(workspace: Workspace) -> bool:
    """Whether this workspace began as the sample city."""
    return _clock_path(workspace).exists()


def _upload(workspace: Workspace, kind: str) -> None:
    file = SAMPLE / f"{kind}.csv"
    receipt = receive(workspace, kind, file.read_bytes(), file.name, actor="sample")
    if receipt.problems:
        raise FaultError(f"sample_data/{file.name} is refused: {receipt.problems[0]}")


def _clock_path(workspace: Workspace) -> Path:
    return workspace.settings.data / "sample_clock.json"
