"""The commands of the log, as an operator gives them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from dashboard.errors import RefusedError
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace
from dashboard.workflow.log_commands import app


@pytest.fixture
def stores(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with one entry, named by the environment."""
    monkeypatch.setenv("DASHBOARD_DATA", str(workspace.settings.data))
    workspace.records.note("clerk1", "export", "x")
    return workspace


def test_nothing_to_seal_is_said(stores: Workspace) -> None:
    """The answer is a document as well."""
    done = CliRunner().invoke(app, ["prune", "--json"])

    assert (done.exit_code, json.loads(done.stdout)) == (0, {"sealed": None})


def test_a_lost_witness_is_begun_again(stores: Workspace) -> None:
    """The reason is in the log, and verify finds nothing wrong any more."""
    stores.witness.path.unlink()
    done = CliRunner().invoke(app, ["witness", "--reason", "disk lost", "--json"])

    assert json.loads(done.stdout)["number"] == 2
    assert stores.records.log.readers("x", 1) == ()
    assert verify(stores) == []


@pytest.mark.parametrize("reason", ["x", "  "])
def test_a_witness_that_is_there_stays(stores: Workspace, reason: str) -> None:
    """It is moved aside by hand, so that nobody loses it by a command."""
    before = stores.witness.path.read_bytes()
    done = CliRunner().invoke(app, ["witness", "--reason", reason])

    assert isinstance(done.exception, RefusedError)
    assert stores.witness.path.read_bytes() == before
