"""What a file of a kind looks like: its headers, its values, and an empty one to fill in."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.ingest.checking.words import choice_words, header_words
from dashboard.kinds import KINDS, Column


@dataclass(frozen=True)
class Heading:
    """A column as departments may write it.

    Attributes:
        aliases: headers that are understood beside the canonical name, the usual first.
        words: canonical value → what departments write for it; empty without choices.
    """

    column: Column
    aliases: tuple[str, ...]
    words: Mapping[str, str]


def headings(kind: str) -> tuple[Heading, ...]:
    """Return the columns of a kind, in canonical order."""
    aliases = header_words()["aliases"][kind]
    words = choice_words()
    return tuple(
        Heading(
            column,
            tuple(aliases.get(column.name, ())),
            {
                choice: words.get(column.name, {}).get(choice, [choice])[0]
                for choice in column.choices
            },
        )
        for column in KINDS[kind].columns
    )


def template(kind: str, *, is_chinese: bool) -> bytes:
    """Return an empty CSV file of a kind, as Excel and WPS open it without a question."""
    header = ",".join(
        heading.aliases[0] if is_chinese and heading.aliases else heading.column.name
        for heading in headings(kind)
    )
    return codecs.BOM_UTF8 + f"{header}\r\n".encode()
