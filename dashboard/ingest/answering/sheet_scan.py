"""Finds where rows, cells and columns stand in the XML of a sheet."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from dashboard.ingest.answering.sheet_places import SheetPlaces, SheetRow
from dashboard.ingest.answering.xml_places import Element, element_at, parser_of
from dashboard.ingest.reading.sheet_cells import column_position
from dashboard.ingest.reading.xml_parts import feed, full_names

_DIGITS = "0123456789"


def sheet_places(part: bytes, touched: Collection[int]) -> SheetPlaces:
    """Find the rows that are asked for, and how far the sheet reaches.

    Raises:
        CannotAnnotateError: a place cannot be told.
    """
    return _Scan(part, touched).places()


class _Scan:
    """One pass over a sheet. It may have a million cells, so little is done for each."""

    def __init__(self, part: bytes, touched: Collection[int]) -> None:
        self._part = part
        self._touched = touched
        self._found = SheetPlaces(part)
        self._parser = parser_of(part)
        self._opened: dict[str, tuple[dict[str, str], int]] = {}
        self._row = 0
        self._is_touched = False
        self._cells: dict[int, Element] = {}
        self._position = -1

    def places(self) -> SheetPlaces:
        """Return what was found."""
        others = ("col", "cols", "dimension", "sheetData")
        starts = {"row": self._begin_row, "c": self._begin_cell}
        starts |= dict.fromkeys(("v", "is", "f"), self._begin_value)
        starts |= {name: partial(self._open, name) for name in others}
        ends = {"row": self._end_row, "c": self._end_cell}
        ends |= {name: partial(self._end_other, name) for name in others}
        begin = {full: act for name, act in starts.items() for full in full_names(name)}
        end = {full: act for name, act in ends.items() for full in full_names(name)}

        def start_element(name: str, attributes: dict[str, str]) -> None:
            if name in begin:
                begin[name](attributes)

        def end_element(name: str) -> None:
            if name in end:
                end[name]()

        self._parser.StartElementHandler = start_element
        self._parser.EndElementHandler = end_element
        for _ in feed(self._parser, [self._part]):
            pass
        return self._found

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._opened[name] = attributes, self._parser.CurrentByteIndex

    def _closed(self, name: str) -> Element:
        attributes, start = self._opened[name]
        return element_at(self._part, attributes, start, self._parser.CurrentByteIndex)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._position, self._cells = -1, {}
        self._is_touched = self._row in self._touched
        if self._is_touched:
            self._open("row", attributes)

    def _end_row(self) -> None:
        if self._is_touched:
            row = SheetRow(self._part, self._row, self._closed("row"), self._cells)
            self._found.rows[self._row] = row

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        name = attributes.get("r")
        self._position = (
            self._position + 1 if name is None else column_position(name.rstrip(_DIGITS))
        )
        if self._is_touched:
            self._open("c", attributes)

    def _begin_value(self, _: dict[str, str]) -> None:
        if self._position >= self._found.width:
            self._found.width = self._position + 1

    def _end_cell(self) -> None:
        if self._is_touched:
            self._cells[self._position] = self._closed("c")

    def _end_other(self, name: str) -> None:
        element = self._closed(name)
        match name:
            case "col":
                self._found.columns.append(element)
            case "cols":
                self._found.column_list = element
            case "dimension":
                self._found.dimension = element
            case _:
                self._found.sheet_data = element
