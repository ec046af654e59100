"""What a file of a kind looks like: its headers and the words for its values."""

from __future__ import annotations

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
