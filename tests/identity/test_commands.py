"""The commands `user …`: what they do to accounts and grants, and how they answer."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.errors import RefusedError, UnknownNameError
from dashboard.identity.commands import app
from dashboard.identity.signing_in import by_password
from dashboard.settings import Settings
from dashboard.storage.links import Link
from dashboard.storage.workspace import Workspace, open_workspace
from tests.people import quick_hashes

PHRASE = "three green lamps walking"


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hash costs is not what these tests are about."""
    quick_hashes(monkeypatch)


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The workspace that the commands find by the environment."""
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DASHBOARD_IDENTITY", "local")
    return open_workspace(Settings())


def run(*arguments: str, typed: str = "") -> dict[str, Any]:
    """Run one command; return its document, raise what it refuses with."""
    done = CliRunner().invoke(app, [*arguments, "--json"], input=typed, catch_exceptions=False)
    if done.exception is not None:
        raise done.exception
    return json.loads(done.stdout)


def refused(*arguments: str, typed: str = "") -> str:
    """Run one command; return the sentence it refuses with."""
    with pytest.raises(RefusedError) as refusal:
        CliRunner().invoke(app, arguments, input=typed, catch_exceptions=False)
    return str(refusal.value)


def test_a_first_account_gets_a_password_that_is_shown_once(stores: Workspace) -> None:
    """It lets its person in, who must change it; nothing shows it again."""
    made = run("add", "admin1", "--name", "管理员", "--role", "admin", "--team", "*")

    account = by_password(stores, "admin1", made["password"], "")
    assert account is not None
    assert account.must_change
    assert (account.name, account.created_by) == ("管理员", "operator")
    assert [grant["role"] for grant in made["grants"]] == ["admin"]
    (listed,) = run("list")["users"]
    assert "password" not in listed
    assert listed["grants"] == made["grants"]


def test_a_password_comes_from_the_keyboard_or_stdin(stores: Workspace) -> None:
    """Never from an argument; one that is easily guessed is refused and nothing is made."""
    assert "too short" in refused("add", "clerk1", "--password", "stdin", typed="short\n")
    assert stores.records.accounts.all() == []

    made = run("add", "clerk1", "--password", "stdin", typed=f"{PHRASE}\n")

    assert "password" not in made
    assert by_password(stores, "clerk1", PHRASE, "") is not None


def test_where_somebody_else_knows_who_it_is_there_is_no_password(
    stores: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account can be made before its person comes for the first time."""
    monkeypatch.setenv("DASHBOARD_IDENTITY", "oidc")

    made = run("add", "leader1", "--role", "leader", "--team", "*")

    assert (made["has_password"], made["must_change"]) == (False, False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "clerk1", "--role", "king", "--team", "*"], "no role 'king'"),
        (["add", "clerk1", "--role", "clerk"], "--team"),
        (["add", "clerk1", "--team", "*"], "--role"),
        (["add", "clerk1", "--role", "clerk", "--team", "T404"], "no team 'T404'"),
        (["add", "clerk1", "--role", "leader", "--team", "*", "--from", "soon"], "not a day"),
        (
            ["add", "clerk1", "--role", "leader", "--team", "*"]
            + ["--from", "2026-03-02", "--to", "2026-03-01"],
            "before it begins",
        ),
        (["add", "a\nb"], "cannot be a login"),
        (["password", "nobody"], "no account"),
        (["disable", "nobody"], "no account"),
        (["revoke", "nobody", "1"], "no grant"),
    ],
)
def test_what_cannot_be_taken_changes_nothing(
    stores: Workspace, arguments: list[str], said: str
) -> None:
    """The reason is said, and no half of it is done."""
    assert said in refused(*arguments)
    assert stores.records.accounts.all() == []
    assert stores.records.grants.all() == []


def test_an_account_of_that_name_is_not_made_twice(stores: Workspace) -> None:
    """Nor does a second attempt add a grant to it."""
    run("add", "clerk1")

    assert "already" in refused("add", "clerk1", "--role", "leader", "--team", "*")
    assert stores.records.grants.all() == []


def test_disabling_and_a_new_password_end_sessions(stores: Workspace) -> None:
    """Whoever is in is out; the old password is worth nothing, a lock is taken off."""
    run("add", "clerk1", "--password", "stdin", typed=f"{PHRASE}\n")
    stores.records.sessions.begin("token", "clerk1", "local", seconds=60)
    for _ in range(5):
        by_password(stores, "clerk1", "wrong", "")

    renewed = run("password", "clerk1")

    session = stores.records.sessions.find("token")
    assert session is not None
    assert session.ended_at is not None
    assert by_password(stores, "clerk1", PHRASE, "") is None
    assert by_password(stores, "clerk1", renewed["password"], "") is not None
    assert run("disable", "clerk1")["state"] == "disabled"
    assert by_password(stores, "clerk1", renewed["password"], "") is None
    assert run("enable", "clerk1", "--as", "admin1")["state"] == "active"


def test_disabling_tells_how_many_links_stay_open(stores: Workspace) -> None:
    """Those of this person that open; nothing is done to any of them."""
    for number, (maker, days) in enumerate([("clerk1", 1), ("clerk1", -1), ("clerk2", 1)]):
        expires_at = time.time() + days * 86_400
        link = (f"code{number}", "flags", "{}", "fixed", None, "zh", "people", maker, "m")
        stores.records.links.add(Link(*link, expires_at))
    run("add", "clerk1")
    run("add", "clerk3")
    before = stores.records.links.all()

    assert run("disable", "clerk1")["open_links"] == 1
    assert run("disable", "clerk3")["open_links"] == 0
    said = CliRunner().invoke(app, ["disable", "clerk1"]).output
    assert "clerk1 that still open: 1." in said
    assert "link revoke" in said
    assert "link" not in CliRunner().invoke(app, ["disable", "clerk3"]).output
    assert stores.records.links.all() == before


def test_a_grant_is_given_and_taken_back(stores: Workspace) -> None:
    """By its number, and only from the login that holds it."""
    given = run("grant", "leader1", "--role", "leader", "--team", "*", "--to", "2999-12-31")
    assert given["to"] == "2999-12-31"
    with pytest.raises(UnknownNameError):
        run("revoke", "leader2", str(given["number"]))

    taken = run("revoke", "leader1", str(given["number"]))

    assert taken["revoked_at"] is not None
    (listed,) = run("list")["users"]
    assert (listed["login"], listed["state"], listed["grants"]) == ("leader1", "no account", [])
