"""The history of a row: every upload that had its key, and every one that took it away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from dashboard.errors import UnknownNameError
from dashboard.kinds import KINDS, Kind
from dashboard.storage.replacing import covered
from dashboard.storage.uploads import Upload, UploadChange
from dashboard.storage.workspace import Workspace

Values = dict[str, str | None]


@dataclass(frozen=True)
class Version:
    """What one upload said of a row.

    Attributes:
        row: line of the file as a person sees it; None where the upload took the row away
            because it replaced the month.
        values: canonical text by column; None where the row was taken away.
        changed: columns that are not as they were in the version that counted before;
            None where none counted, the row being new, and where it was taken away.
        counts: whether this is how the row stands now.
        last_change: the last undo or redo of the upload; None when there was none.
    """

    upload: Upload
    row: int | None
    values: Values | None
    changed: tuple[str, ...] | None
    counts: bool
    last_change: UploadChange | None


def history(workspace: Workspace, kind: str, key: Mapping[str, str]) -> list[Version]:
    """Return what every upload said of the row with this key, oldest first.

    An undone upload is listed where it came, and nothing is compared with it. A row that
    comes twice in a file is its later line.

    Args:
        key: canonical text of every column of the kind's key; months as 2026-03-01.

    Raises:
        UnknownNameError: there is no such kind, or the key is not one of its rows.
    """
    if kind not in KINDS:
        raise UnknownNameError(f"There is no kind of upload '{kind}'.")
    if set(key) != set(KINDS[kind].key):
        names = ", ".join(KINDS[kind].key)
        raise UnknownNameError(f"A row of {kind} is named by {names}.")
    uploads = workspace.records.uploads(kind, active_only=False)
    said = _said(workspace, KINDS[kind], uploads, key)
    last_changes = {change.upload_id: change for change in workspace.records.changes()}
    return _versions(KINDS[kind], uploads, said, last_changes)


def _said(
    workspace: Workspace, kind: Kind, uploads: Sequence[Upload], key: Mapping[str, str]
) -> dict[str, tuple[int, Values]]:
    """Return line and values by upload id; of the files only the matching rows are read."""
    if not uploads:
        return {}
    paths = [workspace.archive.rows_path(kind.name, upload.upload_id) for upload in uploads]
    is_row = pl.all_horizontal(pl.col(name) == value for name, value in key.items())
    rows = pl.scan_parquet(paths).filter(is_row).collect().sort("row")
    return {
        found["upload_id"]: (found["row"], {name: found[name] for name in kind.stored})
        for found in rows.iter_rows(named=True)
    }


def _versions(
    kind: Kind,
    uploads: Iterable[Upload],
    said: Mapping[str, tuple[int, Values]],
    last_changes: Mapping[str, UploadChange],
) -> list[Version]:
    """Go through the uploads in their order, and remember what counts after each."""
    versions: list[Version] = []
    counting: Values | None = None
    holder = None
    for upload in uploads:
        row, values = said.get(upload.upload_id, (None, None))
        if values is None and not (counting and _takes_away(kind, upload, counting)):
            continue
        changed = _changed(counting, values)
        last_change = last_changes.get(upload.upload_id)
        versions.append(Version(upload, row, values, changed, False, last_change))
        if upload.state == "active":
            counting, holder = values, upload.upload_id
    return [
        replace(version, counts=version.upload.upload_id == holder and counting is not None)
        for version in versions
    ]


def _changed(before: Values | None, after: Values | None) -> tuple[str, ...] | None:
    if before is None or after is None:
        return None
    return tuple(name for name, value in after.items() if before[name] != value)


def _takes_away(kind: Kind, upload: Upload, values: Values) -> bool:
    if not upload.covered_months:
        return False
    row = pl.DataFrame([values], schema=dict.fromkeys(kind.stored, pl.String))
    return not row.filter(covered(kind, upload.covered_months, upload.covered_teams)).is_empty()
