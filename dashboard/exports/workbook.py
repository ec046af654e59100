"""XLSX written column by column: a long table in seconds, without holding up other readers.

A library that writes cell by cell keeps the interpreter's lock for a minute over what one
export may hold, and every open page waits that long. Here Polars writes the cells, and the
lock is free meanwhile. Every text is a text to the sheet, whatever it begins with.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import polars as pl

# Rows turned into text at once, which bounds the memory it takes.
_ROWS = 5_000
_LONGEST_NAME = 31
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

# XML cannot hold these; a sheet reads _x000B_ as the character of that number, so a text
# that looks like one has its first sign escaped as well.
_CONTROL = [chr(code) for code in range(32) if chr(code) not in "\t\n"]
_ESCAPED = ["&", "<", ">", *_CONTROL, "\ufffe", "\uffff"]
_AS = ["&amp;", "&lt;", "&gt;", *(f"_x{ord(one):04X}_" for one in _CONTROL), "\ufffd", "\ufffd"]
_LOOKS_ESCAPED = "_(x[0-9A-Fa-f]{4}_)"

_TEXT_BEFORE = ' t="inlineStr"><is><t xml:space="preserve">'
_TEXT_AFTER = "</t></is></c>"
# The names of columns stand out; everything else is as plain as can be.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/>'
    '</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2">'
    '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        widths: of its columns, in characters.
        has_head: whether the first row holds the names of the columns, to filter by.
    """

    name: str
    rows: pl.DataFrame
    widths: Sequence[int]
    has_head: bool = True


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook; null is an empty cell, numbers are unrounded."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as package:
        for path, content in _frame(sheets).items():
            package.writestr(path, _START + content)
        for number, sheet in enumerate(sheets, start=1):
            with package.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                part.write(_head(sheet).encode())
                for offset in range(0, len(sheet.rows), _ROWS):
                    part.write(_lines(sheet, offset).encode())
                part.write(_foot(sheet).encode())
    return file.getvalue()


def _lines(sheet: Sheet, offset: int) -> str:
    rows = sheet.rows.slice(offset, _ROWS)
    first = offset + (2 if sheet.has_head else 1)
    number = pl.int_range(first, first + len(rows), eager=True).cast(pl.String)
    cells = [_cells(rows[:, place], _letters(place), number) for place in range(rows.width)]
    start = pl.concat_str(pl.lit('<row r="'), pl.lit(number), pl.lit('">'))
    return "".join(pl.select(pl.concat_str(start, *cells, pl.lit("</row>"))).to_series())


def _cells(values: pl.Series, letters: str, number: pl.Series) -> pl.Expr:
    """Return the cells of one column, nothing for null."""
    shown, kind = pl.lit(values), values.dtype
    if kind == pl.Boolean:
        shown, before, after = shown.cast(pl.Int8), ' t="b"><v>', "</v></c>"
    elif kind.is_numeric():
        # A sheet has no word for what is not finite.
        shown = pl.when(shown.is_finite()).then(shown) if kind.is_float() else shown
        before, after = "><v>", "</v></c>"
    else:
        shown = shown.cast(pl.String).str.replace_all(_LOOKS_ESCAPED, "_x005F_$1")
        shown = shown.str.replace_many(_ESCAPED, _AS)
        before, after = _TEXT_BEFORE, _TEXT_AFTER
    parts = (
        pl.lit(f'<c r="{letters}'),
        pl.lit(number),
        pl.lit(f'"{before}'),
        shown.cast(pl.String),
        pl.lit(after),
    )
    # One part that is null makes the whole cell null.
    return pl.concat_str(parts).fill_null("")


def _letters(place: int) -> str:
    """Return the name of a column by its place, from 0: A to Z, then AA."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _head(sheet: Sheet) -> str:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(sheet.widths, start=1)
    )
    view = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    views = f'<sheetView workbookViewId="0">{view if sheet.has_head else ""}</sheetView>'
    names = "".join(
        f'<c r="{_letters(place)}1" s="1"{_TEXT_BEFORE}{escape(name)}{_TEXT_AFTER}'
        for place, name in enumerate(sheet.rows.columns)
    )
    return (
        f'{_START}<worksheet xmlns="{_MAIN}"><sheetViews>{views}</sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
        + (f'<row r="1">{names}</row>' if sheet.has_head else "")
    )


def _foot(sheet: Sheet) -> str:
    last = f"{_letters(sheet.rows.width - 1)}{len(sheet.rows) + 1}"
    by = f'<autoFilter ref="A1:{last}"/>' if sheet.has_head else ""
    return f"</sheetData>{by}</worksheet>"


def _frame(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return what a workbook needs around its sheets, by path."""
    numbers = range(1, len(sheets) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        f'ContentType="{_KIND}.worksheet+xml"/>'
        for n in numbers
    )
    named = "".join(
        f'<sheet name="{escape(sheet.name[:_LONGEST_NAME])}" sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in zip(numbers, sheets, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" '
        f'Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
        f"{parts}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'{links}<Relationship Id="styles" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/styles.xml": _STYLES,
    }
