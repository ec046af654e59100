"""The cells of one sheet as text, streamed row by row.

Libraries that read workbooks round numbers, drop errors and formulas that were never
computed, and forget in which row a cell stood. So the XML is read here, in one pass and
without a tree: a sheet of any size needs the memory of its texts and no more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.cell_texts import number_text, time_text
from dashboard.ingest.reading.limits import Limits
from dashboard.ingest.reading.number_formats import PLAIN
from dashboard.ingest.reading.shared_texts import unescaped
from dashboard.ingest.reading.sheet_parts import (
    DIGITS,
    Merge,
    SheetRow,
    Styles,
    column_position,
    merge_of,
)
from dashboard.ingest.reading.xml_parts import feed, full_names, new_parser

# A sheet merged in every row has one per row and group of columns.
_MOST_MERGES = 200_000
# A column of amounts has as many different ones as rows; texts that come once are not kept.
_MOST_NUMBERS = 100_000
# Of 64 KB each; a cell of Excel holds two at most.
_MOST_PIECES = 64


# Excel makes 2026.1 of October too, and drops the last digit for good.
_HALF_A_MONTH = re.compile(r"[12][0-9]{3}\.1")


class SheetCells:
    """Reads one sheet; use it once.

    Attributes:
        merges: the merged ranges, complete once every row was read.
    """

    def __init__(self, chunks: Iterable[bytes], styles: Styles, limits: Limits) -> None:
        self.merges: list[Merge] = []
        self._chunks = chunks
        self._styles = styles
        self._limits = limits
        self._numbers: dict[tuple[str, str], str | None] = {}
        self._rows: list[SheetRow] = []
        self._characters = 0
        self._row = SheetRow(0)
        self._row_name = "0"
        self._position = -1
        self._cell: dict[str, str] = {}
        # Pieces of text: of a value, of a formula, and of whichever is being read.
        self._value: list[str] | None = None
        self._formula: list[str] | None = None
        self._taken: list[str] | None = None
        self._is_phonetic = False

    def rows(self) -> Iterator[SheetRow]:
        """Yield each row that holds a value, from the top.

        Rows that a filter hides count like any other: what is hidden is still evidence.

        Raises:
            UploadRefusedError: the sheet is damaged, or more than the limits allow.
        """
        parser = new_parser()
        parser.StartElementHandler = self._start()
        parser.EndElementHandler = self._end()
        parser.CharacterDataHandler = self._take
        for _ in feed(parser, self._chunks):
            yield from self._rows
            self._rows.clear()

    def _start(self) -> Callable[[str, dict[str, str]], None]:
        """Return what is done where an element begins.

        Cells and their values come by the million and are told apart first, without a call.
        """
        cells, values = full_names("c"), full_names("v")
        others = _by_full_name(
            row=self._begin_row, t=self._begin_text, f=self._begin_formula,
            rPh=self._begin_phonetic, mergeCell=self._merge,
        )  # fmt: skip

        def start(name: str, attributes: dict[str, str]) -> None:
            if name in cells:
                self._cell = attributes
                self._value = self._formula = None
            elif name in values:
                self._value = self._taken = []
            elif name in others:
                others[name](attributes)

        return start

    def _end(self) -> Callable[[str], None]:
        cells, rows, phonetics = map(full_names, ("c", "row", "rPh"))

        def end(name: str) -> None:
            self._taken = None
            if name in cells:
                self._end_cell()
            elif name in rows and self._row.cells:
                self._rows.append(self._row)
            elif name in phonetics:
                self._is_phonetic = False

        return end

    def _take(self, text: str) -> None:
        if self._taken is not None:
            self._taken.append(text)
            if len(self._taken) > _MOST_PIECES:
                raise UploadRefusedError("damaged_workbook")

    def _begin_row(self, attributes: dict[str, str]) -> None:
        name = attributes.get("r")
        number = self._row.row + 1 if name is None else int(name)
        if not self._row.row < number <= self._limits.sheet_rows:
            raise UploadRefusedError("damaged_workbook")
        self._row = SheetRow(number)
        self._row_name = str(number)
        self._position = -1

    def _begin_text(self, _: dict[str, str]) -> None:
        if not self._is_phonetic:
            self._value = self._taken = self._value or []

    def _begin_formula(self, _: dict[str, str]) -> None:
        self._formula = self._taken = []

    def _begin_phonetic(self, _: dict[str, str]) -> None:
        self._is_phonetic = True

    def _end_cell(self) -> None:
        position = self._position = self._next_position()
        if self._value is None and self._formula is None:
            return
        value = self._value or ()
        text, rule = self._cell_text(value[0] if len(value) == 1 else "".join(value))
        if not text:
            return
        self._characters += len(text)
        if self._characters > self._limits.sheet_characters:
            raise UploadRefusedError("too_much_text", most=self._limits.sheet_characters)
        if position >= self._limits.columns:
            count, most = position + 1, self._limits.columns
            raise UploadRefusedError("too_many_columns", count=count, most=most)
        self._row.cells[position] = text
        if rule:
            self._row.bad[position] = rule

    def _next_position(self) -> int:
        """Return the column of the cell: the one it names, else that after the last."""
        name = self._cell.get("r")
        if name is None:
            return self._position + 1
        letters = name.rstrip(DIGITS)
        position = column_position(letters)
        is_in_order = self._position < position < self._limits.sheet_columns
        if name != letters + self._row_name or not is_in_order:
            raise UploadRefusedError("damaged_workbook")
        return position

    def _cell_text(self, value: str) -> tuple[str, str | None]:
        """Return what a cell says, and the rule it breaks."""
        kind = self._cell.get("t", "n")
        if kind == "s":
            # A minus would count from the end.
            return (self._styles.texts[int(value)] if value.isdecimal() else ""), None
        if kind == "e":
            return value or "#N/A", "excel_error"
        if kind in ("str", "inlineStr"):
            return unescaped(value), None
        if self._formula is not None and (
            not value or (value == "0" and self._styles.is_stale)
        ):
            # Nothing computed it, or the program put a nought for what Excel is to compute.
            return f"={''.join(self._formula)}", "formula_not_computed"
        if kind == "b":
            return {"0": "false", "1": "true"}.get(value, value), None
        if kind == "d" or not value:
            return time_text(value), None
        text = self._number(value.strip())
        if text is None:
            return value, "digits_lost"
        return text, "month_digit_lost" if _HALF_A_MONTH.fullmatch(text) else None

    def _number(self, stored: str) -> str | None:
        """Return the text of a number; most numbers of a sheet come again and again."""
        key = (stored, self._cell.get("s", "0"))
        if key in self._numbers:
            return self._numbers[key]
        style, formats = int(key[1]), self._styles.formats
        shown = formats[style] if 0 <= style < len(formats) else PLAIN
        text = number_text(stored, shown, from_1904=self._styles.from_1904)
        if len(self._numbers) < _MOST_NUMBERS:
            self._numbers[key] = text
        return text

    def _merge(self, attributes: dict[str, str]) -> None:
        if len(self.merges) >= _MOST_MERGES:
            raise UploadRefusedError("damaged_workbook")
        self.merges.append(merge_of(attributes.get("ref", "")))


def _by_full_name(**handlers: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    return {name: handlers[local] for local in handlers for name in full_names(local)}
