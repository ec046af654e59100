"""A text file again, byte by byte, with the column 问题 behind its last one."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from dashboard.ingest.answering.errors import CannotAnnotateError
from dashboard.ingest.answering.sentences import COLUMN, MARK, Remarks
from dashboard.ingest.reading.encodings import ENCODINGS
from dashboard.ingest.table import Table

_BOM = "\ufeff"
# The end of a file in programs of the age of DOS.
_END_OF_FILE = "\x1a"


def annotated_text(content: bytes, table: Table, remarks: Remarks, *, has_own: bool) -> bytes:
    """Return the file with one more column.

    What was there stays as it was: encoding, delimiter, line ends, quotes. Only where the
    sentences cannot be written in its encoding (Big5) the file becomes UTF-8.

    The column stands right of the longest record, so that every sentence stands below its
    header. Until it is mended an uneven record stays one: cells too many stay without a
    header, and a record with too few gets one too many.

    Args:
        has_own: its last column is ours, of an earlier report, and is replaced.

    Raises:
        CannotAnnotateError: it is to be written anew instead.
    """
    codec = _codec(content, table)
    text = content.decode(codec)
    if text.encode(codec) != content:
        raise CannotAnnotateError
    start = _BOM if text.startswith(_BOM) else ""
    bare = text.removeprefix(_BOM).rstrip(_END_OF_FILE)
    pieces = [start, *_with_column(bare, table, remarks, has_own)]
    annotated = "".join([*pieces, text[len(start) + len(bare) :]])
    try:
        return annotated.encode(codec)
    except UnicodeEncodeError:
        return codecs.BOM_UTF8 + annotated.removeprefix(_BOM).encode()


def _codec(content: bytes, table: Table) -> str:
    """Return an encoding that keeps the byte order mark as a character."""
    assert table.encoding is not None, "a workbook has no encoding"
    codec = ENCODINGS[codecs.lookup(table.encoding).name]
    if codec != "utf-16":
        return codec
    return "utf-16-be" if content.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"


def _with_column(text: str, table: Table, remarks: Remarks, has_own: bool) -> Iterator[str]:
    delimiter = table.delimiter or ","
    left_alone = {*table.title_rows, *table.notes_rows}
    uneven = {row for row, _ in table.uneven}
    width = len(table.header) - has_own
    place = _place(text, table, width, has_own)
    last_cell = _last_cell(delimiter)
    for row, cells, raw in _raw_records(text, delimiter):
        if row < table.header_row or row in left_alone or not any(map(str.strip, cells)):
            yield raw
            continue
        is_header = row == table.header_row
        if is_header and tuple(cells) != table.header:
            raise CannotAnnotateError
        body, count = raw.rstrip("\r\n"), _count(cells, width, has_own)
        line_end = raw[len(body) :]
        for _ in cells[count:]:
            body = last_cell.sub("", body)
        said = remarks.header_cell() if is_header else remarks.cell(row, " ")
        yield body + delimiter * (place - count + 1) + _quoted(said)
        is_short = row in uneven and count <= width
        yield (delimiter + MARK.strip() if is_short else "") + line_end


def _place(text: str, table: Table, width: int, has_own: bool) -> int:
    """Return how many cells stand left of the column."""
    if not has_own:
        return max(width, *(count for _, count in table.uneven), 0)
    uneven = {row for row, _ in table.uneven}
    records = _raw_records(text, table.delimiter or ",") if uneven else ()
    counts = (_count(cells, width, has_own) for row, cells, _ in records if row in uneven)
    return max(width, *counts, 0)


def _count(cells: list[str], width: int, has_own: bool) -> int:
    """Return how many cells of a record are the clerk's.

    Not so are empty ones that end a line, and what an earlier report has put there.
    """
    count = len(cells)
    own = (COLUMN, MARK.strip()) if has_own else ()
    while count > width:
        last = cells[count - 1]
        if last.strip() and not last.startswith(own):
            break
        count -= 1
    return count


def _raw_records(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield the line, the cells and the whole text of each record."""
    if '"' not in text:
        # A record is a line, and the module would only be slower.
        for row, line in enumerate(io.StringIO(text, newline=""), start=1):
            yield row, line.rstrip("\r\n").split(delimiter), line
        return
    read: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            read.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    row = 1
    try:
        for cells in reader:
            yield row, cells, "".join(read)
            read.clear()
            row = reader.line_num + 1
    except csv.Error:
        raise CannotAnnotateError from None


def _last_cell(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(rf'{mark}(?:"(?:[^"]|"")*"|[^"{mark}]*)\Z')


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if cell else ""
