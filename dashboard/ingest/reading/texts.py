"""From the text of a CSV file to its header and records, each with its line number.

Two ways to the same table. A file without quotes has one record on each line, and Polars
reads it at full speed. Anything else goes through the csv module, which tells on which
line a record begins and which quote was never closed. `_is_plain` decides.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard.errors import UploadRefusedError
from dashboard.ingest.checking.totals import is_total
from dashboard.ingest.reading.header_rows import (
    TopRow,
    find_header,
    fit,
    refuse_two_lines,
    top_rows,
)
from dashboard.ingest.reading.limits import Limits
from dashboard.ingest.reading.notes import is_note, without_notes
from dashboard.ingest.reading.records import Records, with_text
from dashboard.ingest.table import Reading, Table
from dashboard.kinds import Kind

DELIMITERS = (",", "\t", ";")
_ANY_TEXT = re.compile(rf"[^\s{''.join(DELIMITERS)}]")
# What Excel writes, and reads, to say which delimiter follows.
_TOLD = re.compile('"?sep=(.)"?\r?(?:\n|$)', re.IGNORECASE)
# The end of a file in programs of the age of DOS.
_END_OF_FILE = "\x1a"


@dataclass(frozen=True)
class Head:
    """How a text begins.

    Attributes:
        place: of the header among the rows.
    """

    delimiter: str
    rows: Sequence[TopRow]
    place: int

    @property
    def header_row(self) -> int:
        return self.rows[self.place].row

    @property
    def header(self) -> tuple[str, ...]:
        return self.rows[self.place].cells


def read_text_table(
    text: str, encoding: str, kind: Kind, reading: Reading, limits: Limits
) -> Table:
    """Take a text apart.

    Raises:
        UploadRefusedError: it holds nothing, or its quotes or header make no sense.
    """
    text = text.rstrip(_END_OF_FILE) if text.endswith(_END_OF_FILE) else text
    head = find_head(text, kind, reading.header_row, limits)
    if len(head.header) > limits.columns:
        count = len(head.header)
        raise UploadRefusedError("too_many_columns", count=count, most=limits.columns)
    refuse_two_lines(kind, head.rows, head.place)
    body = _read_plain(text, head) if _is_plain(text, head) else None
    records, uneven, uneven_notes = body or _read_exactly(text, head, limits)
    if records.height > limits.text_rows:
        raise UploadRefusedError("too_many_rows", most=limits.text_rows)
    records, uneven, notes_rows = without_notes(with_text(records), uneven, uneven_notes)
    titles = head.rows[: head.place]
    return Table(
        encoding=encoding,
        header=head.header,
        header_row=head.header_row,
        records=records,
        uneven=tuple(uneven),
        title_rows=tuple(row.row for row in titles),
        titles=tuple(row.cells for row in titles),
        notes_rows=notes_rows,
        delimiter=head.delimiter,
    )


def find_head(text: str, kind: Kind, header_row: int | None, limits: Limits) -> Head:
    """Find the delimiter and the header that fit the kind best.

    Raises:
        UploadRefusedError: there is nothing, or no record ends.
    """
    if _ANY_TEXT.search(text) is None:
        raise UploadRefusedError("empty_file")
    told = _TOLD.match(text)
    delimiters = (told[1],) if told and told[1] in DELIMITERS else DELIMITERS
    heads: list[Head] = []
    for delimiter in delimiters:
        rows = _top(text, delimiter, header_row, limits)
        if rows:
            heads.append(Head(delimiter, rows, find_header(kind, rows, header_row)))
    if not heads:
        # No delimiter makes sense of the quotes: the reader says on which line.
        next(_records(text[: limits.header_characters], delimiters[0]), None)
        raise UploadRefusedError("empty_file")
    return max(heads, key=lambda head: (fit(kind, head.header).named, len(head.header)))


def _top(text: str, delimiter: str, header_row: int | None, limits: Limits) -> list[TopRow]:
    found: list[TopRow] = []
    records = _records(text[: limits.header_characters], delimiter)
    if _TOLD.match(text):
        next(records, None)
    try:
        for row, cells in records:
            found.append(TopRow(row, tuple(cells)))
            if len(found) >= limits.header_rows and row >= (header_row or 0):
                break
    except UploadRefusedError:
        # Quotes that make no sense with this delimiter may do so with another.
        return found
    return top_rows(found, header_row, limits)


def _is_plain(text: str, head: Head) -> bool:
    """Whether each line is one record, with as many cells as the header below it."""
    has_other_breaks = text.count("\r") != text.count("\r\n")
    if '"' in text or has_other_breaks:
        return False
    start = 0
    for _ in range(head.header_row):
        start = text.find("\n", start) + 1 or len(text)
    line_count = text.count("\n", start) + (start < len(text) and not text.endswith("\n"))
    return text.count(head.delimiter, start) == line_count * (len(head.header) - 1)


_Body = tuple[pl.DataFrame, list[tuple[int, int]], set[int]]


def _read_plain(text: str, head: Head) -> _Body | None:
    """Read at full speed; None when some line has more cells than the header after all."""
    try:
        records = pl.read_csv(
            text.encode(),
            has_header=False,
            skip_lines=head.header_row,
            schema={str(position): pl.String for position in range(len(head.header))},
            separator=head.delimiter,
            quote_char=None,
            empty_string_is_null=False,
            row_index_name="row",
            row_index_offset=head.header_row + 1,
        )
    except pl.exceptions.PolarsError:
        return None
    return records.with_columns(pl.col("row").cast(pl.Int64)), [], set()


def _read_exactly(text: str, head: Head, limits: Limits) -> _Body:
    records, width = Records(), len(head.header)
    uneven: list[tuple[int, int]] = []
    notes: set[int] = set()
    # Programs end every line, or only that of the header, with delimiters of empty cells.
    least = max((at + 1 for at, cell in enumerate(head.header) if cell.strip()), default=width)
    for count, (row, cells) in enumerate(_records(text, head.delimiter)):
        if row <= head.header_row:
            continue
        if count > limits.text_rows:
            raise UploadRefusedError("too_many_rows", most=limits.text_rows)
        # A sum is left out, however short it is; 计 or 均 is in every word for one.
        if len(cells) < width and re.search("[计均]", "".join(cells)) and is_total(cells):
            cells = cells + [""] * (width - len(cells))
        elif len(cells) != width and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width] + [""] * (width - len(cells) if len(cells) >= least else 0)
        if len(cells) == width:
            records.add(row, cells)
            continue
        uneven.append((row, len(cells)))
        if is_note(cells):
            notes.add(row)
    return records.frame(width), uneven, notes


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that holds any text, with its first line counted from 1."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield row, record
            row = reader.line_num + 1
    except csv.Error:
        raise UploadRefusedError("broken_quotes", line=row) from None
