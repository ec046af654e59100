"""The commands `python -m dashboard user …`: accounts, passwords and grants.

Who may run them may read the records anyway; what they do stands in the log as done by
`operator`, or by whom `--as` names.
"""

from __future__ import annotations

import time
from typing import Annotated, Any

import typer

from dashboard.access.roles import ROLES
from dashboard.access.viewer import Grant
from dashboard.command_output import answer
from dashboard.errors import RefusedError, UnknownNameError
from dashboard.identity.command_answers import (
    document_of,
    document_of_grant,
    tell_password,
)
from dashboard.identity.command_input import (
    Granted,
    Password,
    account_of,
    chosen_password,
    cleaned_login,
    granted,
)
from dashboard.identity.passwords import hash_of
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace

app = typer.Typer(help="Accounts: who may come in, and what is granted.", no_args_is_help=True)


Login = Annotated[str, typer.Argument(help="Login, such as clerk1.")]
RoleName = Annotated[str, typer.Option("--role", help=f"One of: {', '.join(ROLES)}.")]
Team = Annotated[
    str, typer.Option("--team", help="Team at the top of what is granted; * is every team.")
]
First = Annotated[str | None, typer.Option("--from", help="First day; default today.")]
Last = Annotated[str | None, typer.Option("--to", help="Last day; default none.")]
Kept = Annotated[
    Password | None,
    typer.Option(
        "--password",
        help="made at random and printed once, ask, stdin (first line), or none. Default: "
        "made with local accounts, none where a provider or proxy knows who it is.",
    ),
]
Actor = Annotated[str, typer.Option("--as", help="Who does it, for the log.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="Name, for people to read.")] = "",
    role: RoleName = "",
    team: Team = "",
    valid_from: First = None,
    valid_to: Last = None,
    password: Kept = None,
    actor: Actor = "operator",
    as_json: AsJson = False,
) -> None:
    """Make an account, with a grant if a role is named."""
    stores = _workspace()
    cleaned = cleaned_login(login)
    if team and not role:
        raise RefusedError("--team says where a role holds: add --role.")
    # Everything is looked at before anything is written.
    given = granted(stores, role, team, valid_from, valid_to) if role else None
    if stores.records.accounts.find(cleaned) is not None:
        raise RefusedError(f"There is an account '{cleaned}' already.")
    chosen = chosen_password(password, stores, cleaned)
    account = stores.records.accounts.add(
        cleaned,
        actor,
        name=name,
        password_hash=None if chosen is None else hash_of(chosen),
        must_change=chosen is not None,
    )
    if given is not None:
        _grant(stores, cleaned, given, actor)
    tell_password(as_json, stores, account, chosen, password, f"Account {cleaned} is made.")


@app.command(name="list")
def list_(as_json: AsJson = False) -> None:
    """List the accounts and what they hold today; logins with grants and no account too."""
    stores = _workspace()
    accounts = {account.login: account for account in stores.records.accounts.all()}
    logins = sorted({*accounts, *(grant.login for grant in stores.records.grants.all())})
    documents = [document_of(stores, login, accounts.get(login)) for login in logins]
    lines = [
        f"{one['login']}  {one['state']}  {one['name']}  "
        + ", ".join(f"{g['number']}: {g['role']} {g['team_id']}" for g in one["grants"])
        for one in documents
    ]
    answer(as_json, {"users": documents}, "\n".join(lines) or "There is no account.")


@app.command()
def disable(login: Login, actor: Actor = "operator", as_json: AsJson = False) -> None:
    """Let nobody in with this account; whoever is in is out at the next click.

    Links that its person made stay as they are; it is said how many are open.
    """
    stores = _workspace()
    document = _set_state(stores, login, "disabled", actor)
    count = stores.records.links.open_count(login, time.time())
    sentence = f"Account {login} is disabled."
    if count:
        sentence += (
            f" Links of {login} that still open: {count}. `link list` names them with their "
            "makers, `link revoke NAME` ends one."
        )
    answer(as_json, document | {"open_links": count}, sentence)


@app.command()
def enable(login: Login, actor: Actor = "operator", as_json: AsJson = False) -> None:
    """Let this account in again."""
    answer(
        as_json,
        _set_state(_workspace(), login, "active", actor),
        f"Account {login} is active.",
    )


@app.command()
def password(
    login: Login,
    kept: Kept = None,
    actor: Actor = "operator",
    as_json: AsJson = False,
) -> None:
    """Give a new first password, to be changed at the next sign-in; unlocks the account."""
    stores = _workspace()
    account = account_of(stores, login)
    chosen = chosen_password(kept or Password.made, stores, login)
    if chosen is None:
        raise RefusedError("Without a password nobody could sign in: use `user disable`.")
    stores.records.accounts.set_password(login, hash_of(chosen), actor, must_change=True)
    stores.records.sign_ins.forget(login)
    tell_password(as_json, stores, account, chosen, kept, f"{login} has a new password.")


@app.command()
def grant(
    login: Login,
    role: RoleName,
    team: Team = "",
    valid_from: First = None,
    valid_to: Last = None,
    actor: Actor = "operator",
    as_json: AsJson = False,
) -> None:
    """Give a role over a team and all below it."""
    stores = _workspace()
    made = _grant(
        stores, cleaned_login(login), granted(stores, role, team, valid_from, valid_to), actor
    )
    sentence = f"Grant {made.number}: {made.login} is {made.role} of {made.team_id}."
    answer(as_json, document_of_grant(made), sentence)


@app.command()
def revoke(
    login: Login,
    number: Annotated[int, typer.Argument(help="Number of the grant, see `user list`.")],
    actor: Actor = "operator",
    as_json: AsJson = False,
) -> None:
    """Take a grant back, at once and for good."""
    stores = _workspace()
    if number not in {one.number for one in stores.records.grants.all(login)}:
        raise UnknownNameError(f"{login} has no grant number {number}.")
    stores.records.grants.revoke(number, actor)
    taken = next(one for one in stores.records.grants.all(login) if one.number == number)
    answer(as_json, document_of_grant(taken), f"Grant {number} of {login} is taken back.")


def _grant(stores: Workspace, login: str, given: Granted, actor: str) -> Grant:
    role, team, first, last = given
    return stores.records.grants.add(login, role, team, actor, valid_from=first, valid_to=last)


def _set_state(stores: Workspace, login: str, state: str, actor: str) -> dict[str, Any]:
    stores.records.accounts.set_state(login, state, actor)
    return document_of(stores, login, account_of(stores, login))


def _workspace() -> Workspace:
    return open_workspace(Settings())
