"""A workbook again with the column 问题 in the sheet that was read.

Its parts are left as they are, byte by byte, but for two: cells are put into the sheet and
looks into the styles. A library that loads and saves a workbook loses the computed values
of its formulas, its pictures and some of its lists; a clerk's own file must not lose any.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from dashboard.ingest.answering.errors import CannotAnnotateError
from dashboard.ingest.answering.sentences import Remarks
from dashboard.ingest.answering.sheet_places import COLUMN_WIDTH, SheetRow
from dashboard.ingest.answering.sheet_scan import sheet_places
from dashboard.ingest.answering.sheet_styles import Styles
from dashboard.ingest.answering.widths import line_count
from dashboard.ingest.answering.xml_places import spliced
from dashboard.ingest.reading.limits import LIMITS
from dashboard.ingest.reading.workbooks import Workbook
from dashboard.ingest.reading.xml_parts import elements
from dashboard.ingest.table import Table

# What XML cannot hold, and what Excel would take for such a character.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_STYLES = "spreadsheetml.styles+xml"


def annotated_sheet(content: bytes, table: Table, remarks: Remarks, *, has_own: bool) -> bytes:
    """Return the workbook with one more column in its sheet.

    Args:
        has_own: its last column is ours, of an earlier report, and is replaced.

    Raises:
        CannotAnnotateError: it is to be written anew instead.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        infos = package.infolist()
        parts = {info.filename: package.read(info) for info in infos}
    sheet_part, styles_part = _sheet_part(content, table), _styles_part(parts)
    styles = Styles(parts[styles_part])
    touched = {table.header_row, *remarks.by_row, *remarks.bad_cells}
    if has_own:
        touched.update(table.records["row"])
    places = sheet_places(parts[sheet_part], touched)
    width = len(table.header)
    own = width - 1 if has_own else max(places.width, width)
    splices = list(places.column_splices(own))
    for number, row in places.rows.items():
        cells = _new_cells(row, own, table, remarks, styles)
        splices += row.splices(cells, line_count(remarks.cell(number, "\n"), COLUMN_WIDTH))
    parts[sheet_part] = spliced(parts[sheet_part], splices)
    parts[styles_part] = styles.content()
    return _zipped(infos, parts)


def _sheet_part(content: bytes, table: Table) -> str:
    for sheet in Workbook(content, LIMITS).sheets:
        if sheet.name == table.sheet:
            return sheet.part
    raise CannotAnnotateError


def _styles_part(parts: Mapping[str, bytes]) -> str:
    for _, attributes in elements([parts["[Content_Types].xml"]]):
        name = attributes.get("PartName", "").removeprefix("/")
        if attributes.get("ContentType", "").endswith(_STYLES) and name in parts:
            return name
    raise CannotAnnotateError


def _new_cells(
    row: SheetRow, own: int, table: Table, remarks: Remarks, styles: Styles
) -> dict[int, bytes]:
    """Return the cells to put into a row: those at fault marked, and what is said."""
    cells = {
        position: row.restyled(position, styles)
        for position in remarks.bad_cells.get(row.number, ())
        if position != own
    }
    is_header = row.number == table.header_row
    said = remarks.header_cell() if is_header else remarks.cell(row.number, "\n")
    if said:
        plain = _LOOKS_ESCAPED.sub("_x005F_", _NO_XML.sub("", said))
        cells[own] = row.text_cell(own, styles.remark, escape(plain))
    elif own in row.cells:
        cells[own] = b""
    return cells


def _zipped(infos: list[zipfile.ZipInfo], parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for info in infos:
            copy = zipfile.ZipInfo(info.filename, info.date_time)
            copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
            package.writestr(copy, parts[info.filename])
    return file.getvalue()
