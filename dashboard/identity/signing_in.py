"""Who may come in: by a password, or by the word of somebody who knows already."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from hashlib import sha256

from dashboard.errors import NotAllowedError, RefusedError
from dashboard.identity.passwords import Problem, hash_of, is_aged, is_right, problem_with
from dashboard.settings import Identity
from dashboard.storage.people.accounts import Account
from dashboard.storage.people.sign_ins import Limits
from dashboard.storage.workspace import Workspace

# Five guesses a quarter of an hour find no password of twelve characters; thirty are
# enough for an office that shares one address on a Monday morning.
LIMITS = Limits(per_login=5, per_address=30, seconds=15 * 60)
LONGEST_LOGIN = 128
UNKNOWN = "unknown"

Clock = Callable[[], float]


def by_password(
    stores: Workspace, login: str, password: str, address: str, clock: Clock = time.time
) -> Account | None:
    """Return whose password it is; None if it is not, or may not be tried now.

    An unknown login, a disabled account, one that is locked for a while and a wrong password
    are answered alike and after as much work. An address that is locked learns nothing about
    any login, so no work is done for it.
    """
    records = stores.records
    account = records.accounts.find(login)
    # People type their password into the wrong field: only known logins are written down.
    known = UNKNOWN if account is None else account.login
    counted = f"?{sha256(login.encode()).hexdigest()[:24]}" if account is None else known
    claim = records.sign_ins.claim(counted, address, clock(), LIMITS)
    if claim == "address_locked":
        return None
    fits = is_right(password, None if account is None else account.password_hash)
    if account is None or not (claim == "counted" and fits and account.is_active):
        if claim == "counted":
            records.note(known, "sign_in_refused", known, method="local", address=address)
        return None
    records.sign_ins.forget(login)
    if account.password_hash is not None and is_aged(account.password_hash):
        records.sign_ins.rehash(login, hash_of(password))
    return account


def by_word(stores: Workspace, login: str, name: str, method: Identity, address: str) -> str:
    """Return the login of somebody whom a provider or proxy vouches for.

    Whoever comes for the first time gets an account without a password, which sees nothing
    until something is granted to it.

    Raises:
        NotAllowedError: the account is disabled, or this is no name for one.
    """
    login = clean_login(login)
    account = stores.records.accounts.find(login) if login else None
    if login and account is None:
        account = _account_of_newcomer(stores, login, name, method)
    if account is None or not account.is_active:
        known = login if account is not None else UNKNOWN
        stores.records.note(known, "sign_in_refused", known, method=method, address=address)
        raise NotAllowedError("This account may not come in.")
    return login


def clean_login(login: str) -> str:
    """Return a login as it is written down; empty if it cannot be one."""
    login = unicodedata.normalize("NFC", login).strip()
    is_fine = 0 < len(login) <= LONGEST_LOGIN and login.isprintable()
    return login if is_fine else ""


def change_password(
    stores: Workspace, account: Account, current: str, new: str, address: str
) -> Problem | None:
    """Give oneself another password, which ends every session of the account.

    Returns:
        Why the new password is refused; None when it was changed.

    Raises:
        NotAllowedError: the current password is not right, or may not be tried now.
    """
    if by_password(stores, account.login, current, address) is None:
        raise NotAllowedError("The current password is not right.")
    problem = "same" if current == new else problem_with(new, account.login)
    if problem is None:
        stores.records.accounts.set_password(
            account.login, hash_of(new), account.login, must_change=False
        )
    return problem


def _account_of_newcomer(
    stores: Workspace, login: str, name: str, method: Identity
) -> Account | None:
    try:
        return stores.records.accounts.add(login, method, name=name, must_change=False)
    except RefusedError:
        # Two tabs of the same person came at the same moment.
        return stores.records.accounts.find(login)
