"""Looks for cells at fault and for what is said of them, added to those of a workbook."""

from __future__ import annotations

from dashboard.ingest.answering.errors import CannotAnnotateError
from dashboard.ingest.answering.xml_places import (
    Element,
    Splice,
    prefix_of,
    spliced,
    walk,
    with_attribute,
)

# Light enough to read any ink on it, and not one of the colours of the lights.
_FILL = (
    '<{0}fill><{0}patternFill patternType="solid"><{0}fgColor rgb="FFFFE8B8"/>'
    '<{0}bgColor indexed="64"/></{0}patternFill></{0}fill>'
)
_REMARK = (
    '<{0}xf numFmtId="0" fontId="0" fillId="{1}" borderId="0" xfId="0" applyFill="1"'
    ' applyAlignment="1"><{0}alignment vertical="top" wrapText="1"/></{0}xf>'
)


class Styles:
    """The styles of a workbook.

    Raises:
        CannotAnnotateError: it has none that others could be added to.
    """

    def __init__(self, part: bytes) -> None:
        found: dict[str, list[Element]] = {"fills": [], "fill": [], "cellXfs": [], "xf": []}
        walk(part, found, lambda name, element: found[name].append(element))
        self._part = part
        self._fill_list, fills = _list(found["fills"], found["fill"])
        self._format_list, self._formats = _list(found["cellXfs"], found["xf"])
        self._fill = len(fills)
        self._prefix = prefix_of(part, self._format_list).decode()
        self._added: list[bytes] = []
        self._marked: dict[int, int] = {}
        self.remark = self._add(_REMARK.format(self._prefix, self._fill).encode())

    def marked(self, style: int) -> int:
        """Return the style of a cell at fault: as it was, with another ground."""
        if style not in self._marked:
            self._marked[style] = self._add(self._with_ground(style))
        return self._marked[style]

    def content(self) -> bytes:
        """Return the part with what was added."""
        fill = _FILL.format(self._prefix).encode()
        count = len(self._formats) + len(self._added)
        fills = self._grown(self._fill_list, self._fill + 1, fill)
        formats = self._grown(self._format_list, count, b"".join(self._added))
        return spliced(self._part, [*fills, *formats])

    def _add(self, style: bytes) -> int:
        self._added.append(style)
        return len(self._formats) + len(self._added) - 1

    def _with_ground(self, style: int) -> bytes:
        if style >= len(self._formats):
            raise CannotAnnotateError
        old = self._formats[style]
        tag = self._part[old.start : old.tag_end]
        tag = with_attribute(with_attribute(tag, "fillId", self._fill), "applyFill", 1)
        return tag + self._part[old.tag_end : old.end]

    def _grown(self, element: Element, count: int, added: bytes) -> list[Splice]:
        tag = with_attribute(self._part[element.start : element.tag_end], "count", count)
        return [
            Splice(element.start, element.tag_end, tag),
            Splice(element.inside_end, element.inside_end, added),
        ]


def _list(lists: list[Element], members: list[Element]) -> tuple[Element, list[Element]]:
    """Return the one list there is and its members: other lists have such members too."""
    if len(lists) != 1 or lists[0].inside_end == lists[0].end:
        raise CannotAnnotateError
    return lists[0], [one for one in members if lists[0].start < one.start < lists[0].end]
