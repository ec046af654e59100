"""What would come of a file: read, checked and compared with what is stored; nothing kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

import polars as pl

from dashboard.errors import UnknownNameError, UploadRefusedError
from dashboard.ingest.checking.checks import Checked, check
from dashboard.ingest.comparing import compared, months_covered
from dashboard.ingest.petitioners import with_keys, with_stored_keys, without_persons
from dashboard.ingest.problems import Problem
from dashboard.ingest.reading.tables import Reading, Table, read_table
from dashboard.ingest.receipt import REPLACE_MONTHS, UPSERT, Receipt
from dashboard.kinds import KINDS, Kind
from dashboard.storage.workspace import Workspace

# What the records say of a file that is no text.
WORKBOOK = "xlsx"


@dataclass(frozen=True)
class Request:
    """What somebody asks to be done with a file.

    Attributes:
        kind: name of one of the nine kinds.
        reading: what the uploader said about the file; the rest is guessed.
        mode: `upsert` adds and replaces rows by key; `replace-months` lets the file stand
            for all there is of its kind in the months it covers.
        allowed: teams the uploader may write; None is all.
        told: teams whose scores the uploader may be told of; None is all.
        has_keys: petitioners are hashed already, as in our own copy of a register.
    """

    kind: str
    file_name: str
    reading: Reading = field(default_factory=Reading)
    mode: str = UPSERT
    allowed: frozenset[str] | None = None
    told: frozenset[str] | None = None
    has_keys: bool = False


@dataclass(frozen=True)
class Kept:
    """What the archive is to keep of an upload.

    Attributes:
        content: the file as it came; a register of petitions without its persons.
        encoding: of a text; `xlsx` for a workbook.
        covered_months: the months the upload stands for, such as 2026-03; None unless it
            replaces months.
    """

    content: bytes
    encoding: str
    rows: pl.DataFrame
    covered_months: tuple[str, ...] | None = None


# Active uploads an answer rests on: those of the kind, and those of the register of teams.
Basis = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Examined:
    """What would come of a file.

    Attributes:
        receipt: when it is taken whole or not at all.
        partial: when its good rows are taken without the others; None when there is
            nothing to choose.
        kept: what would be stored, of the good rows if not all are good.
        table: the file taken apart; None when it cannot be read.
    """

    request: Request
    receipt: Receipt
    basis: Basis
    partial: Receipt | None = None
    kept: Kept | None = None
    table: Table | None = None

    def answer(self, *, allow_partial: bool) -> Receipt:
        """Return the receipt, of the good rows alone if that is allowed and needed."""
        return self.partial if allow_partial and self.partial is not None else self.receipt


def examine(workspace: Workspace, request: Request, content: bytes) -> Examined:
    """Say what would come of a file.

    Raises:
        UnknownNameError: there is no such kind or mode.
    """
    kind = _kind_of(request)
    basis = basis_of(workspace, kind)
    try:
        if request.mode == REPLACE_MONTHS and kind.month_column is None:
            raise UploadRefusedError("no_months_to_replace")
        table = read_table(content, kind, request.reading)
    except UploadRefusedError as refusal:
        problem = Problem(None, None, None, refusal.rule, refusal.values)
        receipt = Receipt(None, kind.name, mode=request.mode, problems=(problem,))
        return Examined(request, receipt, basis)
    stored = current_rows(workspace, kind)
    teams = current_rows(workspace, KINDS["teams"]).collect()
    checked = check(kind, table, teams, stored, request.allowed)
    receipt = _receipt(request, table, checked)
    examined = Examined(request, receipt, basis, table=table)
    rows = checked.good_rows()
    is_partial = bool(checked.problems)
    # A row that is left out must not take away the one that is stored for it.
    if is_partial and (rows.is_empty() or request.mode == REPLACE_MONTHS):
        return examined
    kept = _to_keep(workspace, request, content, table, checked, rows)
    taken = replace(receipt, accepted=rows.height)
    taken = compared(
        taken,
        kind,
        kept.rows,
        stored,
        repeated=checked.repeated_rows(),
        covered_months=kept.covered_months,
        allowed=request.allowed,
    )
    if is_partial:
        return replace(examined, partial=taken, kept=kept)
    if not taken.new and not taken.changed and not taken.removed:
        taken = replace(taken, duplicate_of=_same_bytes(workspace, kind, kept))
    return replace(examined, receipt=taken, kept=kept)


def basis_of(workspace: Workspace, kind: Kind) -> Basis:
    """Name the active uploads that an answer about this kind rests on."""
    by_kind = {
        name: tuple(upload.upload_id for upload in workspace.records.uploads(name))
        for name in {kind.name, "teams"}
    }
    return by_kind[kind.name], by_kind["teams"]


def current_rows(workspace: Workspace, kind: Kind) -> pl.LazyFrame:
    """Return the rows of a kind that count now."""
    return workspace.archive.current_rows(kind, workspace.records.uploads(kind.name))


def _kind_of(request: Request) -> Kind:
    if request.kind not in KINDS:
        kinds = ", ".join(KINDS)
        raise UnknownNameError(
            f"There is no kind of upload '{request.kind}'. Use one of: {kinds}."
        )
    if request.mode not in (UPSERT, REPLACE_MONTHS):
        raise UnknownNameError(
            f"There is no mode '{request.mode}'. Use {UPSERT} or {REPLACE_MONTHS}."
        )
    return KINDS[request.kind]


def _receipt(request: Request, table: Table, checked: Checked) -> Receipt:
    row_count = checked.rows.height + len(table.uneven)
    bad_rows = {problem.row for problem in checked.problems}
    is_whole_file = bool(bad_rows & {None, table.header_row})
    return Receipt(
        upload_id=None,
        kind=request.kind,
        encoding=table.encoding,
        sheet=table.sheet,
        mode=request.mode,
        rows=row_count,
        accepted=0,
        rejected=row_count if is_whole_file else len(bad_rows),
        problems=checked.problems,
        notices=checked.notices,
        unknown_columns=checked.layout.unknown,
        left_out=tuple(sorted((*checked.left_out, *table.notes_rows))),
        title_rows=table.title_rows,
    )


def _to_keep(
    workspace: Workspace,
    request: Request,
    content: bytes,
    table: Table,
    checked: Checked,
    rows: pl.DataFrame,
) -> Kept:
    kind = KINDS[request.kind]
    months = months_covered(kind, rows) if request.mode == REPLACE_MONTHS else None
    if kind.name != "petitions":
        return Kept(content, table.encoding or WORKBOOK, rows, months)
    if request.has_keys:
        return Kept(content, "utf-8", with_stored_keys(rows), months)
    salt = workspace.salt()
    kept = without_persons(table, checked.layout, salt)
    return Kept(kept, "utf-8", with_keys(rows, salt), months)


def _same_bytes(workspace: Workspace, kind: Kind, kept: Kept) -> str | None:
    sha256 = hashlib.sha256(kept.content).hexdigest()
    for upload in workspace.records.uploads(kind.name):
        if upload.sha256 == sha256:
            return upload.upload_id
    return None
