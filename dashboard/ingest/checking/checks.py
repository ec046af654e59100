"""From a table to canonical rows, and every problem of it in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from dashboard.ingest.checking.batch import Batch
from dashboard.ingest.checking.cells import cells_without_value, distinct_cells, read_cells
from dashboard.ingest.checking.headers import Layout, match_headers
from dashboard.ingest.checking.row_rules import broken_row_rules
from dashboard.ingest.checking.teams import Register
from dashboard.ingest.checking.totals import total_rows
from dashboard.ingest.checking.values import read_text
from dashboard.ingest.problems import Problem
from dashboard.ingest.table import Table
from dashboard.kinds import Kind


@dataclass(frozen=True)
class Checked:
    """What a table holds, and what is wrong with it.

    Attributes:
        rows: every column of the kind as canonical text, null where blank or not
            readable, and `row`; total rows are left out.
        left_out: total rows.
        problems: in the order of the file.
        notices: what refuses nothing, in the order of the file.
    """

    layout: Layout
    rows: pl.DataFrame
    left_out: tuple[int, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()

    def good_rows(self) -> pl.DataFrame:
        """Return the rows without any problem; none when the header is at fault.

        A row is judged by what it says itself: a team stays good when the row of the team
        above it is bad, and a rater's second group stays a problem when the row of the
        first is bad, since nobody knows which of the two groups is meant.
        """
        if self.layout.problems:
            return self.rows.clear()
        bad_rows = {problem.row for problem in self.problems if problem.row is not None}
        if not bad_rows:
            return self.rows
        return self.rows.filter(~pl.col("row").is_in(sorted(bad_rows)))

    def repeated_rows(self) -> tuple[int, ...]:
        """Return the good rows that say the same as one above them.

        Without them no two good rows have the same key.
        """
        told = (item.row for item in self.notices if item.rule == "repeated_row")
        return tuple(row for row in told if row is not None)


def check(
    kind: Kind,
    table: Table,
    teams: pl.DataFrame,
    stored: pl.LazyFrame,
    allowed: frozenset[str] | None = None,
) -> Checked:
    """Read every cell and apply every rule.

    Args:
        teams: current rows of the team register; empty when there is none.
        stored: current rows of this kind.
        allowed: teams whose rows the uploader may write; None is all.
    """
    layout = match_headers(kind, table)
    distinct = distinct_cells(table)
    left_out = total_rows(table.records, distinct)
    records = table.records
    if left_out:
        records = records.filter(~pl.col("row").is_in(left_out))
    register = _register(kind, records, layout, teams, allowed)
    rows, unreadable = read_cells(kind, table, records, distinct, layout, register)
    without_value = [*cells_without_value(table, layout, frozenset(left_out))]
    # An error of Excel is not a missing value besides.
    named = {(problem.row, problem.column) for problem in without_value}
    unreadable = [item for item in unreadable if (item.row, item.column) not in named]
    problems = [*layout.problems, *_uneven_records(table), *without_value, *unreadable]
    found = frozenset((problem.row, problem.column) for problem in problems)
    batch = Batch(kind, layout, records, rows, stored, found, allowed)
    told = _in_order([*problems, *layout.notices, *broken_row_rules(batch)], layout)
    broken = tuple(item for item in told if item.table == "problems")
    notices = [item for item in told if item.table == "notices"]
    if any(item.rule == "repeated_row" for item in notices):
        bad_rows = sorted({item.row for item in broken if item.row is not None})
        notices = [*_of_good_rows(notices, rows, list(kind.key), bad_rows)]
    return Checked(
        layout,
        rows.select("row", *(column.name for column in kind.columns)),
        tuple(left_out),
        broken,
        tuple(notices),
    )


def _of_good_rows(
    notices: list[Problem], rows: pl.DataFrame, key: list[str], bad_rows: list[int]
) -> Iterator[Problem]:
    """Yield the notices, a row being repeated by good rows alone.

    A row that says what a bad one says is the first of its key that counts.
    """
    repeated = [item.row for item in notices if item.rule == "repeated_row"]
    told = rows.filter(pl.col("row").is_in(repeated)).select("row", *key)
    counting = (
        rows.select("row", *key)
        .join(told, on=key, how="semi")
        .filter(~pl.col("row").is_in(bad_rows))
        .group_by(key)
        .agg(pl.col("row").min().alias("first"))
    )
    firsts = dict(told.join(counting, on=key).select("row", "first").iter_rows())
    for item in notices:
        if item.rule != "repeated_row":
            yield item
        elif item.row not in bad_rows and firsts.get(item.row, item.row) != item.row:
            yield replace(item, message_values={"first": firsts[item.row]})


def _register(
    kind: Kind,
    records: pl.DataFrame,
    layout: Layout,
    teams: pl.DataFrame,
    allowed: frozenset[str] | None,
) -> Register | None:
    """Return the names a team may have: in a register itself, those of the file count too."""
    names = ("team_id", "team_name", "short_names")
    known = teams.select(names)
    if kind.name == "teams":
        own = pl.DataFrame(
            {
                name: read_text(records[layout.fields[name].name], is_key=False)[0]
                for name in names
                if name in layout.fields
            }
        )
        known = pl.concat([known, own], how="diagonal").drop_nulls("team_id")
        known = known.unique("team_id", keep="last", maintain_order=True)
        return Register(known, None if allowed is None else allowed.union(own["team_id"]))
    return None if known.is_empty() else Register(known, allowed)


def _uneven_records(table: Table) -> Iterator[Problem]:
    for row, count in table.uneven:
        values = {"count": count, "expected": len(table.header)}
        yield Problem(row, None, None, "cell_count", values)


def _in_order(problems: list[Problem], layout: Layout) -> list[Problem]:
    """Sort as a person reads: row by row, each from left to right."""
    headers = [field.header for field in layout.fields.values()]
    places = {header: place for place, header in enumerate(headers)}
    return sorted(
        problems,
        key=lambda problem: (problem.row or 0, places.get(problem.column or "", -1)),
    )
