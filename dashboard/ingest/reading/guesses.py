"""What a file seems to be, for the page that asks whether it is: its kind and first rows."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.ingest.reading.encodings import decode
from dashboard.ingest.reading.file_types import file_type, refuse_markup
from dashboard.ingest.reading.header_rows import Fit, TopRow, fit
from dashboard.ingest.reading.limits import LIMITS, Limits
from dashboard.ingest.reading.sheets import sheet_tops
from dashboard.ingest.reading.tables import WHAT_IS_GUESSED, known_headers
from dashboard.ingest.reading.texts import find_head
from dashboard.ingest.reading.workbooks import Workbook
from dashboard.ingest.table import Reading, Table
from dashboard.kinds import KINDS, Kind

# Two kinds share most names of a month and a team; fewer than this is no sign of any.
_FEWEST_NAMES = 2

# A row of a file as it stands there, with its number.
Row = tuple[int, tuple[str, ...]]


def guess_kind(
    content: bytes, reading: Reading = WHAT_IS_GUESSED, limits: Limits = LIMITS
) -> tuple[str, ...]:
    """Return the kinds whose headers the file has, the best first; none if it fits none.

    Raises:
        UploadRefusedError: the file as a whole cannot be read.
    """
    fits = _fits(content, reading, limits)
    found = [name for name in fits if fits[name].named >= _FEWEST_NAMES]
    return tuple(sorted(found, key=lambda name: (fits[name].lacking, -fits[name].named)))


def sheet_names(content: bytes, limits: Limits = LIMITS) -> tuple[str, ...]:
    """Return the sheets of a workbook that have cells; none of any other file.

    Raises:
        UploadRefusedError: the file is no workbook that can be read.
    """
    if file_type(content) != "workbook":
        return ()
    tops = sheet_tops(Workbook(content, limits), None, limits)
    return tuple(top.sheet.name for top in tops)


def first_rows(table: Table, count: int = 5) -> tuple[Row, ...]:
    """Return the titles, the header and the first records, as they stand in the file."""
    titles = zip(table.title_rows, table.titles, strict=True)
    records = ((row, cells) for row, *cells in table.records.head(count).iter_rows())
    return (
        *titles,
        (table.header_row, table.header),
        *((row, tuple(cells)) for row, cells in records),
    )


def _fits(content: bytes, reading: Reading, limits: Limits) -> dict[str, Fit]:
    if file_type(content) == "workbook":
        tops = sheet_tops(Workbook(content, limits), reading.header_row, limits)
        rows = [
            row
            for top in tops
            if top.sheet.name == reading.sheet
            or (not reading.sheet and not top.sheet.is_hidden)
            for row in top.rows
        ]
        return {name: _best(kind, rows) for name, kind in KINDS.items()}
    refuse_markup(content)
    text, _ = decode(content, reading.encoding, known_headers(*KINDS.values()))
    heads = {
        name: find_head(text, kind, reading.header_row, limits) for name, kind in KINDS.items()
    }
    return {name: fit(KINDS[name], head.header) for name, head in heads.items()}


def _best(kind: Kind, rows: Sequence[TopRow]) -> Fit:
    fits = (fit(kind, row.cells) for row in rows)
    return max(fits, key=lambda found: found.named, default=Fit(0, 0))
