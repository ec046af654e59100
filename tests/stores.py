"""Small real stores for tests: rows put straight into the archive, as a checked upload."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

from dashboard.kinds import KINDS, Kind
from dashboard.settings import Settings
from dashboard.storage.files import sha256_of
from dashboard.storage.moments import now
from dashboard.storage.uploads import Upload
from dashboard.storage.workspace import Workspace, open_workspace

Rows = Sequence[Mapping[str, object]]


def new_workspace(folder: Path) -> Workspace:
    """Open an empty workspace."""
    return open_workspace(Settings(data=folder, build_threads=1))


def store_rows(
    workspace: Workspace,
    kind_name: str,
    rows: Rows,
    *,
    months: tuple[str, ...] | None = None,
    team_ids: tuple[str, ...] | None = None,
) -> str:
    """Store canonical text rows as one accepted upload; a column left out is null.

    Args:
        months: such as 2026-03; the upload replaces them. None adds rows only.
        team_ids: teams whose rows it replaces; None is all.
    """
    kind = KINDS[kind_name]
    frame = frame_of(kind, rows)
    upload_id = workspace.records.next_upload_id()
    sha256 = workspace.archive.keep_file(frame.write_csv().encode())
    path = workspace.archive.keep_rows(kind, upload_id, frame)
    workspace.records.add_upload(
        Upload(
            number=int(upload_id[1:]),
            upload_id=upload_id,
            kind=kind_name,
            file_name=f"{kind_name}.csv",
            sha256=sha256,
            rows_sha256=sha256_of(path),
            encoding="utf-8",
            mode="upsert" if months is None else "replace-months",
            row_count=len(frame),
            new_count=len(frame),
            changed_count=0,
            same_count=0,
            uploaded_by="test",
            uploaded_at=now(),
            state="active",
            covered_months=months,
            covered_teams=None if months is None else team_ids,
        )
    )
    return upload_id


def frame_of(kind: Kind, rows: Rows) -> pl.DataFrame:
    """Return canonical text rows as the archive keeps them; a column left out is null."""
    frame = pl.DataFrame(
        [
            {name: _canonical(kind, name, row) for name in kind.stored}
            | {"row": row.get("row", number)}
            for number, row in enumerate(rows, start=2)
        ],
        schema={**dict.fromkeys(kind.stored, pl.String), "row": pl.Int64},
    )
    if "month" in kind.stored:
        frame = frame.with_columns(pl.col("month").str.slice(0, 7) + "-01")
    return frame


def _canonical(kind: Kind, name: str, row: Mapping[str, object]) -> object:
    value = row.get(name)
    if value is None and name != "petitioner_key":
        return kind.column(name).default
    return value


def store_city(workspace: Workspace, tables: Mapping[str, Rows]) -> dict[str, str]:
    """Store tables whose rows name their uploads, in the order of those names.

    Returns:
        The upload id each name became, the register of teams first.
    """
    by_upload: dict[tuple[str, str], list[Mapping[str, object]]] = defaultdict(list)
    for kind, rows in tables.items():
        for row in rows:
            by_upload[str(row["upload_id"]), kind].append(row)
    return {
        f"{name}/{kind}": store_rows(workspace, kind, rows)
        for (name, kind), rows in sorted(by_upload.items())
    }


def make_endless(stores: Workspace) -> None:
    """Put a question without end behind one page of the newest version."""
    newest = stores.built.newest()
    assert newest is not None
    with duckdb.connect(str(stores.built.path(newest))) as connection:
        connection.execute("alter table estimates.severity rename to real_severity")
        connection.execute(
            "create view estimates.severity as select real_severity.* "
            "from estimates.real_severity, range(100000), range(100000)"
        )
