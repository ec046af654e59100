"""A file taken apart: what reading hands to checking, whatever the file was."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

# A number such as 2026.1, which may have been typed 2026.10.
MONTH_DIGIT_LOST = "month_digit_lost"


@dataclass(frozen=True)
class Reading:
    """What an uploader said about a file; None is guessed.

    Attributes:
        header_row: row of the header, counted from 1.
    """

    encoding: str | None = None
    sheet: str | None = None
    header_row: int | None = None


@dataclass(frozen=True)
class BadCell:
    """A cell of a workbook whose value cannot be told, though it looks as if it had one.

    Attributes:
        position: of its column, counted from 0.
        rule: `excel_error`, `formula_not_computed`, `digits_lost`, `merged_cell`, or
            `month_digit_lost`, which is none but in a column of months.
    """

    row: int
    position: int
    rule: str


@dataclass(frozen=True)
class Table:
    """A file taken apart, every cell as it stands in it.

    Attributes:
        encoding: of the text; None for a workbook.
        header_row: row of the header as a person sees it.
        records: a text column per header, named by its position from "0", and `row`, the
            first line of the record or its row in the sheet; records without any text are
            left out.
        uneven: row and number of cells of each record that does not fit the header.
        bad_cells: cells of `records` without a value that can be told.
        sheet: the one that was read; None when the file is no workbook.
        sheets: every sheet with cells, hidden ones too: what may be chosen.
        title_rows: rows with text above the header, which are left out.
        titles: the cells of those rows.
        notes_rows: rows with remarks below the table, which are left out.
        delimiter: between the cells of a text; None for a workbook.
    """

    encoding: str | None
    header: tuple[str, ...]
    header_row: int
    records: pl.DataFrame
    uneven: tuple[tuple[int, int], ...] = ()
    bad_cells: tuple[BadCell, ...] = ()
    is_workbook: bool = False
    dates_from_1904: bool = False
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    title_rows: tuple[int, ...] = ()
    titles: tuple[tuple[str, ...], ...] = ()
    notes_rows: tuple[int, ...] = ()
    delimiter: str | None = None
