"""XML as a workbook holds it: read as a stream, and never with entities.

Entities are how a small file becomes a large one or reads other files of the machine. They
need a DOCTYPE, which no program writes into a workbook: one is refused where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NoReturn
from xml.parsers import expat

from dashboard.errors import UploadRefusedError

# Between a namespace and a name; no namespace holds it.
_MARK = " "
# Workbooks come in two dialects that differ in nothing but these.
_SPREADSHEET = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)

# Bytes of a tag or comment. The longest tags have the addresses of some hundred merged or
# coloured ranges.
_LONGEST_TAG = 1_000_000


def full_names(local_name: str) -> tuple[str, ...]:
    """Return the names the parser tells for an element of a workbook."""
    return tuple(f"{namespace}{_MARK}{local_name}" for namespace in _SPREADSHEET)


def reference(attributes: dict[str, str]) -> str | None:
    """Return the id of the relationship that an element names."""
    ids = (attributes.get(f"{namespace}{_MARK}id") for namespace in _RELATIONSHIPS)
    return next(filter(None, ids), None)


def new_parser() -> expat.XMLParserType:
    """Return a parser that refuses any DOCTYPE."""
    # Texts of one document share its names; nothing is gained by keeping them for longer.
    parser = expat.ParserCreate(namespace_separator=_MARK, intern={})
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def feed(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> Iterator[None]:
    """Parse chunk by chunk, and stop after each for what the handlers have gathered.

    Raises:
        UploadRefusedError: it is no XML, or has a DOCTYPE.
    """
    taken = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            taken += len(chunk)
            # It looks at all of an unfinished tag again with each chunk.
            if taken - parser.CurrentByteIndex > _LONGEST_TAG + len(chunk):
                raise UploadRefusedError("damaged_workbook")
            yield
        parser.Parse(b"", True)
        yield
    # Besides its own error, an encoding that Python does not know, or not in this way.
    except (expat.ExpatError, LookupError, ValueError, OverflowError):
        raise UploadRefusedError("damaged_workbook") from None


def elements(chunks: Iterable[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every element of a part: its name without namespace, its attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = new_parser()
    parser.StartElementHandler = lambda name, attributes: found.append(
        (name.rpartition(_MARK)[2], attributes)
    )
    for _ in feed(parser, chunks):
        yield from found
        found.clear()


def refuse_entities(chunks: Iterable[bytes]) -> None:
    """Look at what stands before the first element, in any encoding: a DOCTYPE is refused."""
    parser = new_parser()
    is_begun: list[bool] = []
    parser.StartElementHandler = lambda *_: is_begun.append(True)
    try:
        for _ in feed(parser, chunks):
            if is_begun:
                return
    except UploadRefusedError as refusal:
        # A part that is no XML can hold no entities; whoever reads it will see.
        if refusal.rule == "xml_entities":
            raise


def _refuse_doctype(*_: Any) -> NoReturn:
    raise UploadRefusedError("xml_entities")
