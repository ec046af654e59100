"""The second sheet of a template: every column explained.

A column is a row here, so that no row of this sheet looks like the header of a file; and
examples stand here, never among the rows that are uploaded.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook

from dashboard.ingest.answering.column_words import ColumnWords
from dashboard.ingest.answering.widths import LINE_POINTS, line_count
from dashboard.text import Text

_WIDTHS = (22, 30, 64, 30, 34)


def add_help_sheet(
    workbook: Workbook, text: Text, title: str, row_count: int, columns: Sequence[ColumnWords]
) -> None:
    """Add the sheet.

    Args:
        title: what the kind is called.
        row_count: how many rows of the first sheet are prepared.
    """
    sheet = workbook.add_worksheet(text("templates.help_sheet"))
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(
        0,
        0,
        text("templates.title", kind=title),
        workbook.add_format({"bold": True, "font_size": 14}),
    )
    sentences = (
        text("templates.intro", rows=f"{row_count:,}"),
        text("templates.totals"),
        text("templates.blanks"),
        text("templates.dates"),
    )
    for row, sentence in enumerate(sentences, start=1):
        sheet.write_string(row, 0, sentence)
    first = len(sentences) + 2
    _write_table(workbook, sheet, text, first, columns)
    sheet.freeze_panes(first + 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_table(
    workbook: Workbook,
    sheet: Workbook.worksheet_class,
    text: Text,
    first: int,
    columns: Sequence[ColumnWords],
) -> None:
    edge = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "valign": "top"}
    plain = workbook.add_format(edge)
    bold = workbook.add_format({**edge, "bold": True})
    head = workbook.add_format({**edge, "bold": True, "bg_color": "#E7E6E6"})
    for place, name in enumerate(("header", "also", "holds", "required", "example")):
        sheet.write_string(first, place, text(f"templates.column_{name}"), head)
    for row, words in enumerate(columns, start=first + 1):
        also = text("templates.comma").join(words.also)
        said = (words.header, also, words.holds, words.need, words.example)
        # Not every program finds the height of a row with several lines by itself.
        sheet.set_row(row, LINE_POINTS * max(map(line_count, said, _WIDTHS)) + 3)
        for place, words_of_cell in enumerate(said):
            sheet.write_string(row, place, words_of_cell, plain if place else bold)
