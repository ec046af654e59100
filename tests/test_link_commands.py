"""The commands `link …`: what they say of links, and what they end."""

from __future__ import annotations

import json
import time

import pytest
from typer.testing import CliRunner

from dashboard.errors import RefusedError, UnknownNameError
from dashboard.links.commands import app
from dashboard.storage.links import Link
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace

CODE = "abcdefgh-ijklmnopqrstu"
DASHED = "-bcdefgh-ijklmnopqrstu"
# As many letters as an option that the command knows has with its value.
OPTION = "--json-h-ijklmnopqrstu"
TWIN = "abcdefgh_zzzzzzzzzzzzz"


@pytest.fixture
def stores(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with a link, named by the environment."""
    monkeypatch.setenv("DASHBOARD_DATA", str(workspace.settings.data))
    send(workspace, CODE)
    return workspace


def send(stores: Workspace, code: str) -> None:
    """Make a link with this code."""
    stores.records.links.add(
        Link(
            code=code,
            page="overview",
            query="{}",
            follows="fixed",
            version=None,
            language="zh",
            audience="people",
            made_by="leader1",
            made_at="2026-03-01T00:00:00+00:00",
            expires_at=time.time() + 3600,
        )
    )


def said(*arguments: str) -> str:
    """What a command prints; what it refuses with is raised."""
    return CliRunner().invoke(app, arguments, catch_exceptions=False).output


def test_no_code_comes_to_the_screen(stores: Workspace) -> None:
    """A terminal and its scroll-back hold nothing that opens a view; a program gets both."""
    (listed,) = json.loads(said("list", "--json"))
    printed = [said("list"), said("revoke", CODE)]

    assert [CODE in one for one in printed] == [False, False]
    assert all(CODE[:8] in one for one in printed)
    assert (listed["name"], listed["code"], listed["state"]) == (CODE[:8], CODE, "open")


@pytest.mark.parametrize("code", [CODE, DASHED, OPTION])
@pytest.mark.parametrize("length", [8, 22])
def test_a_link_is_ended_by_its_name_or_its_code(
    stores: Workspace, code: str, length: int
) -> None:
    """Also when it looks like an option."""
    if code != CODE:
        send(stores, code)

    assert json.loads(said("revoke", code[:length], "--json"))["state"] == "revoked"
    found = stores.records.links.find(code)
    assert found is not None
    assert found.revoked_by == "operator"
    assert verify(stores) == []


def test_a_name_of_two_links_ends_neither(stores: Workspace) -> None:
    """The whole code does."""
    send(stores, TWIN)

    with pytest.raises(RefusedError, match="2 links are called 'abcdefgh'.*whole code"):
        said("revoke", CODE[:8])
    assert "2 links, 2 open." in said("list")
    assert "revoked" in said("revoke", TWIN)
    assert "2 links, 1 open." in said("list")


@pytest.mark.parametrize("given", ["abcdefg", "abcdefghi", "zzzzzzzz", CODE[:-1], "", "%"])
def test_what_is_no_link_ends_none(stores: Workspace, given: str) -> None:
    """Neither less than a name nor a part of a code."""
    with pytest.raises(UnknownNameError):
        said("revoke", given)
    assert "1 links, 1 open." in said("list")
