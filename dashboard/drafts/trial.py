"""A draft as if it were stored already, for trying what it would do to scores."""

from __future__ import annotations

from dashboard.ingest.examining import Examined
from dashboard.storage.moments import now
from dashboard.storage.uploads import Upload
from dashboard.storage.workspace import Workspace


def draft_upload(workspace: Workspace, examined: Examined) -> Upload:
    """Return the record an upload would have that came after all others."""
    kept, request = examined.kept, examined.request
    assert kept is not None, "a refused file has no effect"
    upload_id = workspace.records.next_upload_id()
    return Upload(
        number=int(upload_id.removeprefix("U")),
        upload_id=upload_id,
        kind=request.kind,
        file_name=request.file_name,
        sha256="",
        rows_sha256="",
        encoding=kept.encoding,
        mode=request.mode,
        row_count=kept.rows.height,
        new_count=0,
        changed_count=0,
        same_count=0,
        uploaded_by="",
        uploaded_at=now(),
        state="active",
        covered_months=kept.covered_months,
        covered_teams=None if request.allowed is None else tuple(sorted(request.allowed)),
    )
