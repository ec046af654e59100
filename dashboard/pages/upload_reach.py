"""Which teams a person may write evidence of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.access.viewer import Roots, Viewer, may_see, may_upload, upload_reach
from dashboard.ingest.examining import Request, current_rows
from dashboard.kinds import KINDS
from dashboard.storage.uploads import Upload
from dashboard.storage.workspace import Workspace


def allowed_teams(stores: Workspace, viewer: Viewer, kind: str) -> frozenset[str] | None:
    """Return the ids of the teams a person may upload rows of that kind for; None is all."""
    return _within(stores, (upload_reach(viewer, kind),))


def within_rights(stores: Workspace, viewer: Viewer, request: Request) -> Request:
    """Return what is asked of a file, held to what this person may write and be told."""
    allowed = allowed_teams(stores, viewer, request.kind)
    readable = readable_teams(stores, viewer)
    # An office that keeps a register of all teams is not told their scores for that.
    told = allowed if readable is None else readable if allowed is None else allowed & readable
    return replace(request, allowed=allowed, told=told)


def may_see_upload(viewer: Viewer, upload: Upload) -> bool:
    """Tell whether a person may know of an upload: its file may speak of any team.

    Its sender, those who see every team, and the offices that send the same register.
    """
    is_own = upload.uploaded_by == viewer.login and viewer.looking_as is None
    sees_all = all(roots is None for roots in viewer.reaches("read"))
    return is_own or sees_all or upload_reach(viewer, upload.kind) is None


def readable_teams(stores: Workspace, viewer: Viewer) -> frozenset[str] | None:
    """Return the ids of the teams whose records a person may read; None is all."""
    return _within(stores, viewer.reaches("read"))


def _within(stores: Workspace, reaches: Sequence[Roots]) -> frozenset[str] | None:
    if all(roots is None for roots in reaches):
        return None
    teams = current_rows(stores, KINDS["teams"]).select("team_id", "parent_id").collect()
    parents = dict(teams.iter_rows())
    return frozenset(
        team
        for team in parents
        if all(may_see(roots, _lineage(team, parents)) for roots in reaches)
    )


def _lineage(team: str, parents: dict[str, str | None]) -> list[str]:
    lineage: list[str] = []
    above: str | None = team
    # A tree that bites its tail must not hang a page.
    while above is not None and above not in lineage:
        lineage.append(above)
        above = parents.get(above)
    return lineage


def may_take_back(viewer: Viewer, upload: Upload) -> bool:
    """Tell whether a person may take an upload back: its sender, and the office."""
    if viewer.looking_as is not None:
        return False
    is_own = upload.uploaded_by == viewer.login and may_upload(viewer, upload.kind)
    return is_own or viewer.reach("take_back") is None
