"""The entries of the log as a list, and as files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from dashboard.exports.office_csv import to_office_csv
from dashboard.pages.log.words import sentence
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, section, small, table
from dashboard.pages.words.numbers import moment_words
from dashboard.rights.register import Register
from dashboard.storage.audit.chain import Entry
from dashboard.storage.audit.log import Asked, Log, LogPage
from dashboard.text import Text

_COLUMNS = ("number", "at", "actor", "act", "subject", "said", "detail", "hash")
_AT_ONCE = 500
_HASH_SHOWN = 12


def listed(visit: Visit, page: LogPage, register: Register) -> Html:
    """Return entries as a table of sentences."""
    text = visit.text
    title = text("log.list_title")
    if not page.entries:
        none = text("log.list_none")
        if page.older is not None:
            none = text("log.list_none_here", number=page.older)
        return section(title, none)
    rows = [
        (
            moment_words(entry.at, text),
            _wrapped(sentence(entry, text, register)),
            Html(html(entry.number) + small(entry.hash[:_HASH_SHOWN])),
        )
        for entry in page.entries
    ]
    columns = [text(f"log.column_{name}") for name in ("when", "what", "number")]
    return section(title, table(title, columns, rows, is_cards=True))


def _wrapped(words: str) -> Html:
    # A login or a reason may be one long word, and must not push the table aside.
    return Html(f'<span style="overflow-wrap:anywhere">{html(words)}</span>')


def found(log: Log, asked: Asked, most: int) -> Iterator[Entry]:
    """Yield what is looked for, newest first, at most so many."""
    before: int | None = None
    left = most
    while left > 0:
        page = log.page(asked, before, min(left, _AT_ONCE))
        yield from page.entries
        left -= len(page.entries)
        if page.older is None:
            return
        before = page.older


def as_csv(entries: Sequence[Entry], text: Text, register: Register) -> bytes:
    """Return entries for Excel and WPS, each with its sentence and its hash."""
    rows = [
        (
            entry.number,
            entry.at,
            entry.actor,
            entry.act,
            entry.subject,
            sentence(entry, text, register),
            entry.detail,
            entry.hash,
        )
        for entry in entries
    ]
    return to_office_csv([text(f"log.csv_{name}") for name in _COLUMNS], rows)


def as_lines(entries: Sequence[Entry]) -> bytes:
    """Return entries as JSON, one a line, just as they are hashed."""
    lines = (json.dumps(vars(entry), ensure_ascii=False, sort_keys=True) for entry in entries)
    return "".join(f"{line}\n" for line in lines).encode()
