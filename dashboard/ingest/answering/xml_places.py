"""Where the elements of an XML part stand, so that others can be put between them.

A part is never written anew: what is not touched keeps its bytes, its prefixes and what no
reader of ours knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.parsers import expat

from dashboard.ingest.answering.errors import CannotAnnotateError
from dashboard.ingest.reading.xml_parts import feed, full_names, new_parser

_TAG = re.compile(rb"""<[^\s>/]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_NAME = re.compile(rb"<(?:([^\s>/:]+):)?")
_FOREIGN = re.compile(rb"""encoding\s*=\s*["'](?!utf-8|us-ascii)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a part; the places are those of its bytes.

    Attributes:
        start, tag_end: of its first tag.
        end: of the whole element.
        inside_end: where its last tag begins; equal to `end` when it has none.
    """

    attributes: dict[str, str]
    start: int
    tag_end: int
    inside_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Splice:
    """Bytes to put in the place of others."""

    start: int
    end: int
    content: bytes


def parser_of(part: bytes) -> expat.XMLParserType:
    """Return a parser whose places are those of the part.

    Raises:
        CannotAnnotateError: they would not be, for it is written in another encoding.
    """
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or _FOREIGN.search(part[:200]):
        raise CannotAnnotateError
    return new_parser()


def element_at(part: bytes, attributes: dict[str, str], start: int, told_end: int) -> Element:
    """Return an element whose first tag begins at `start`.

    Args:
        told_end: what the parser tells as the place of its end, which is that of its last
            tag, or the end of its only one.
    """
    tag = _TAG.match(part, start)
    if tag is None:
        raise CannotAnnotateError
    if part[tag.end() - 2 : tag.end()] == b"/>":
        return Element(attributes, start, tag.end(), tag.end(), tag.end())
    return Element(attributes, start, tag.end(), told_end, part.index(b">", told_end) + 1)


def walk(part: bytes, names: Iterable[str], tell: Callable[[str, Element], None]) -> None:
    """Tell of each element with one of the names, when it ends.

    Raises:
        CannotAnnotateError: its places cannot be told.
        UploadRefusedError: it is no XML, or has a DOCTYPE.
    """
    local_names = {full: name for name in names for full in full_names(name)}
    opened: list[tuple[dict[str, str], int]] = []
    parser = parser_of(part)

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name in local_names:
            opened.append((attributes, parser.CurrentByteIndex))

    def finish(name: str) -> None:
        if name in local_names:
            attributes, start = opened.pop()
            place = parser.CurrentByteIndex
            tell(local_names[name], element_at(part, attributes, start, place))

    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    for _ in feed(parser, [part]):
        pass


def prefix_of(part: bytes, element: Element) -> bytes:
    """Return the prefix of the element's name with its colon, mostly none."""
    found = _NAME.match(part, element.start)
    return found[1] + b":" if found and found[1] else b""


def with_attribute(tag: bytes, name: str, value: object | None) -> bytes:
    """Return a tag with that attribute, or without it when the value is None."""
    bare = re.sub(rb"\s+%s\s*=\s*(?:\"[^\"]*\"|'[^']*')" % name.encode(), b"", tag)
    if value is None:
        return bare
    end = -2 if bare.endswith(b"/>") else -1
    return bare[:end].rstrip() + f' {name}="{value}"'.encode() + bare[end:]


def spliced(part: bytes, splices: Iterable[Splice]) -> bytes:
    """Return the part with bytes replaced; what goes to the same place keeps its order."""
    pieces: list[bytes] = []
    done = 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        assert splice.start >= done, "two splices overlap"
        pieces += part[done : splice.start], splice.content
        done = splice.end
    return b"".join([*pieces, part[done:]])
