"""What the commands `user …` answer: a sentence, or a document with --json."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.access.viewer import Grant
from dashboard.command_output import answer
from dashboard.identity.command_input import Password
from dashboard.storage.people.accounts import Account
from dashboard.storage.workspace import Workspace


def document_of(stores: Workspace, login: str, account: Account | None) -> dict[str, Any]:
    """Return what is said of a login as JSON: its account, and what it holds today."""
    grants = stores.records.grants.valid(login, date.today())
    return {
        "login": login,
        "name": "" if account is None else account.name,
        "state": "no account" if account is None else account.state,
        "has_password": account is not None and account.password_hash is not None,
        "must_change": account is not None and account.must_change,
        "grants": [document_of_grant(grant) for grant in grants],
    }


def document_of_grant(grant: Grant) -> dict[str, Any]:
    """Return a grant as JSON."""
    return {
        "number": grant.number,
        "login": grant.login,
        "role": grant.role,
        "team_id": grant.team_id,
        "from": grant.valid_from,
        "to": grant.valid_to,
        "revoked_at": grant.revoked_at,
    }


def tell_password(
    as_json: bool,
    stores: Workspace,
    account: Account,
    chosen: str | None,
    kept: Password | None,
    sentence: str,
) -> None:
    """Answer with an account, and once with a password that was made for it."""
    is_made = chosen is not None and kept in (None, Password.made)
    document = document_of(stores, account.login, account)
    if is_made:
        document["password"] = chosen
        sentence += f" First password, shown this once: {chosen}"
    answer(as_json, document, sentence)
