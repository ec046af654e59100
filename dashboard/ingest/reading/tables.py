"""From the bytes of a CSV file to its header and records, each with its line number.

Two ways to the same table. A file without quotes has one record on each line, and Polars
reads it at full speed. Anything else goes through the csv module, which tells on which
line a record begins and which quote was never closed. `_is_plain` decides.
"""

from __future__ import annotations

import csv
import io
import string
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.encodings import decode

DELIMITERS = (",", "\t", ";")
_NO_TEXT = string.whitespace + "".join(DELIMITERS)

# The widest kind has twenty columns; a file of thousands only costs time and memory.
MOST_COLUMNS = 500

# Characters within which the header ends; spares copying a whole file to look at its top.
_LONGEST_HEADER = 1_000_000


@dataclass(frozen=True)
class Table:
    """A file taken apart, every cell as it stands in it.

    Attributes:
        header_row: line of the header, 1 unless blank lines come first.
        records: a text column per header, named by its position from "0", and `row`, the
            first line of the record; records without any text are left out.
        uneven: row and number of cells of each record that does not fit the header.
    """

    encoding: str
    header: tuple[str, ...]
    header_row: int
    records: pl.DataFrame
    uneven: tuple[tuple[int, int], ...] = ()


def read_table(content: bytes, encoding: str | None = None) -> Table:
    """Take a CSV file apart.

    Args:
        encoding: what the bytes are in; None guesses by the byte order mark, then strict
            UTF-8, then strict GB18030.

    Raises:
        UploadRefusedError: the file as a whole cannot be read.
    """
    text, encoding = decode(content, encoding)
    if not text.strip(_NO_TEXT):
        raise UploadRefusedError("empty_file")
    delimiter = max(DELIMITERS, key=lambda mark: _width(text, mark))
    header_row, header = _first_record(text, delimiter)
    if len(header) > MOST_COLUMNS:
        raise UploadRefusedError("too_many_columns", count=len(header), most=MOST_COLUMNS)
    table = None
    if header_row == 1 and _is_plain(text, delimiter, len(header)):
        table = _read_plain(text, delimiter, header, encoding)
    return table or _read_exactly(text, delimiter, header_row, header, encoding)


def _is_plain(text: str, delimiter: str, width: int) -> bool:
    """Whether each line is one record with as many cells as the header."""
    has_other_breaks = text.count("\r") != text.count("\r\n")
    line_count = text.count("\n") + (not text.endswith("\n"))
    is_even = text.count(delimiter) == line_count * (width - 1)
    return '"' not in text and not has_other_breaks and is_even


def _read_plain(text: str, delimiter: str, header: list[str], encoding: str) -> Table | None:
    """Read at full speed; None when some line has more cells than the header after all."""
    try:
        records = pl.read_csv(
            text.encode(),
            has_header=False,
            skip_lines=1,
            schema=_cell_types(header),
            separator=delimiter,
            quote_char=None,
            empty_string_is_null=False,
            row_index_name="row",
            row_index_offset=2,
        )
    except pl.exceptions.PolarsError:
        return None
    return Table(encoding, tuple(header), 1, _with_text(records))


def _read_exactly(
    text: str, delimiter: str, header_row: int, header: list[str], encoding: str
) -> Table:
    records: list[list[str]] = []
    rows: list[int] = []
    uneven: list[tuple[int, int]] = []
    for row, record in _records(text, delimiter):
        if row == header_row:
            continue
        if len(record) == len(header):
            records.append(record)
            rows.append(row)
        else:
            uneven.append((row, len(record)))
    columns = list(zip(*records, strict=True)) or [()] * len(header)
    frame = pl.DataFrame(
        [rows, *columns], schema={"row": pl.Int64, **_cell_types(header)}, strict=True
    )
    return Table(encoding, tuple(header), header_row, frame, tuple(uneven))


def _cell_types(header: list[str]) -> dict[str, type[pl.String]]:
    return {str(position): pl.String for position in range(len(header))}


def _width(text: str, delimiter: str) -> int:
    try:
        return len(_first_record(text, delimiter)[1])
    except UploadRefusedError:
        # Quotes that make no sense with this delimiter may do so with another.
        return 0


def _first_record(text: str, delimiter: str) -> tuple[int, list[str]]:
    for first in _records(text[:_LONGEST_HEADER], delimiter):
        return first
    raise UploadRefusedError("empty_file")


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


def _with_text(records: pl.DataFrame) -> pl.DataFrame:
    cells = pl.exclude("row").str.strip_chars()
    return records.filter(pl.any_horizontal(cells != "")).with_columns(
        pl.col("row").cast(pl.Int64)
    )
