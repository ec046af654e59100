"""The person who looks, and what was granted to that person."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from dashboard.access.roles import GIVEN_TO, UPLOADED_BY, Right, Role

# The tree of a grant that reaches every team.
EVERYTHING = "*"

# Roots of trees of teams, sorted; None is every team, empty is none.
Roots = tuple[str, ...] | None


@dataclass(frozen=True)
class Grant:
    """One role given to one login over one tree of teams.

    Attributes:
        team_id: root of the tree; EVERYTHING is all teams.
        valid_from, valid_to: first and last day; valid_to None is without end.
        revoked_at, revoked_by: when it was taken back before its end, and by whom.
    """

    number: int
    login: str
    role: Role
    team_id: str
    valid_from: date
    valid_to: date | None
    granted_by: str
    granted_at: str
    revoked_at: str | None = None
    revoked_by: str | None = None

    def is_valid(self, day: date) -> bool:
        """Tell whether it gives anything on that day."""
        is_over = self.valid_to is not None and self.valid_to < day
        return self.revoked_at is None and self.valid_from <= day and not is_over


@dataclass(frozen=True)
class Viewer:
    """The person a page is drawn for.

    Attributes:
        login: as the log writes it.
        grants: those that are valid now; none gives no right at all.
        name: for people to read; the login where nobody gave one.
        looking_as: somebody else through whose rights this person looks; what is seen is
            what both may see, so it can only narrow.
    """

    login: str
    grants: tuple[Grant, ...] = ()
    name: str = ""
    looking_as: Viewer | None = None

    def reach(self, right: Right) -> Roots:
        """Return the trees within which this person holds a right by grants of their own."""
        roots = {grant.team_id for grant in self.grants if grant.role in GIVEN_TO[right]}
        return None if EVERYTHING in roots else tuple(sorted(roots))

    def may(self, right: Right) -> bool:
        """Tell whether this person holds a right anywhere."""
        is_granted = self.reach(right) != ()
        return is_granted and (self.looking_as is None or self.looking_as.may(right))

    def reaches(self, right: Right) -> tuple[Roots, ...]:
        """Return the trees within all of which a team must lie: one, or two looking as."""
        own = (self.reach(right),)
        return own if self.looking_as is None else (*own, *self.looking_as.reaches(right))

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles this person holds anywhere, each once, in the order of the grants."""
        return tuple(dict.fromkeys(grant.role for grant in self.grants))


def may_see(roots: Roots, lineage: Container[str]) -> bool:
    """Tell whether a team is in sight, given the ids of itself and every team above it."""
    return roots is None or any(root in lineage for root in roots)


def may_upload(viewer: Viewer, kind: str) -> bool:
    """Tell whether a person may upload files of this kind for any team.

    Nobody acts while looking as somebody else.
    """
    return viewer.looking_as is None and viewer.may(UPLOADED_BY[kind])


def upload_reach(viewer: Viewer, kind: str) -> Roots:
    """Return the trees a person may upload rows of this kind for."""
    return () if viewer.looking_as is not None else viewer.reach(UPLOADED_BY[kind])
