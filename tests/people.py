"""People for tests: viewers with the grants that a test needs, and sessions that are real."""

from __future__ import annotations

import secrets
from datetime import date

import pytest
from argon2 import PasswordHasher

from dashboard.access.roles import Role
from dashboard.access.viewer import EVERYTHING, Grant, Viewer
from dashboard.identity import passwords
from dashboard.identity.viewers import session_of
from dashboard.storage.people.sessions import Session
from dashboard.storage.workspace import Workspace

_TOKENS: dict[str, str] = {}


def grant(login: str, role: Role, team_id: str = EVERYTHING, number: int = 1) -> Grant:
    """A grant that is valid for ever."""
    return Grant(number, login, role, team_id, date(2000, 1, 1), None, "tests", "2000-01-01")


def viewer(role: Role = "assessor", *teams: str, login: str = "") -> Viewer:
    """Somebody who holds one role over the given trees, over everything if none is named."""
    login = login or role
    roots = teams or (EVERYTHING,)
    return Viewer(login, tuple(grant(login, role, team) for team in roots))


def office(login: str = "local") -> Viewer:
    """Somebody in a small place who does everything there is to do with files."""
    roles: tuple[Role, ...] = ("assessor", "clerk", "register")
    return Viewer(login, tuple(grant(login, role) for role in roles))


def demo_token(stores: Workspace, login: str = "demo-assessor") -> str:
    """The token of a session of the demo, begun once per workspace and login."""
    key = f"{stores.records.engine.url} {login}"
    if key not in _TOKENS:
        _TOKENS[key] = secrets.token_urlsafe(32)
        stores.records.sessions.begin(_TOKENS[key], login, "demo", seconds=36_000)
    return _TOKENS[key]


def begin(stores: Workspace, login: str) -> tuple[str, Session]:
    """Sign somebody in; return the token and the session."""
    token = secrets.token_urlsafe(32)
    stores.records.sessions.begin(token, login, "local", seconds=3600)
    session = session_of(stores, token)
    assert session is not None
    return token, session


def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passwords be hashed in no time, where what that costs is not the matter."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    monkeypatch.setattr(passwords, "_decoy", lambda: quick.hash("nobody's"))
