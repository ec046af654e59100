"""What a change of the evidence does to scores, as far as a page lists it."""

from __future__ import annotations

from dashboard.drafts.drafts import Effect, Move
from dashboard.pipeline.effect import EvidenceChange, moved_scores
from dashboard.storage.workspace import Workspace

# Moves that a page may list; the rest is counted.
MOST_MOVES = 50


def effect_of(
    workspace: Workspace, change: EvidenceChange, scope: tuple[str, ...] | None
) -> Effect:
    """Try a change; takes as long as a build of the months it touches.

    Args:
        scope: roots of the trees whose teams may be told of; None is everything.

    Raises:
        CheckFailedError: a build of this evidence would be refused.
    """
    version = workspace.built.newest()
    moved = moved_scores(workspace, change, scope=scope)
    if moved.state != "compared":
        return Effect(None)
    names = ("team_id", "team_name", "month")
    ages = ("old_score", "new_score", "old_grade", "new_grade")
    rows = moved.rows.head(MOST_MOVES).select(*names, *ages)
    moves = tuple(Move(**row) for row in rows.iter_rows(named=True))
    return Effect(version, moves, moved.rows.height)
