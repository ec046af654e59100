"""Who may manage whom. Pure: of grants and trees, nothing is asked of a store.

An administrator of one tree manages what lies within it. What reaches every team is given
and taken back only by an administrator of every team.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from dashboard.access.roles import GIVEN_TO, Right, Role
from dashboard.access.viewer import EVERYTHING, Grant, Roots, Viewer, may_see
from dashboard.rights.register import Register

# Either of them opens the page on people; one manages, the other only looks.
SEES_PEOPLE: tuple[Right, ...] = ("manage_people", "read_log")


def managed(viewer: Viewer) -> Roots:
    """Return the trees within which somebody gives rights; none while looking as another."""
    return () if viewer.looking_as is not None else viewer.reach("manage_people")


def may_manage(viewer: Viewer, team_id: str, register: Register) -> bool:
    """Tell whether somebody gives and takes back rights over this tree."""
    roots = managed(viewer)
    if roots is None:
        return team_id == EVERYTHING or team_id in register.names
    if team_id == EVERYTHING:
        # Whatever team a register calls so, a grant over it would reach every team.
        return False
    return may_see(roots, register.lineage(team_id))


def may_take_back(viewer: Viewer, grant: Grant, register: Register) -> bool:
    """Tell whether somebody may take a grant back, of a team that is gone included."""
    return managed(viewer) is None or may_manage(viewer, grant.team_id, register)


def may_manage_login(viewer: Viewer, grants: Collection[Grant], register: Register) -> bool:
    """Tell whether somebody may shut a person out: all that person holds is within reach.

    Args:
        grants: what the person holds now or will hold.
    """
    if managed(viewer) is None:
        return True
    return bool(grants) and all(may_take_back(viewer, grant, register) for grant in grants)


def is_in_sight(viewer: Viewer, grant: Grant, register: Register) -> bool:
    """Tell whether somebody may know of a grant."""
    lineage = register.lineage(grant.team_id)
    return any(
        all(may_see(roots, lineage) for roots in viewer.reaches(right)) for right in SEES_PEOPLE
    )


def sees_everybody(viewer: Viewer) -> bool:
    """Tell whether somebody may know of every account, with grants or without."""
    return any(all(roots is None for roots in viewer.reaches(right)) for right in SEES_PEOPLE)


def may_look_as(
    viewer: Viewer, other: str, grants: Collection[Grant], register: Register
) -> bool:
    """Tell whether somebody may look through another person's rights.

    Args:
        grants: what the other person holds today.
    """
    if viewer.looking_as is not None or other == viewer.login or not grants:
        return False
    return all(is_in_sight(viewer, grant, register) for grant in grants)


def has_admin(grants: Iterable[Grant], may_come: Collection[str], day: date) -> bool:
    """Tell whether somebody who can come in administers every team on that day."""
    return any(
        grant.role in GIVEN_TO["manage_people"]
        and grant.team_id == EVERYTHING
        and grant.login in may_come
        and grant.is_valid(day)
        for grant in grants
    )


def is_current(grant: Grant, day: date) -> bool:
    """Tell whether a grant gives something now, or will."""
    is_over = grant.valid_to is not None and grant.valid_to < day
    return grant.revoked_at is None and not is_over


def role_gives(role: Role) -> tuple[Right, ...]:
    """Return the rights of a role, in the order of the matrix."""
    return tuple(right for right, roles in GIVEN_TO.items() if role in roles)
