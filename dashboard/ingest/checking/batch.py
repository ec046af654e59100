"""The rows of one file as the rules see them, and how a rule says which row breaks it."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce

import polars as pl

from dashboard.ingest.checking.headers import Layout
from dashboard.ingest.problems import Problem
from dashboard.kinds import Kind

# Row and header of a cell.
Place = tuple[int | None, str | None]


@dataclass(frozen=True)
class Batch:
    """The rows of one file, and what is stored already.

    Attributes:
        records: cells as they stand in the file.
        rows: the same rows as canonical text, null where blank or not readable.
        stored: current rows of this kind.
        found: cells that have a problem already.
        allowed: teams whose rows the uploader may write; None is all.
        distinct: columns in which no two rows are equal, as far as somebody has asked.
    """

    kind: Kind
    layout: Layout
    records: pl.DataFrame
    rows: pl.DataFrame
    stored: pl.LazyFrame
    found: frozenset[Place] = frozenset()
    allowed: frozenset[str] | None = None
    distinct: set[frozenset[str]] = field(default_factory=set)

    def header(self, column: str) -> str:
        """Return the header of a column in this file; its own name when it has none."""
        found = self.layout.fields.get(column)
        return column if found is None else found.header

    def cells(self, column: str) -> pl.DataFrame:
        """Return `row` and `value`, a column as it stands in the file; null without one."""
        found = self.layout.fields.get(column)
        value = pl.lit(None, pl.String) if found is None else pl.col(found.name)
        return self.records.select("row", value.cast(pl.String).alias("value"))

    def has_problem(self, row: int | None, *columns: str) -> bool:
        """Whether any of these cells of a row has a problem already."""
        return any((row, self.header(column)) in self.found for column in columns)

    def are_surely_distinct(self, columns: Sequence[str]) -> bool:
        """Whether no two rows are equal in these columns.

        False leaves it open: different values may have the same hash.
        """
        asked = frozenset(columns)
        if any(known <= asked for known in self.distinct):
            return True
        hashes = hashed(self.rows, columns)
        if hashes.n_unique() < len(hashes):
            return False
        self.distinct.add(asked)
        return True

    def problems(self, rule: str, column: str, broken: pl.DataFrame) -> Iterator[Problem]:
        """Yield a problem at that column for each row of `broken`.

        Args:
            broken: `row`, and what else the sentence names.
        """
        cells = self.cells(column).join(broken.select("row"), on="row", how="semi")
        for values in broken.join(cells, on="row", maintain_order="left").iter_rows(named=True):
            row, cell = values.pop("row"), values.pop("value")
            yield Problem(row, self.header(column), cell, rule, values)


def hashed(rows: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """Return a number for each row that is the same for equal values of the columns."""
    hashes = (pl.col(name).hash(seed) for seed, name in enumerate(columns))
    return rows.select(reduce(operator.xor, hashes)).to_series()
