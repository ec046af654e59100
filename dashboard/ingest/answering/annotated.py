"""A clerk's own file again, with what is wrong in each row in a last column 问题."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable
from pathlib import PurePath, PureWindowsPath

from dashboard.errors import UploadRefusedError
from dashboard.ingest.answering.annotated_sheet import annotated_sheet
from dashboard.ingest.answering.annotated_text import annotated_text
from dashboard.ingest.answering.errors import CannotAnnotateError
from dashboard.ingest.answering.sentences import Remarks, has_own_column, remarks_of
from dashboard.ingest.problems import Problem
from dashboard.ingest.table import Table
from dashboard.text import Text

# A larger sheet is written as CSV: putting cells between others takes some 5 µs for each.
MOST_CELLS = 2_000_000
# What a program may take for the start of a formula, and what only looks like one.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NO_FORMULA = re.compile(r"[-+]?[0-9.,% ]*|-+|—+")
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")


def annotated(
    content: bytes,
    table: Table,
    problems: Iterable[Problem],
    text: Text,
    *,
    kept_name: str,
    left_out: Iterable[int] = (),
) -> tuple[str, bytes]:
    """Return the name and the bytes of a file with one more column, 问题.

    Its cells hold the sentences of their row; that of the header, what is said of the
    whole file. The column is ignored when the file comes back, in any language. Mended
    there, the file is read as if it had been mended without it. Rows keep their numbers.

    Args:
        content: the file as it came, which `table` was read from.
        kept_name: what the clerk called it.
        left_out: its total rows.
    """
    remarks = remarks_of(table, problems, left_out, text)
    cells = table.records[str(len(table.header) - 1)] if table.header else ()
    has_own = has_own_column(table.header, cells)
    stem, suffix = _taken_apart(kept_name)
    own_suffix = text("reports.file", name="")
    name = text("reports.file", name=stem.removesuffix(own_suffix))
    try:
        if not table.is_workbook:
            shown = suffix if suffix.lower() in _TEXT_SUFFIXES else ".csv"
            return name + shown, annotated_text(content, table, remarks, has_own=has_own)
        if table.records.height * len(table.header) <= MOST_CELLS:
            return f"{name}.xlsx", annotated_sheet(content, table, remarks, has_own=has_own)
    # What was read once is refused here only where it is taken apart in another way, or has
    # looks that make no sense; the clerk is to have a report all the same.
    except (CannotAnnotateError, UploadRefusedError, LookupError, ValueError):
        pass
    return f"{name}.csv", _written_anew(table, remarks, has_own=has_own)


def _taken_apart(file_name: str) -> tuple[str, str]:
    """Return a name without folders and its suffix, from any system."""
    path = PurePath(PureWindowsPath(file_name).name)
    return path.stem, path.suffix


def _written_anew(table: Table, remarks: Remarks, *, has_own: bool) -> bytes:
    """Return the rows as CSV that Excel and WPS open, each on its line where it can be."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    width = len(table.header) - has_own
    rows = {row: cells[:width] for row, *cells in table.records.iter_rows()}
    rows |= dict.fromkeys(remarks.by_row.keys() - rows, [""] * width)
    rows[table.header_row] = list(table.header[:width])
    next_row = 1
    for row in sorted(rows):
        file.write("\r\n" * (row - next_row))
        is_header = row == table.header_row
        said = remarks.header_cell() if is_header else remarks.cell(row, " ")
        writer.writerow([*map(_safe, rows[row]), said])
        next_row = row + 1
    return codecs.BOM_UTF8 + file.getvalue().encode()


def _safe(cell: str) -> str:
    """Return a text that stays one in CSV: in a workbook it was, whatever it begins with."""
    is_formula = _FORMULA.match(cell) and not _NO_FORMULA.fullmatch(cell)
    return f"'{cell}" if is_formula else cell
