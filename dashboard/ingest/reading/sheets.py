"""From a workbook to the table of one of its sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.header_rows import (
    TopRow,
    column_names,
    find_header,
    fit,
    refuse_two_lines,
    top_rows,
)
from dashboard.ingest.reading.limits import Limits
from dashboard.ingest.reading.merged import merged_cells, refuse_merged_header
from dashboard.ingest.reading.notes import without_notes
from dashboard.ingest.reading.records import Records, with_text
from dashboard.ingest.reading.sheet_parts import SheetRow
from dashboard.ingest.reading.workbooks import Sheet, Workbook
from dashboard.ingest.table import BadCell, Reading, Table
from dashboard.kinds import Kind

_BETWEEN_NAMES = "、"


@dataclass(frozen=True)
class _Top:
    """A sheet with cells, and the rows near its top."""

    sheet: Sheet
    rows: list[TopRow]


def read_sheet(content: bytes, kind: Kind, reading: Reading, limits: Limits) -> Table:
    """Read the sheet that was chosen, or the only one that can be meant.

    Raises:
        UploadRefusedError: the file is no workbook, or no sheet of it is surely meant.
    """
    book = Workbook(content, limits)
    tops = sheet_tops(book, reading.header_row, limits)
    top = _chosen(book, tops, kind, reading)
    place = find_header(kind, top.rows, reading.header_row)
    cells = book.cells(top.sheet)
    bad: list[BadCell] = []
    records = _records(cells.rows(), top.rows[place].row, bad)
    header = _padded(top.rows[place].cells, records.width)
    frame = with_text(records.frame(len(header)))
    frame, _, notes_rows = without_notes(frame, [], set())
    refuse_merged_header(cells.merges, top.rows, place)
    refuse_two_lines(kind, top.rows, place)
    named = {at for at, name in enumerate(column_names(kind, header)) if name}
    bad.extend(merged_cells(cells.merges, frame, named))
    kept = set(frame["row"].to_list()) if bad else set()
    return Table(
        encoding=None,
        header=header,
        header_row=top.rows[place].row,
        records=frame,
        bad_cells=tuple(cell for cell in bad if cell.row in kept),
        is_workbook=True,
        dates_from_1904=book.from_1904,
        sheet=top.sheet.name,
        sheets=tuple(other.sheet.name for other in tops),
        title_rows=tuple(row.row for row in top.rows[:place]),
        titles=tuple(row.cells for row in top.rows[:place]),
        notes_rows=notes_rows,
    )


def sheet_tops(book: Workbook, header_row: int | None, limits: Limits) -> list[_Top]:
    """Return the top of each sheet that has cells, hidden ones too."""
    tops: list[_Top] = []
    for sheet in book.sheets:
        rows = (_top_row(row) for row in book.cells(sheet).rows())
        top = _Top(sheet, top_rows(rows, header_row, limits))
        if top.rows:
            tops.append(top)
    return tops


def _chosen(book: Workbook, tops: Sequence[_Top], kind: Kind, reading: Reading) -> _Top:
    if reading.sheet is not None:
        return _named(book, tops, reading.sheet.strip())
    visible = [top for top in tops if not top.sheet.is_hidden]
    if not visible:
        if tops:
            raise UploadRefusedError("only_hidden_sheets", sheets=_listed(tops))
        raise UploadRefusedError("empty_file")
    if len(visible) == 1:
        return visible[0]
    whole = [top for top in visible if _could_be_taken(kind, top)]
    if len(whole) > 1:
        # One of twelve months would be taken, and eleven left out without a word.
        raise UploadRefusedError("several_sheets", sheets=_listed(whole))
    return whole[0] if whole else max(visible, key=lambda top: _names(kind, top))


def _named(book: Workbook, tops: Sequence[_Top], name: str) -> _Top:
    for top in tops:
        if top.sheet.name.strip() == name:
            return top
    if name in (sheet.name.strip() for sheet in book.sheets):
        raise UploadRefusedError("empty_sheet", sheet=name)
    raise UploadRefusedError("no_such_sheet", sheet=name, sheets=_listed(tops) or "—")


def _could_be_taken(kind: Kind, top: _Top) -> bool:
    place = find_header(kind, top.rows, None)
    return fit(kind, top.rows[place].cells).is_whole and place + 1 < len(top.rows)


def _names(kind: Kind, top: _Top) -> int:
    return max(fit(kind, row.cells).named for row in top.rows)


def _listed(tops: Sequence[_Top]) -> str:
    return _BETWEEN_NAMES.join(f"“{top.sheet.name}”" for top in tops)


def _records(rows: Iterator[SheetRow], header_row: int, bad: list[BadCell]) -> Records:
    """Gather the rows below the header, and the bad cells among them."""
    records = Records()
    for row in rows:
        if row.row <= header_row:
            continue
        width = max(records.width, max(row.cells) + 1)
        records.add(row.row, [row.cells.get(position, "") for position in range(width)])
        bad.extend(BadCell(row.row, position, rule) for position, rule in row.bad.items())
    return records


def _top_row(row: SheetRow) -> TopRow:
    width = max(row.cells) + 1
    return TopRow(row.row, tuple(row.cells.get(at, "") for at in range(width)))


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells + ("",) * (width - len(cells))
