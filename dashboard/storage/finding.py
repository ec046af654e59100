"""Finding the rows of a kind by the number departments gave them."""

from __future__ import annotations

import polars as pl

from dashboard.kinds import KINDS, Kind
from dashboard.storage.workspace import Workspace

# One number is shared by a few teams at most; a short list shows it all.
MOST_FOUND = 30


def numbered(kind: Kind) -> bool:
    """Tell whether rows of a kind have a number of their own: an id that is no month."""
    return kind.key[0].endswith("_id")


def keys_of(workspace: Workspace, kind: str, number: str) -> list[dict[str, str]]:
    """Return the keys of all rows with this number, of undone uploads too.

    Args:
        number: canonical text of the first column of the key, as of a task.
    """
    key = KINDS[kind].key
    uploads = workspace.records.uploads(kind, active_only=False)
    if not uploads:
        return []
    paths = [workspace.archive.rows_path(kind, upload.upload_id) for upload in uploads]
    rows = pl.scan_parquet(paths).filter(pl.col(key[0]) == number).select(key).unique()
    return rows.sort(key).head(MOST_FOUND).collect().to_dicts()
