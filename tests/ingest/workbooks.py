"""Workbooks written part by part, so that a test can write what no library would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PART_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# Styles of cells by their place: as the cell is, a day, a percentage, a time of day, an
# elapsed time, text, a code of six digits, an amount in 万元, a day in Chinese.
FORMATS = (
    "General", "yyyy-mm-dd", "0.00%", "h:mm:ss", "[h]:mm", "@", "000000", '0.00"万元"',
    'yyyy"年"m"月"d"日";@',
)  # fmt: skip


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()


def parts_of(
    *sheets: str,
    names: Sequence[str] = (),
    states: Sequence[str] = (),
    shared: str = "",
    properties: str = "",
    calculation: str = "",
) -> dict[str, str]:
    """Return the parts of a workbook; a sheet is what stands inside of `worksheet`."""
    names = names or [f"S{number}" for number in range(1, len(sheets) + 1)]
    states = states or ["visible"] * len(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, (name, state) in enumerate(zip(names, states, strict=True), 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" '
        f'Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    for kind, target in (("styles", "styles"), ("sharedStrings", "sharedStrings")):
        relations += f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override '
        f'PartName="/xl/workbook.xml" ContentType="{PART_TYPE}.sheet.main+xml"/></Types>',
        "_rels/.rels": _relations(
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        f"<sheets>{listed}</sheets>{calculation}</workbook>",
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/styles.xml": _styles(),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        **{
            f"xl/worksheets/sheet{number}.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
            for number, sheet in enumerate(sheets, 1)
        },
    }


def data(*rows: Sequence[str]) -> str:
    """Return rows of cells; a cell is text, or XML where it begins with `<`."""
    written = []
    for number, cells in enumerate(rows, 1):
        inside = "".join(
            cell
            if cell.startswith("<")
            else f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for cell in cells
        )
        written.append(f'<row r="{number}">{inside}</row>')
    return f"<sheetData>{''.join(written)}</sheetData>"


def merged(*ranges: str) -> str:
    """Return what makes these ranges merged cells."""
    inside = "".join(f'<mergeCell ref="{name}"/>' for name in ranges)
    return f"<mergeCells>{inside}</mergeCells>"


def book(
    *rows: Sequence[str],
    after: str = "",
    shared: str = "",
    properties: str = "",
    calculation: str = "",
) -> bytes:
    """Return a workbook of one sheet."""
    sheet = data(*rows) + after
    return packed(
        parts_of(sheet, shared=shared, properties=properties, calculation=calculation)
    )


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _styles() -> str:
    codes = "".join(
        f'<numFmt numFmtId="{164 + place}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for place, code in enumerate(FORMATS)
    )
    styles = "".join(f'<xf numFmtId="{164 + place}"/>' for place in range(len(FORMATS)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{styles}</cellXfs>'
        "</styleSheet>"
    )
