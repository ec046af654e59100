"""Roll-up of scores along the tree of teams (scoring.md section 4, last paragraph)."""

from __future__ import annotations

from collections import defaultdict

from tests.oracle.registers import Team
from tests.oracle.rules import CHILD_SHARE_CAP, CHILDREN_SHARE, OWN_SHARE
from tests.oracle.scoring import TeamMonth


class RollUp:
    """The rolled scores of one month.

    A team that is not scored is passed through. With `splice` (the default) its children take
    its place among its parent's children; without, it stays a child whose score is that of its
    children alone.
    """

    def __init__(self, teams: list[Team], rows: dict[str, TeamMonth], splice: bool) -> None:
        """Prepare one month: all teams of the register, and the rows of the scored ones."""
        self.rows = rows
        self.splice = splice
        self.below: dict[str, list[str]] = defaultdict(list)
        for team in sorted(teams, key=lambda team: team.team_id):
            if team.parent_id is not None:
                self.below[team.parent_id].append(team.team_id)

    def children(self, team_id: str) -> list[str]:
        """Name the children, with those of teams passed through in their place."""
        found = []
        for child in self.below[team_id]:
            if child in self.rows or not self.splice:
                found.append(child)
            else:
                found.extend(self.children(child))
        return found

    def work(self, team_id: str) -> float:
        """Add up w of the task_completion items of a team and all below it."""
        row = self.rows.get(team_id)
        own = row.parts["task_completion"].sums.w if row and row.task_count else 0.0
        return own + sum(self.work(child) for child in self.below[team_id])

    def rolled(self, team_id: str) -> float | None:
        """Give 0.6 own final + 0.4 children, or the one there is alone."""
        row = self.rows.get(team_id)
        own = row.final if row else None
        children = self.children_score(team_id)
        if children is None:
            return own
        if own is None:
            return children
        return OWN_SHARE * own + CHILDREN_SHARE * children

    def children_score(self, team_id: str) -> float | None:
        """Give the children's mean by share of work, each capped at 0.3, then scaled to 1."""
        scores = {child: self.rolled(child) for child in self.children(team_id)}
        having = {child: score for child, score in scores.items() if score is not None}
        if not having:
            return None
        work = {child: self.work(child) for child in having}
        total = sum(work.values())
        if total == 0:
            return sum(having.values()) / len(having)
        share = {child: min(CHILD_SHARE_CAP, work[child] / total) for child in having}
        return sum(share[child] * having[child] for child in having) / sum(share.values())


def roll_up_month(teams: list[Team], rows: dict[str, TeamMonth], splice: bool) -> None:
    """Fill in the rolled score of every scored team of one month."""
    month = RollUp(teams, rows, splice)
    for team_id, row in rows.items():
        row.rolled = month.rolled(team_id)
