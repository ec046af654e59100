"""Which teams a person may write evidence of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

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


def may_take_back(stores: Workspace, viewer: Viewer, upload: Upload) -> bool:
    """Tell whether a person may take an upload back, or put it back.

    The office may. Its sender may as well, while every team of it is one to send rows of;
    what the office took back, its sender does not put back.
    """
    if viewer.looking_as is not None:
        return False
    if viewer.reach("take_back") is None:
        return True
    if upload.uploaded_by != viewer.login or not may_upload(viewer, upload.kind):
        return False
    changes = stores.records.changes(upload.upload_id)
    if upload.state == "undone" and changes and changes[-1].actor != viewer.login:
        return False
    allowed = allowed_teams(stores, viewer, upload.kind)
    if allowed is None:
        return True
    # Who replaces months without naming teams replaces them for every team.
    is_of_all = upload.covered_months is not None and upload.covered_teams is None
    return not is_of_all and _teams_of(stores, upload) <= allowed


def _teams_of(stores: Workspace, upload: Upload) -> set[str]:
    """Return the ids of the teams whose rows an upload brings, or takes the place of."""
    rows = pl.scan_parquet(stores.archive.rows_path(upload.kind, upload.upload_id))
    teams = rows.select(pl.col("team_id").unique()).collect()["team_id"]
    return {*teams, *(upload.covered_teams or ())}
