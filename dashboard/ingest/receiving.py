"""One upload: from its bytes to stored rows, or to every reason why not."""

from __future__ import annotations

import json
from dataclasses import replace

from dashboard.ingest.examining import Examined, Kept, Request, basis_of, examine
from dashboard.ingest.reading.tables import Reading
from dashboard.ingest.receipt import UPSERT, Receipt
from dashboard.kinds import KINDS
from dashboard.storage.files import sha256_of
from dashboard.storage.moments import now
from dashboard.storage.uploads import Upload
from dashboard.storage.workspace import Workspace

# Others may store between the checking of a file and its own storing. It is checked again
# then, and the last time with everybody else waiting.
_MOST_CHECKS = 3


def receive(
    workspace: Workspace,
    kind: str,
    content: bytes,
    file_name: str,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    mode: str = UPSERT,
    allow_partial: bool = False,
    allowed: frozenset[str] | None = None,
    actor: str = "operator",
    dry_run: bool = False,
) -> Receipt:
    """Check one file and store it, unless it has a problem or would change nothing.

    Args:
        kind: name of one of the nine kinds.
        encoding: what the bytes are in; None guesses.
        sheet: the sheet of a workbook to read; None guesses.
        mode: see `examining.Request`.
        allow_partial: store the good rows of a file that has bad ones too.
        allowed: teams the uploader may write; None is all.
        dry_run: answer what would come of it, and store nothing.

    Raises:
        UnknownNameError: there is no such kind or mode.
    """
    request = Request(kind, file_name, Reading(encoding, sheet), mode, allowed)
    for _ in range(_MOST_CHECKS - 1):
        examined = examine(workspace, request, content)
        if dry_run:
            return examined.answer(allow_partial=allow_partial)
        receipt = keep(workspace, examined, actor, allow_partial=allow_partial)
        if receipt is not None:
            return receipt
    with workspace.records.lock("uploads"):
        examined = examine(workspace, request, content)
        return _keep(workspace, examined, actor, allow_partial)


def keep(
    workspace: Workspace, examined: Examined, actor: str, *, allow_partial: bool = False
) -> Receipt | None:
    """Store what was examined.

    Returns:
        What came of it; None when others stored something meanwhile that the answer
        rests on, so that the file is to be examined again.
    """
    with workspace.records.lock("uploads"):
        if examined.basis != basis_of(workspace, KINDS[examined.request.kind]):
            return None
        return _keep(workspace, examined, actor, allow_partial)


def _keep(workspace: Workspace, examined: Examined, actor: str, allow_partial: bool) -> Receipt:
    receipt = examined.answer(allow_partial=allow_partial)
    is_refused = bool(receipt.problems) and receipt is not examined.partial
    if is_refused or examined.kept is None or receipt.duplicate_of:
        return receipt
    return _store(workspace, examined, receipt, examined.kept, actor)


def _store(
    workspace: Workspace, examined: Examined, receipt: Receipt, kept: Kept, actor: str
) -> Receipt:
    """Write the files, then record them: a crash in between leaves the evidence as it was."""
    request = examined.request
    workspace.archive.sweep()
    upload_id = workspace.records.next_upload_id()
    sha256 = workspace.archive.keep_file(kept.content)
    rows = workspace.archive.keep_rows(KINDS[receipt.kind], upload_id, kept.rows)
    teams = request.allowed
    workspace.records.add_upload(
        Upload(
            number=int(upload_id.removeprefix("U")),
            upload_id=upload_id,
            kind=receipt.kind,
            file_name=request.file_name,
            sha256=sha256,
            rows_sha256=sha256_of(rows),
            encoding=kept.encoding,
            sheet=receipt.sheet,
            mode=request.mode,
            row_count=receipt.accepted,
            new_count=receipt.new,
            changed_count=receipt.changed,
            same_count=receipt.same,
            removed_count=receipt.removed,
            rejected_count=receipt.rejected,
            covered_months=kept.covered_months,
            covered_teams=None if teams is None else tuple(sorted(teams)),
            report_sha256=_keep_report(workspace, receipt),
            uploaded_by=actor,
            uploaded_at=now(),
            state="active",
        )
    )
    return replace(receipt, upload_id=upload_id)


def _keep_report(workspace: Workspace, receipt: Receipt) -> str | None:
    """Keep why rows were left out of a partial upload."""
    if not receipt.problems:
        return None
    record = json.dumps(receipt.to_record(), ensure_ascii=False, sort_keys=True)
    return workspace.archive.keep_file(record.encode())
