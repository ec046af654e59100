"""One upload: from its bytes to stored rows, or to every reason why not."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from dataclasses import dataclass, replace

import polars as pl

from dashboard.errors import UnknownNameError, UploadRefusedError
from dashboard.ingest.checking.checks import Checked, check
from dashboard.ingest.petitioners import with_keys, without_persons
from dashboard.ingest.problems import Problem
from dashboard.ingest.reading.tables import Table, read_table
from dashboard.ingest.receipt import Receipt
from dashboard.kinds import KINDS, Kind
from dashboard.storage.files import sha256_of
from dashboard.storage.records import Upload, now
from dashboard.storage.workspace import Workspace


def receive(
    workspace: Workspace,
    kind: str,
    content: bytes,
    file_name: str,
    *,
    encoding: str | None = None,
    actor: str = "operator",
    dry_run: bool = False,
) -> Receipt:
    """Check one file and store it, unless it has a problem or would change nothing.

    Args:
        kind: name of one of the nine kinds.
        encoding: what the bytes are in; None guesses.
        dry_run: answer what would come of it, and store nothing.

    Raises:
        UnknownNameError: there is no such kind.
    """
    if kind not in KINDS:
        kinds = ", ".join(KINDS)
        raise UnknownNameError(f"There is no kind of upload '{kind}'. Use one of: {kinds}.")
    try:
        table = read_table(content, encoding)
    except UploadRefusedError as refusal:
        problem = Problem(None, None, None, refusal.rule, refusal.values)
        return Receipt(None, kind, problems=(problem,))
    # Others must not store between the comparison with stored rows and our own storing.
    with nullcontext() if dry_run else workspace.records.lock("uploads"):
        receipt, kept = _examine(workspace, KINDS[kind], content, table)
        if dry_run or kept is None or receipt.duplicate_of:
            return receipt
        return _store(workspace, receipt, kept, file_name, actor)


@dataclass(frozen=True)
class _Kept:
    """What the archive is to keep of an upload."""

    content: bytes
    encoding: str
    rows: pl.DataFrame


def _examine(
    workspace: Workspace, kind: Kind, content: bytes, table: Table
) -> tuple[Receipt, _Kept | None]:
    """Say what would come of a table; nothing is to be kept when it is refused."""
    stored = _current_rows(workspace, kind)
    teams = _current_rows(workspace, KINDS["teams"]).collect()
    checked = check(kind, table, teams, stored)
    if checked.problems:
        return _receipt(kind, table, checked), None
    kept = _to_keep(workspace, kind, content, table, checked)
    receipt = _compared(_receipt(kind, table, checked), kind, kept.rows, stored)
    if not receipt.new and not receipt.changed:
        receipt = replace(receipt, duplicate_of=_same_bytes(workspace, kind, kept))
    return receipt, kept


def _receipt(kind: Kind, table: Table, checked: Checked) -> Receipt:
    row_count = checked.rows.height + len(table.uneven)
    bad_rows = {problem.row for problem in checked.problems}
    is_whole_file = bool(bad_rows & {None, table.header_row})
    return Receipt(
        upload_id=None,
        kind=kind.name,
        encoding=table.encoding,
        rows=row_count,
        accepted=0 if bad_rows else row_count,
        rejected=row_count if is_whole_file else len(bad_rows),
        problems=checked.problems,
        unknown_columns=checked.layout.unknown,
        left_out=checked.left_out,
    )


def _to_keep(
    workspace: Workspace, kind: Kind, content: bytes, table: Table, checked: Checked
) -> _Kept:
    if kind.name != "petitions":
        return _Kept(content, table.encoding, checked.rows)
    salt = workspace.salt()
    rows = with_keys(checked.rows, salt)
    return _Kept(without_persons(table, checked.layout, salt), "utf-8", rows)


def _compared(
    receipt: Receipt, kind: Kind, rows: pl.DataFrame, stored: pl.LazyFrame
) -> Receipt:
    """Count what the rows would do to those stored already."""
    key = list(kind.key)
    latest = rows.unique(key, keep="last")
    # Every row with an equal key has an equal first part of it: less to read from disk.
    firsts = latest[key[0]].unique().implode()
    earlier = stored.filter(pl.col(key[0]).is_in(firsts)).select(kind.stored).collect()
    both = latest.join(earlier, on=key, suffix="_earlier")
    values = [name for name in kind.stored if name not in kind.key]
    is_same = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(f"{name}_earlier")) for name in values
    )
    same = both.filter(is_same).height
    return replace(
        receipt, new=latest.height - both.height, changed=both.height - same, same=same
    )


def _same_bytes(workspace: Workspace, kind: Kind, kept: _Kept) -> str | None:
    sha256 = hashlib.sha256(kept.content).hexdigest()
    for upload in workspace.records.uploads(kind.name):
        if upload.sha256 == sha256:
            return upload.upload_id
    return None


def _current_rows(workspace: Workspace, kind: Kind) -> pl.LazyFrame:
    upload_ids = [upload.upload_id for upload in workspace.records.uploads(kind.name)]
    return workspace.archive.current_rows(kind, upload_ids)


def _store(
    workspace: Workspace, receipt: Receipt, kept: _Kept, file_name: str, actor: str
) -> Receipt:
    """Write the files, then record them: a crash in between leaves the evidence as it was."""
    upload_id = workspace.records.next_upload_id()
    sha256 = workspace.archive.keep_file(kept.content)
    rows = workspace.archive.keep_rows(KINDS[receipt.kind], upload_id, kept.rows)
    workspace.records.add_upload(
        Upload(
            number=int(upload_id.removeprefix("U")),
            upload_id=upload_id,
            kind=receipt.kind,
            file_name=file_name,
            sha256=sha256,
            rows_sha256=sha256_of(rows),
            encoding=kept.encoding,
            mode="upsert",
            row_count=receipt.accepted,
            new_count=receipt.new,
            changed_count=receipt.changed,
            same_count=receipt.same,
            uploaded_by=actor,
            uploaded_at=now(),
            state="active",
        )
    )
    return replace(receipt, upload_id=upload_id)
