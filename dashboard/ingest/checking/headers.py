"""From the headers of a file to the columns of its kind.

A header is the canonical name, an alias of `headers.toml`, or a close form of either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache

from dashboard.ingest.checking.words import header_words
from dashboard.ingest.problems import Problem, notice
from dashboard.ingest.table import Table
from dashboard.kinds import MOST_COUNTED, Column, Kind

# Columns that are read to check a row by and are not stored.
CONTROLS: dict[str, tuple[Column, ...]] = {
    "ballots": (
        Column("valid_votes", "whole", least=0, most=MOST_COUNTED),
        Column("excellent_rate", "number", least=0),
    ),
    "disclosures": (Column("posted_rate", "number", least=0),),
    "audit_findings": (Column("rectified_rate", "number", least=0),),
}

# Controls that warn: whatever stands there, the counts are what is taken.
ADVISORY = frozenset({"excellent_rate", "posted_rate", "rectified_rate"})

# Likeness, from 0 to 1, from which a header may be a slip of the hand for another.
NEAR = 0.7

_BRACKETS = re.compile(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]")
# White space, zero-width characters, and marks that do not change what a header says.
_MARKS = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff*_★☆▲△※]")
# Notes that give an example or a format, whatever it is.
_EXAMPLE = re.compile(r"(?:格式|示例|例如|例|如)[::].*|如\d.*|例如.+")


@dataclass(frozen=True)
class Field:
    """A column of the file that is read.

    Attributes:
        name: the column of `Table.records`.
        header: as it stands in the file.
        units: the units its values may have, as powers of ten.
        unit: the one its header names.
    """

    column: Column
    name: str
    header: str
    units: Mapping[str, int] = field(default_factory=dict)
    unit: str | None = None


@dataclass(frozen=True)
class Layout:
    """What the headers of a file say.

    Attributes:
        fields: by canonical name of the column, in the order of the file.
        unknown: headers that name no column of the kind, as they stand in the file.
        notices: unknown headers that resemble a column the file lacks.
    """

    fields: dict[str, Field]
    unknown: tuple[str, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()


def match_headers(kind: Kind, table: Table) -> Layout:
    """Find the column each header of the file names."""
    fields: dict[str, Field] = {}
    unknown: list[str] = []
    problems: list[Problem] = []
    for position, header in enumerate(table.header):
        name = str(position)
        bare, _ = taken_apart(header)
        found = _field(kind, header, name)
        if found is not None and found.column.name in fields:
            first = fields[found.column.name].header
            problems.append(
                Problem(table.header_row, header, None, "doubled_header", {"first": first})
            )
        elif found is not None:
            fields[found.column.name] = found
        elif bare and bare not in header_words()["ignored"]:
            unknown.append(header)
        elif not bare and table.records[name].str.strip_chars().ne("").any():
            problems.append(_unnamed_column(table, position))
    problems.extend(_missing_columns(kind, fields, table.header_row))
    notices = near_misses(kind, fields, unknown, table.header_row)
    return Layout(fields, tuple(unknown), tuple(problems), tuple(notices))


def _field(kind: Kind, header: str, name: str) -> Field | None:
    bare, notes = taken_apart(header)
    column = columns_by_header(kind).get(bare)
    if column is None:
        return None
    units = header_words()["units"].get(column.name, {})
    named = [
        note.removeprefix("单位:")
        for note in notes
        if note not in header_words()["notes"] and not _EXAMPLE.fullmatch(note)
    ]
    if len(named) > 1 or not units.keys() >= set(named):
        return None
    return Field(column, name, header, units, named[0] if named else None)


def taken_apart(header: str) -> tuple[str, list[str]]:
    """Return what a header says in plain letters, and its notes in brackets."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", header)).casefold()
    bare = _BRACKETS.sub("", plain).rstrip(":")
    return bare, [note for note in _BRACKETS.findall(plain) if note]


@cache
def columns_by_header(kind: Kind) -> dict[str, Column]:
    """Return the column of each name it may have, in plain letters."""
    aliases = header_words()["aliases"][kind.name]
    columns: dict[str, Column] = {}
    for column in (*kind.columns, *CONTROLS.get(kind.name, ())):
        for header in (column.name, *aliases.get(column.name, ())):
            columns[taken_apart(header)[0]] = column
    return columns


def near_misses(
    kind: Kind, fields: Mapping[str, Field], unknown: Sequence[str], header_row: int
) -> Iterator[Problem]:
    """Yield a notice for each unknown header that resembles a column the file lacks."""
    lacking = {
        name: column
        for name, column in columns_by_header(kind).items()
        if column.name not in fields
    }
    # Of equally similar names that of a required column is meant rather.
    names = sorted(lacking, key=lambda name: not lacking[name].required)
    for header in unknown:
        bare, _ = taken_apart(header)
        likeness = {name: SequenceMatcher(None, name, bare).ratio() for name in names}
        nearest = max(names, key=lambda name: likeness[name], default=None)
        if nearest is not None and likeness[nearest] >= NEAR:
            yield notice(header_row, header, "unknown_column_near", nearest=nearest)


def _unnamed_column(table: Table, position: int) -> Problem:
    # A merged cell of a sheet leaves its name on the left and nothing above the rest.
    left = next((header for header in table.header[position::-1] if header.strip()), "")
    values = {"position": position + 1, "left": left}
    return Problem(table.header_row, None, None, "unnamed_column", values)


def _missing_columns(
    kind: Kind, fields: Mapping[str, Field], header_row: int
) -> Iterator[Problem]:
    for column in kind.columns:
        if column.required and column.name not in fields:
            aliases = header_words()["aliases"][kind.name].get(column.name, ())
            values = {"aliases": "、".join(aliases)}
            yield Problem(header_row, column.name, None, "missing_column", values)
