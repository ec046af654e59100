"""A workbook: its sheets, and what their cells share. What could act or fetch is refused."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.limits import Limits
from dashboard.ingest.reading.number_formats import NumberFormat, number_format
from dashboard.ingest.reading.packages import Package
from dashboard.ingest.reading.shared_texts import shared_texts
from dashboard.ingest.reading.sheet_cells import SheetCells
from dashboard.ingest.reading.sheet_parts import Styles
from dashboard.ingest.reading.xml_parts import elements, reference, refuse_entities

# Parts that run, fetch, or hold other files, by how their names begin; with their rules.
_REFUSED_PARTS = (
    ("xl/macrosheets/", "macros"),
    ("xl/activex/", "macros"),
    ("xl/externallinks/", "external_links"),
    ("xl/connections.xml", "external_links"),
    ("xl/querytables/", "external_links"),
    ("xl/embeddings/", "embedded_objects"),
)
_TRUE = ("1", "true")
# Workbooks have their list of sheets here unless their own references say otherwise.
_USUAL_MAIN_PART = "xl/workbook.xml"
_SMALL_PART_BYTES = 20_000_000


@dataclass(frozen=True)
class Sheet:
    """A sheet of cells; charts and dialogs are none."""

    name: str
    part: str
    is_hidden: bool


class Workbook:
    """An Excel workbook, opened after every part of it was checked.

    Raises:
        UploadRefusedError: it is none, or holds what is not taken.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._limits = limits
        self._package = Package(content, limits)
        self._refuse_what_acts()
        self._refuse_links()
        self._main = self._main_part()
        self._elements = tuple(elements(self._chunks(self._main)))
        self.from_1904 = any(
            attributes.get("date1904") in _TRUE
            for name, attributes in self._elements
            if name == "workbookPr"
        )

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Sheets of cells, in the order of their tabs."""
        parts = self._related(self._main, "worksheet")
        if len(set(parts.values())) < len(parts):
            # However many sheets, no part of the file is read for more than one.
            raise UploadRefusedError("damaged_workbook")
        return tuple(
            Sheet(
                attributes.get("name", ""),
                parts[reference(attributes) or ""],
                attributes.get("state", "visible") != "visible",
            )
            for name, attributes in self._elements
            if name == "sheet" and reference(attributes) in parts
        )

    def cells(self, sheet: Sheet) -> SheetCells:
        """Return the cells of a sheet, to be read once."""
        return SheetCells(self._package.chunks(sheet.part), self._styles, self._limits)

    @cached_property
    def _styles(self) -> Styles:
        texts: list[str] = []
        for part in self._related(self._main, "sharedStrings").values():
            texts = shared_texts(self._package.chunks(part), self._limits)
        is_stale = any(
            name == "calcPr" and attributes.get("fullCalcOnLoad") in _TRUE
            for name, attributes in self._elements
        )
        return Styles(texts, tuple(self._formats()), self.from_1904, is_stale)

    def _formats(self) -> Iterator[NumberFormat]:
        """Yield what the number format of each style of a cell means."""
        codes: dict[str, str] = {}
        is_inside = False
        for part in self._related(self._main, "styles").values():
            for name, attributes in elements(self._chunks(part)):
                if name == "numFmt":
                    codes.setdefault(
                        attributes.get("numFmtId", ""), attributes.get("formatCode", "")
                    )
                elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
                    is_inside = name == "cellXfs"
                elif name == "xf" and is_inside:
                    number = attributes.get("numFmtId", "0")
                    yield number_format(
                        int(number) if number.isdecimal() else 0, codes.get(number)
                    )

    def _refuse_what_acts(self) -> None:
        for name in self._package.names:
            plain = name.casefold()
            if plain.endswith("vbaproject.bin"):
                raise UploadRefusedError("macros")
            for beginning, rule in _REFUSED_PARTS:
                if plain.startswith(beginning):
                    raise UploadRefusedError(rule)
            if plain.endswith((".xml", ".rels")):
                refuse_entities(self._package.chunks(name))
        for _, attributes in elements(self._chunks("[Content_Types].xml")):
            content_type = attributes.get("ContentType", "").casefold()
            if "macroenabled" in content_type or "vbaproject" in content_type:
                raise UploadRefusedError("macros")

    def _refuse_links(self) -> None:
        """Refuse what is fetched from elsewhere; an address that a person may press is not."""
        for name in self._package.names:
            if not name.endswith(".rels"):
                continue
            for _, attributes in elements(self._chunks(name)):
                is_elsewhere = attributes.get("TargetMode") == "External"
                if is_elsewhere and not attributes.get("Type", "").endswith("/hyperlink"):
                    raise UploadRefusedError("external_links")

    def _main_part(self) -> str:
        parts = self._related("", "officeDocument").values()
        return next(iter(parts), _USUAL_MAIN_PART)

    def _related(self, part: str, kind: str) -> dict[str, str]:
        """Return the parts of a kind that a part refers to, by the id of the reference."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._package.names:
            raise UploadRefusedError("damaged_workbook")
        return {
            attributes.get("Id", ""): posixpath.normpath(
                posixpath.join("/", folder, attributes.get("Target", ""))
            ).removeprefix("/")
            for _, attributes in elements(self._chunks(relations))
            if attributes.get("Type", "").rpartition("/")[2] == kind
        }

    def _chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part that is kept in memory as a whole, thus not any size."""
        total = 0
        for chunk in self._package.chunks(name):
            total += len(chunk)
            if total > _SMALL_PART_BYTES:
                raise UploadRefusedError("unpacks_too_large")
            yield chunk
