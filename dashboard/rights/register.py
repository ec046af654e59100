"""The register of teams as those who give rights read it: names and trees, no scores.

Read from the evidence and not from a version, so that rights can be given before the first
month is scored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashboard.access.viewer import EVERYTHING
from dashboard.ingest.examining import current_rows
from dashboard.kinds import KINDS
from dashboard.storage.workspace import Workspace
from dashboard.text import Text


@dataclass(frozen=True)
class Register:
    """The teams that are registered now.

    Attributes:
        names: id → full name.
        parents: id → id of the team above; None at the top.
    """

    names: dict[str, str]
    parents: dict[str, str | None]

    def lineage(self, team_id: str) -> tuple[str, ...]:
        """Return a team and every team above it; nothing for one that is not registered."""
        lineage: list[str] = []
        above = team_id if team_id in self.parents else None
        # A tree that bites its tail must not hang a page.
        while above is not None and above not in lineage:
            lineage.append(above)
            above = self.parents.get(above)
        return tuple(lineage)

    def found(self, words: str, among: Sequence[str] | None, most: int) -> list[str]:
        """Return ids of teams whose name or id holds all the words, the shortest name first.

        Args:
            among: roots of the trees to look in; None is everywhere.
            most: how many at the most.
        """
        wanted = words.lower().split()
        hits = [
            team
            for team, name in self.names.items()
            if all(word in f"{name} {team}".lower() for word in wanted)
            and (among is None or set(among).intersection(self.lineage(team)))
        ]
        return sorted(hits, key=lambda team: (len(self.names[team]), team))[:most]

    def words(self, team_id: str, text: Text) -> str:
        """Return a tree in words."""
        if team_id == EVERYTHING:
            return text("people.all_teams")
        name = self.names.get(team_id)
        if name is None:
            return text("people.no_team", team_id=team_id)
        return text("people.tree", name=name, team_id=team_id)


def register_of(stores: Workspace) -> Register:
    """Return the register as it stands after the last upload, undo or redo."""
    state = tuple(
        (upload.upload_id, upload.state)
        for upload in stores.records.uploads("teams", active_only=False)
    )
    return _register(stores, state)


@lru_cache(maxsize=4)
def _register(stores: Workspace, _: object) -> Register:
    rows = current_rows(stores, KINDS["teams"]).select("team_id", "team_name", "parent_id")
    teams = rows.collect().rows()
    return Register(
        names={team: name or team for team, name, _ in teams},
        parents={team: parent for team, _, parent in teams},
    )
