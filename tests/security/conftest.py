"""Fixtures of the security tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.serving import process
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with accounts of its own, behind our doors."""
    stores = open_workspace(Settings(data=tmp_path / "data", identity="local"))
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    return stores
