"""What of the log a person may read: all of it, or who saw teams of their own."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access.viewer import Viewer, may_see
from dashboard.rights.register import Register, register_of
from dashboard.storage.audit.log import Asked
from dashboard.storage.workspace import Workspace


@dataclass(frozen=True)
class Sight:
    """What a person may read.

    Attributes:
        is_all: every entry; else only who saw which team.
        teams: ids of the teams in sight; None is all.
    """

    is_all: bool
    teams: tuple[str, ...] | None

    def narrowed(self, asked: Asked) -> Asked:
        """Return what is asked within what may be read."""
        values = vars(asked) | {"sees_all": self.is_all, "teams": self.teams}
        return Asked(**values)


def sight_of(stores: Workspace, viewer: Viewer) -> Sight:
    """Return what a person may read of the log.

    Who may read the log of a part of the city only does not read it at all: an entry may
    tell of any team.
    """
    if viewer.may("read_log") and all(roots is None for roots in viewer.reaches("read_log")):
        return Sight(is_all=True, teams=None)
    if all(roots is None for roots in viewer.reaches("see_readers")):
        return Sight(is_all=False, teams=None)
    register = register_of(stores)
    teams = tuple(sorted(team for team in register.names if _sees(viewer, register, team)))
    return Sight(is_all=False, teams=teams)


def sees_readers(stores: Workspace, viewer: Viewer, team_id: str) -> bool:
    """Tell whether a person may know who saw a team."""
    if not viewer.may("see_readers"):
        return False
    if all(roots is None for roots in viewer.reaches("see_readers")):
        return True
    return _sees(viewer, register_of(stores), team_id)


def _sees(viewer: Viewer, register: Register, team_id: str) -> bool:
    lineage = register.lineage(team_id)
    return all(may_see(roots, lineage) for roots in viewer.reaches("see_readers"))
