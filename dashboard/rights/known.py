"""Whom somebody may know of: accounts, grants and sessions, person by person."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from dashboard.access.viewer import Grant, Viewer
from dashboard.identity.demo import LOGINS, demo_grants
from dashboard.rights.managing import is_current, is_in_sight, sees_everybody
from dashboard.rights.register import Register
from dashboard.storage.people.accounts import Account
from dashboard.storage.workspace import Workspace


@dataclass(frozen=True)
class Person:
    """One login.

    Attributes:
        state: active, disabled, none (somebody else checks who it is, or nobody came
            yet), demo (one of the people of a first look).
        grants: those in sight, over or not, oldest first.
        current: all that is held now or will be, in sight or not.
        session_count: browsers signed in with now.
        seen_at: when last used, seconds since 1970; None is never.
    """

    login: str
    name: str
    state: str
    grants: tuple[Grant, ...]
    current: tuple[Grant, ...]
    session_count: int
    seen_at: float | None

    @property
    def held(self) -> tuple[Grant, ...]:
        """What is held today."""
        return tuple(grant for grant in self.current if grant.is_valid(date.today()))

    @property
    def all_is_seen(self) -> bool:
        """Whether nothing that is held is out of sight."""
        return set(self.current) <= set(self.grants)


def people_of(stores: Workspace, viewer: Viewer, register: Register) -> list[Person]:
    """Return everybody in sight, by login."""
    accounts = {account.login: account for account in stores.records.accounts.all()}
    grants = _grants(stores)
    settings = stores.settings
    in_use = stores.records.sessions.in_use(
        settings.identity, time.time(), settings.idle_minutes * 60
    )
    sees_all = sees_everybody(viewer)
    people = [
        _person(login, accounts.get(login), grants.get(login, []), in_use.get(login))
        for login in sorted({*accounts, *grants, *(in_use if sees_all else ())})
    ]
    if sees_all:
        return people
    seen = [_seen_by(viewer, person, register) for person in people]
    return [person for person in seen if person.grants]


def _grants(stores: Workspace) -> dict[str, list[Grant]]:
    grants: dict[str, list[Grant]] = {}
    if stores.settings.identity == "demo":
        # Nobody else holds anything in a first look.
        return {login: list(demo_grants(stores, login)) for login in LOGINS}
    for grant in stores.records.grants.all():
        grants.setdefault(grant.login, []).append(grant)
    return grants


def _person(
    login: str, account: Account | None, grants: list[Grant], used: tuple[int, float] | None
) -> Person:
    today = date.today()
    is_demo = any(grant.granted_by == "demo" for grant in grants)
    state = "demo" if is_demo else "none" if account is None else account.state
    return Person(
        login=login,
        name="" if account is None else account.name,
        state=state,
        grants=tuple(grants),
        current=tuple(grant for grant in grants if is_current(grant, today)),
        session_count=0 if used is None else used[0],
        seen_at=None if used is None else used[1],
    )


def _seen_by(viewer: Viewer, person: Person, register: Register) -> Person:
    seen = tuple(grant for grant in person.grants if is_in_sight(viewer, grant, register))
    return Person(**{**vars(person), "grants": seen})
