"""The commands `python -m dashboard user …`: accounts, passwords and grants.

Who may run them may read the records anyway; what they do stands in the log as done by
`operator`, or by whom `--as` names.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from dashboard.access.roles import ROLES
from dashboard.access.viewer import Grant
from dashboard.errors import RefusedError, UnknownNameError
from dashboard.identity.command_input import (
    Granted,
    Password,
    chosen_password,
    document_of,
    document_of_grant,
    granted,
)
from dashboard.identity.passwords import hash_of
from dashboard.identity.signing_in import clean_login
from dashboard.settings import Settings
from dashboard.storage.accounts import Account
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
    cleaned = _cleaned(login)
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
    _tell_password(as_json, stores, account, chosen, password, f"Account {cleaned} is made.")


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
    _answer(as_json, {"users": documents}, "\n".join(lines) or "There is no account.")


@app.command()
def disable(login: Login, actor: Actor = "operator", as_json: AsJson = False) -> None:
    """Let nobody in with this account; whoever is in is out at the next click."""
    _set_state(login, "disabled", actor, as_json)


@app.command()
def enable(login: Login, actor: Actor = "operator", as_json: AsJson = False) -> None:
    """Let this account in again."""
    _set_state(login, "active", actor, as_json)


@app.command()
def password(
    login: Login,
    kept: Kept = None,
    actor: Actor = "operator",
    as_json: AsJson = False,
) -> None:
    """Give a new first password, to be changed at the next sign-in; unlocks the account."""
    stores = _workspace()
    account = _account(stores, login)
    chosen = chosen_password(kept or Password.made, stores, login)
    if chosen is None:
        raise RefusedError("Without a password nobody could sign in: use `user disable`.")
    stores.records.accounts.set_password(login, hash_of(chosen), actor, must_change=True)
    stores.records.sign_ins.forget(login)
    _tell_password(as_json, stores, account, chosen, kept, f"{login} has a new password.")


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
        stores, _cleaned(login), granted(stores, role, team, valid_from, valid_to), actor
    )
    sentence = f"Grant {made.number}: {made.login} is {made.role} of {made.team_id}."
    _answer(as_json, document_of_grant(made), sentence)


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
    _answer(as_json, document_of_grant(taken), f"Grant {number} of {login} is taken back.")


def _cleaned(login: str) -> str:
    cleaned = clean_login(login)
    if not cleaned:
        raise RefusedError(f"'{login}' cannot be a login: 1 to 128 characters one can see.")
    return cleaned


def _grant(stores: Workspace, login: str, given: Granted, actor: str) -> Grant:
    role, team, first, last = given
    return stores.records.grants.add(login, role, team, actor, valid_from=first, valid_to=last)


def _tell_password(
    as_json: bool,
    stores: Workspace,
    account: Account,
    chosen: str | None,
    kept: Password | None,
    sentence: str,
) -> None:
    is_made = chosen is not None and kept in (None, Password.made)
    document = document_of(stores, account.login, account)
    if is_made:
        document["password"] = chosen
        sentence += f" First password, shown this once: {chosen}"
    _answer(as_json, document, sentence)


def _set_state(login: str, state: str, actor: str, as_json: bool) -> None:
    stores = _workspace()
    stores.records.accounts.set_state(login, state, actor)
    document = document_of(stores, login, _account(stores, login))
    _answer(as_json, document, f"Account {login} is {state}.")


def _account(stores: Workspace, login: str) -> Account:
    account = stores.records.accounts.find(login)
    if account is None:
        raise UnknownNameError(f"There is no account '{login}'.")
    return account


def _workspace() -> Workspace:
    return open_workspace(Settings())


def _answer(as_json: bool, document: dict[str, Any], sentence: str) -> None:
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, default=str))
    else:
        typer.echo(sentence, err=True)
