"""Which teams a person may write evidence of."""

from __future__ import annotations

from dashboard.access import Viewer, may_see, may_upload
from dashboard.ingest.examining import current_rows
from dashboard.kinds import KINDS
from dashboard.storage.uploads import Upload
from dashboard.storage.workspace import Workspace


def allowed_teams(stores: Workspace, viewer: Viewer) -> frozenset[str] | None:
    """Return the ids of the teams a person may upload rows of; None is all.

    Until people have grants of their own for uploading, it is what they see.
    """
    if viewer.scope is None:
        return None
    teams = current_rows(stores, KINDS["teams"]).select("team_id", "parent_id").collect()
    parents = dict(teams.iter_rows())
    return frozenset(team for team in parents if may_see(viewer, _lineage(team, parents)))


def _lineage(team: str, parents: dict[str, str | None]) -> list[str]:
    lineage: list[str] = []
    above: str | None = team
    # A tree that bites its tail must not hang a page.
    while above is not None and above not in lineage:
        lineage.append(above)
        above = parents.get(above)
    return lineage


def may_take_back(viewer: Viewer, upload: Upload) -> bool:
    """Tell whether a person may take an upload back: those who see all, and its sender."""
    is_theirs = viewer.scope is None or upload.uploaded_by == viewer.login
    return is_theirs and may_upload(viewer, upload.kind)
