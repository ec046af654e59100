"""What the server does before its first visitor."""

from __future__ import annotations

import pytest

from dashboard.pages.menu import MENU
from dashboard.pages.warming import warm_up
from dashboard.serving import process
from dashboard.storage.workspace import Workspace


def test_every_page_and_the_newest_version_are_at_hand(
    sample_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs in a thread of its own, where a failure would only be a line on a screen."""
    monkeypatch.setattr(process, "_workspace", lambda: sample_workspace)

    assert warm_up() == (len(MENU), sample_workspace.built.newest())
