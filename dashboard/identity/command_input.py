"""What the commands `user …` are given, looked at before anything is written."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from typing import cast

import typer

from dashboard.access.roles import ROLES, Role
from dashboard.access.viewer import EVERYTHING
from dashboard.errors import RefusedError, UnknownNameError
from dashboard.identity.passwords import SHORTEST, first_password, problem_with
from dashboard.identity.signing_in import clean_login
from dashboard.kinds import KINDS
from dashboard.storage.people.accounts import Account
from dashboard.storage.workspace import Workspace


class Password(StrEnum):
    """Where a first password comes from; never from an argument, which others can read."""

    made = "made"
    ask = "ask"
    stdin = "stdin"
    none = "none"


Granted = tuple[Role, str, date, date | None]


def granted(
    stores: Workspace, role: str, team: str, first: str | None, last: str | None
) -> Granted:
    """Return role, team, first and last day of a grant.

    Raises:
        RefusedError: one of them is none.
    """
    if role not in ROLES:
        raise UnknownNameError(f"There is no role '{role}'. Roles: {', '.join(ROLES)}.")
    if not team:
        raise RefusedError("Say where the role holds: --team with the id of a team, or '*'.")
    if team != EVERYTHING and team not in _teams(stores):
        raise UnknownNameError(f"There is no team '{team}' in the register of teams.")
    days = (_day(first) or date.today(), _day(last))
    if days[1] is not None and days[1] < days[0]:
        raise RefusedError(f"A grant cannot end on {days[1]} before it begins.")
    return cast(Role, role), team, *days


def _teams(stores: Workspace) -> set[str]:
    rows = stores.archive.current_rows(KINDS["teams"], stores.records.uploads("teams"))
    return set(rows.select("team_id").collect()["team_id"])


def chosen_password(kept: Password | None, stores: Workspace, login: str) -> str | None:
    """Return the first password of an account, from where the caller wants it.

    Raises:
        RefusedError: nobody may have this password.
    """
    is_local = stores.settings.identity in ("local", "demo")
    source = kept or (Password.made if is_local else Password.none)
    if source is Password.none:
        return None
    if source is Password.made:
        return first_password()
    if source is Password.ask:
        given = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    problem = problem_with(given, login)
    if problem is not None:
        raise RefusedError(
            f"The password is {problem.replace('_', ' ')}: at least {SHORTEST} characters, "
            "none of the usual ones, and not the login."
        )
    return given


def cleaned_login(login: str) -> str:
    """Return a login as it is written down.

    Raises:
        RefusedError: it cannot be one.
    """
    cleaned = clean_login(login)
    if not cleaned:
        raise RefusedError(f"'{login}' cannot be a login: 1 to 128 characters one can see.")
    return cleaned


def account_of(stores: Workspace, login: str) -> Account:
    """Return the account of a login.

    Raises:
        UnknownNameError: there is none.
    """
    account = stores.records.accounts.find(login)
    if account is None:
        raise UnknownNameError(f"There is no account '{login}'.")
    return account


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RefusedError(f"'{text}' is not a day. Write it as 2026-03-05.") from error
