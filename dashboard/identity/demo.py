"""The people of the demo: one per role, held in memory, so that none of them outlives it.

Of assessors there are two: what one of them signs, the other discloses.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from dashboard.access.roles import ROLES, Role
from dashboard.access.viewer import EVERYTHING, Grant
from dashboard.kinds import KINDS
from dashboard.storage.workspace import Workspace

# Whom a first look begins as: what there is to see is the scores and how they are made.
FIRST_LOGIN = "demo-assessor"
_SECOND: dict[str, Role] = {"demo-assessor-2": "assessor"}
LOGINS: dict[str, Role] = {
    **{f"demo-{role.replace('_', '-')}": role for role in ROLES},
    **_SECOND,
}


def told_apart(login: str) -> str:
    """Return what is added to the word of a role where two people hold it, else nothing."""
    return " 2" if login in _SECOND else ""


def demo_grants(stores: Workspace, login: str) -> tuple[Grant, ...]:
    """Return what a person of the demo holds; nobody else holds anything there.

    A clerk works for one of the larger trees, a team head for one team without others
    below it; all other roles reach every team.
    """
    role = LOGINS.get(login)
    if role is None:
        return ()
    tree, leaf = _examples(stores)
    team = {"clerk": tree, "team_head": leaf}.get(role, EVERYTHING)
    return (Grant(1, login, role, team, date(2000, 1, 1), None, "demo", "2000-01-01"),)


def _examples(stores: Workspace) -> tuple[str, str]:
    """Return one tree of the register and one team within it without others below."""
    return _examples_of(stores, stores.records.last_upload_number())


@cache
def _examples_of(stores: Workspace, _: int) -> tuple[str, str]:
    uploads = stores.records.uploads("teams")
    rows = stores.archive.current_rows(KINDS["teams"], uploads)
    parents: dict[str, str | None] = dict(
        rows.select("team_id", "parent_id").collect().iter_rows()
    )
    below: dict[str | None, list[str]] = {}
    for team, parent in sorted(parents.items()):
        below.setdefault(parent, []).append(team)
    branches = [team for top in below.get(None, ()) for team in below.get(top, ())]
    tree = max(branches, key=lambda team: len(below.get(team, ())), default=EVERYTHING)
    return tree, next(iter(below.get(tree, ())), tree)
