"""Every word a reader sees, in each language: the files `*.<language>.toml` of this folder.

A key is the path to the word, `problems.required` for `required` in the table
`[problems]`. The words of a language may be spread over several files, one per subject.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboard.errors import UnknownNameError

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Text:
    """The words of one language; calling it gives the word of a key."""

    language: str
    words: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the word of that key with the values put in.

        Raises:
            KeyError: the catalogue lacks the key, or the word names a value not given.
        """
        return self.words[key].format(**values)


@cache
def catalogue(language: str) -> Text:
    """Read the words of a language, `en` or `zh`.

    Raises:
        UnknownNameError: there is no such language.
    """
    files = sorted(FOLDER.glob(f"*.{language}.toml"))
    if not files:
        raise UnknownNameError(f"There are no words in the language '{language}'.")
    words: dict[str, str] = {}
    for file in files:
        for key, word in _flat(tomllib.loads(file.read_text(encoding="utf-8"))):
            assert key not in words, f"{file.name} says {key} a second time"
            words[key] = word
    return Text(language, words)


def _flat(table: Mapping[str, object], path: str = "") -> Iterator[tuple[str, str]]:
    for name, entry in table.items():
        if isinstance(entry, Mapping):
            yield from _flat(entry, f"{path}{name}.")
        else:
            yield f"{path}{name}", str(entry)
