"""What may be done to people. Each act asks for the right again when it is done.

What was drawn with a button may be out of date: the person at the screen may have lost the
right since, and the grant may be gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dashboard.access.roles import ROLES, Role
from dashboard.access.viewer import Grant, Viewer
from dashboard.errors import RefusedError
from dashboard.identity.viewers import grants_today
from dashboard.pages import signed_in
from dashboard.pages.signed_in import current_viewer
from dashboard.rights import managing
from dashboard.rights.register import register_of
from dashboard.storage.workspace import Workspace

MOST_LETTERS = 100
_LOGIN = re.compile(r"[^\s\x00-\x1f\x7f*]+")
_WAIT_SECONDS = 10


@dataclass(frozen=True)
class Told:
    """What came of an act, in words of the catalogue: `people.told_<name>`."""

    name: str
    login: str = ""
    is_done: bool = False


@dataclass(frozen=True)
class Wish:
    """A grant that somebody wants to give."""

    login: str
    role: Role
    team_id: str
    valid_from: date
    valid_to: date | None


def give(stores: Workspace, wish: Wish) -> Told:
    """Give a role over a tree of teams."""
    return _locked(stores, lambda viewer: _give(stores, viewer, wish))


def take_back(stores: Workspace, number: int, *, is_sure: bool) -> Told:
    """Take a grant back.

    Args:
        is_sure: whether the person knows that it is the own right to be here.
    """
    return _locked(stores, lambda viewer: _take_back(stores, viewer, number, is_sure))


def shut_out(stores: Workspace, login: str) -> Told:
    """Disable an account; whoever uses it is out at the next press."""
    return _locked(stores, lambda viewer: _set_state(stores, viewer, login, "disabled"))


def let_in(stores: Workspace, login: str) -> Told:
    """Enable an account again."""
    return _locked(stores, lambda viewer: _set_state(stores, viewer, login, "active"))


def end_sessions(stores: Workspace, login: str) -> Told:
    """Sign a person out everywhere."""
    return _locked(stores, lambda viewer: _end_sessions(stores, viewer, login))


def look_as(stores: Workspace, login: str) -> Told:
    """Look through the rights of another person from now on."""
    viewer, held = current_viewer(stores), signed_in.token(stores)
    grants = grants_today(stores, login)
    if held is None or not managing.may_look_as(viewer, login, grants, register_of(stores)):
        return _refused(stores, viewer, "look_as")
    stores.records.sessions.look_as(held, login, viewer.login)
    return Told("looking", login, is_done=True)


def _locked(stores: Workspace, act: Callable[[Viewer], Told]) -> Told:
    # Two administrators who take each other's right back at once must not both succeed.
    with stores.records.lock("people", _WAIT_SECONDS):
        viewer = current_viewer(stores)
        if stores.settings.identity == "demo":
            return Told("demo")
        try:
            return act(viewer)
        except RefusedError:
            # It was done elsewhere in between.
            return Told("outdated")


def _give(stores: Workspace, viewer: Viewer, wish: Wish) -> Told:
    if not managing.may_manage(viewer, wish.team_id, register_of(stores)):
        return _refused(stores, viewer, "grant")
    # Two logins that differ in their letters' case only may be one person to a provider.
    if wish.login.casefold() == viewer.login.casefold():
        stores.records.note(viewer.login, "refused_act", "grant")
        return Told("own_grant")
    if not _LOGIN.fullmatch(wish.login) or len(wish.login) > MOST_LETTERS:
        return Told("bad_login")
    if wish.role not in ROLES:
        return Told("bad_role")
    if wish.valid_to is not None and wish.valid_to < max(wish.valid_from, date.today()):
        return Told("bad_days")
    if any(_is_same(grant, wish) for grant in stores.records.grants.all(wish.login)):
        return Told("held_already", wish.login)
    stores.records.grants.add(
        wish.login,
        wish.role,
        wish.team_id,
        viewer.login,
        valid_from=wish.valid_from,
        valid_to=wish.valid_to,
    )
    return Told("given", wish.login, is_done=True)


def _is_same(grant: Grant, wish: Wish) -> bool:
    is_over = not managing.is_current(grant, date.today())
    covers = grant.valid_from <= wish.valid_from and (
        grant.valid_to is None
        or (wish.valid_to is not None and wish.valid_to <= grant.valid_to)
    )
    return not is_over and covers and (grant.role, grant.team_id) == (wish.role, wish.team_id)


def _take_back(stores: Workspace, viewer: Viewer, number: int, is_sure: bool) -> Told:
    everything = stores.records.grants.all()
    grant = next((one for one in everything if one.number == number), None)
    if grant is None or not managing.may_take_back(viewer, grant, register_of(stores)):
        return _refused(stores, viewer, "revoke_grant")
    if grant.revoked_by == viewer.login:
        # The second half of a double click finds done what it asks for.
        return Told("taken_back", grant.login, is_done=True)
    left = [one for one in everything if one is not grant]
    if _locks_out(stores, everything, left):
        return Told("last_admin")
    if grant.login == viewer.login and not is_sure:
        return Told("ask_own")
    stores.records.grants.revoke(number, viewer.login)
    return Told("taken_back", grant.login, is_done=True)


def _set_state(stores: Workspace, viewer: Viewer, login: str, state: str) -> Told:
    everything = stores.records.grants.all()
    if not _may_manage_login(stores, viewer, login, everything):
        return _refused(stores, viewer, "account")
    if login == viewer.login:
        return Told("own_account")
    left = [one for one in everything if one.login != login]
    if state == "disabled" and _locks_out(stores, everything, left):
        return Told("last_admin")
    stores.records.accounts.set_state(login, state, viewer.login)
    return Told(f"now_{state}", login, is_done=True)


def _end_sessions(stores: Workspace, viewer: Viewer, login: str) -> Told:
    if not _may_manage_login(stores, viewer, login, stores.records.grants.all()):
        return _refused(stores, viewer, "end_sessions")
    stores.records.sessions.end_all(login, viewer.login)
    return Told("ended", login, is_done=True)


def _may_manage_login(
    stores: Workspace, viewer: Viewer, login: str, everything: list[Grant]
) -> bool:
    today = date.today()
    held = [one for one in everything if one.login == login and managing.is_current(one, today)]
    return managing.managed(viewer) != () and managing.may_manage_login(
        viewer, held, register_of(stores)
    )


def _locks_out(stores: Workspace, before: list[Grant], after: list[Grant]) -> bool:
    """Tell whether nobody who can come in would administer every team any more."""
    accounts = {account.login: account for account in stores.records.accounts.all()}
    needs_account = stores.settings.identity == "local"
    may_come = {
        grant.login
        for grant in before
        if (accounts[grant.login].is_active if grant.login in accounts else not needs_account)
    }
    today = date.today()
    return managing.has_admin(before, may_come, today) and not managing.has_admin(
        after, may_come, today
    )


def _refused(stores: Workspace, viewer: Viewer, act: str) -> Told:
    # What was asked for is not named: the asker may not know of it.
    stores.records.note(viewer.login, "refused_act", act)
    return Told("not_allowed")
