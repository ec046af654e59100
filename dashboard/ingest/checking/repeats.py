"""Rows of one file with the same key.

Between uploads the later row counts. Within one file it is a slip: rows that are equal are
told, a file that contradicts itself is asked about, and nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard.ingest.checking.batch import Batch, hashed
from dashboard.ingest.problems import Problem, notice

# By column: the first row with that key whose cell could be read, and its value.
Above = dict[str, tuple[int, str | None]]
_ROW = "row"


def repeated_keys(batch: Batch) -> Iterator[Problem]:
    """Yield a problem or a notice for each row whose key stands further up in the file.

    A cell that cannot be read contradicts none, so that a bad row takes no good one with
    it; such a row is neither equal nor different.
    """
    key = list(batch.kind.key)
    stored = {column.name for column in batch.kind.columns} - {*key}
    names = [name for name in batch.layout.fields if name in stored]
    if batch.are_surely_distinct(key):
        return
    rows = _with_equal_keys(batch.rows.select(_ROW, *key, *names), key)
    above: dict[tuple[str, ...], Above] = defaultdict(dict)
    contradicting: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        number = row[_ROW]
        others = above[tuple(row[name] for name in key)]
        readable = [name for name in names if not batch.has_problem(number, name)]
        column = next((name for name in readable if _differs(row, others, name)), None)
        if column is not None:
            contradicting[column].append((number, others[column][0]))
            continue
        if others and len(readable) == len(names) == len(others.keys() - {_ROW}):
            yield notice(number, None, "repeated_row", first=others[_ROW][0])
        for name in (_ROW, *readable):
            others.setdefault(name, (number, row[name]))
    for column, pairs in contradicting.items():
        broken = pl.DataFrame(pairs, schema=[_ROW, "first"], orient="row")
        yield from batch.problems("contradicting_row", column, broken)


def _with_equal_keys(rows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Return the rows whose key, known in full, another has too."""
    # Different keys with one hash only cost the second look.
    suspects = rows.filter(hashed(rows, key).is_duplicated()).drop_nulls(key)
    return suspects.filter(pl.struct(key).is_duplicated())


def _differs(row: dict[str, Any], others: Above, name: str) -> bool:
    return name in others and others[name][1] != row[name]
