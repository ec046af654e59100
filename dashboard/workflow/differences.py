"""What changed between two tables of one month: the signed one, and that of newer data."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.workflow.published_table import PublishedTeam, Table


@dataclass(frozen=True)
class Difference:
    """A team whose row is not the same; None where it has no row at all."""

    old: PublishedTeam | None
    new: PublishedTeam | None

    @property
    def team(self) -> PublishedTeam:
        """The row that names it, the newer one first."""
        found = self.new or self.old
        assert found is not None, "a difference is of one row at least"
        return found


def differences(old: Table, new: Table) -> tuple[Difference, ...]:
    """Return the teams whose rows differ, in the order of the newer table."""
    before = {team.team_id: team for team in old}
    after = {team.team_id: team for team in new}
    order = [*after, *(team_id for team_id in before if team_id not in after)]
    return tuple(
        Difference(before.get(team_id), after.get(team_id))
        for team_id in order
        if before.get(team_id) != after.get(team_id)
    )
