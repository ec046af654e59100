"""Where rows, cells and columns stand in the XML of a sheet, and what to put between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dashboard.ingest.answering.errors import CannotAnnotateError
from dashboard.ingest.answering.sheet_styles import Styles
from dashboard.ingest.answering.widths import LINE_POINTS
from dashboard.ingest.answering.xml_places import (
    Element,
    Splice,
    prefix_of,
    with_attribute,
)
from dashboard.ingest.reading.sheet_cells import column_position

# Wide enough for a sentence on two lines.
COLUMN_WIDTH = 70
_LAST_COLUMN = 16_384


@dataclass(frozen=True)
class SheetRow:
    """A row that cells are put into, and its cells by their position."""

    part: bytes
    number: int
    element: Element
    cells: Mapping[int, Element]

    def text_cell(self, position: int, style: int, escaped: str) -> bytes:
        """Return a cell that holds a text of its own."""
        prefix = prefix_of(self.part, self.element).decode()
        tag = f'<{prefix}c r="{self._name(position)}" s="{style}" t="inlineStr">'
        text = f'<{prefix}is><{prefix}t xml:space="preserve">{escaped}</{prefix}t></{prefix}is>'
        return f"{tag}{text}</{prefix}c>".encode()

    def restyled(self, position: int, styles: Styles) -> bytes:
        """Return the cell that stands there, or an empty one, with the look of a fault."""
        cell = self.cells.get(position)
        if cell is None:
            prefix = prefix_of(self.part, self.element).decode()
            style = styles.marked(int(self.element.attributes.get("s", "0")))
            return f'<{prefix}c r="{self._name(position)}" s="{style}"/>'.encode()
        style = styles.marked(int(cell.attributes.get("s", "0")))
        tag = with_attribute(self.part[cell.start : cell.tag_end], "s", style)
        return tag + self.part[cell.tag_end : cell.end]

    def splices(self, cells: Mapping[int, bytes], line_count: int) -> Iterator[Splice]:
        """Put cells into the row, in the place of those that stand there.

        Args:
            line_count: of what is said there; the row is made high enough to show them.
        """
        row = self.element
        if row.inside_end == row.end:
            raise CannotAnnotateError
        tag = with_attribute(self.part[row.start : row.tag_end], "spans", None)
        height = LINE_POINTS * line_count
        # Not every program finds the height of a row with several lines by itself.
        if line_count > 1 and height > float(row.attributes.get("ht", "0")):
            tag = with_attribute(with_attribute(tag, "ht", height), "customHeight", 1)
        yield Splice(row.start, row.tag_end, tag)
        for position in sorted(cells):
            old = self.cells.get(position)
            if old is not None:
                yield Splice(old.start, old.end, cells[position])
                continue
            later = [cell.start for place, cell in self.cells.items() if place > position]
            start = min(later, default=row.inside_end)
            yield Splice(start, start, cells[position])

    def _name(self, position: int) -> str:
        return f"{column_letters(position)}{self.number}"


@dataclass
class SheetPlaces:
    """What was found in a sheet.

    Attributes:
        rows: those that were asked for, by their number.
        width: one more than the position of the last cell with a value.
    """

    part: bytes
    rows: dict[int, SheetRow] = field(default_factory=dict)
    width: int = 0
    columns: list[Element] = field(default_factory=list)
    column_list: Element | None = None
    dimension: Element | None = None
    sheet_data: Element | None = None

    def column_splices(self, position: int) -> Iterator[Splice]:
        """Make the column wide, and the sheet's own idea of its size reach to it."""
        if self.sheet_data is None:
            raise CannotAnnotateError
        prefix = prefix_of(self.part, self.sheet_data).decode()
        number = position + 1
        wide = (
            f'<{prefix}col min="{number}" max="{number}" width="{COLUMN_WIDTH}"'
            ' customWidth="1"/>'
        ).encode()
        if self.column_list is None:
            start = self.sheet_data.start
            whole = f"<{prefix}cols>".encode() + wide + f"</{prefix}cols>".encode()
            yield Splice(start, start, whole)
        else:
            yield self._among_columns(number, wide)
        yield from self._dimension_splices(position)

    def _among_columns(self, number: int, wide: bytes) -> Splice:
        """Put the column in its place among the others, out of a range that covers it."""
        assert self.column_list is not None, "asked only when there is one"
        for column in self.columns:
            first, last = (int(column.attributes[name]) for name in ("min", "max"))
            if last < number:
                continue
            if first > number:
                return Splice(column.start, column.start, wide)
            tag = self.part[column.start : column.tag_end]
            before = with_attribute(tag, "max", number - 1) if first < number else b""
            after = with_attribute(tag, "min", number + 1) if last > number else b""
            return Splice(column.start, column.end, before + wide + after)
        end = self.column_list.inside_end
        return Splice(end, end, wide)

    def _dimension_splices(self, position: int) -> Iterator[Splice]:
        if self.dimension is None:
            return
        corners = re.fullmatch(
            r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)", self.dimension.attributes.get("ref", "")
        )
        if corners and column_position(corners[3]) < position:
            reference = f"{corners[1]}{corners[2]}:{column_letters(position)}{corners[4]}"
            tag = self.part[self.dimension.start : self.dimension.tag_end]
            yield Splice(
                self.dimension.start,
                self.dimension.tag_end,
                with_attribute(tag, "ref", reference),
            )


def column_letters(position: int) -> str:
    """Return the letters of the column that stands there, A being 0."""
    if position >= _LAST_COLUMN:
        raise CannotAnnotateError
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
