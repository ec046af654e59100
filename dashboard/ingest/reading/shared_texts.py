"""The texts that the cells of a workbook share: each stands there once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.limits import Limits
from dashboard.ingest.reading.xml_parts import feed, full_names, new_parser

# How a workbook writes characters that XML cannot hold.
_ESCAPED = re.compile("_x(?!0000)([0-9A-Fa-f]{4})_")


def shared_texts(chunks: Iterable[bytes], limits: Limits) -> list[str]:
    """Return the texts that the cells of a workbook share, each in its place."""
    found: list[str] = []
    pieces: list[str] = []
    state = {"is_text": False, "is_phonetic": False, "characters": 0}
    parser = new_parser()
    texts, items, phonetics = map(full_names, ("t", "si", "rPh"))

    def start(name: str, _: dict[str, str]) -> None:
        if name in items:
            pieces.clear()
        elif name in phonetics:
            state["is_phonetic"] = True
        elif name in texts:
            state["is_text"] = not state["is_phonetic"]

    def end(name: str) -> None:
        if name in items:
            found.append(unescaped("".join(pieces)))
        elif name in phonetics:
            state["is_phonetic"] = False
        elif name in texts:
            state["is_text"] = False

    def take(text: str) -> None:
        if state["is_text"]:
            pieces.append(text)
            state["characters"] += len(text)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = take
    for _ in feed(parser, chunks):
        # No sheet of that many characters would be taken either.
        if state["characters"] > limits.sheet_characters:
            raise UploadRefusedError("too_much_text", most=limits.sheet_characters)
    return found


def unescaped(text: str) -> str:
    """Return text with the characters that XML cannot hold."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # Two of them may be the halves of one character.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
