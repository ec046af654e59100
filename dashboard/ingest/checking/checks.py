"""From a table to canonical rows, and every problem of it in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from dashboard.ingest.checking.headers import CONTROLS, Field, Layout, match_headers
from dashboard.ingest.checking.row_rules import Batch, broken_row_rules
from dashboard.ingest.checking.teams import Register, split_short_names
from dashboard.ingest.checking.totals import total_rows
from dashboard.ingest.checking.values import BadValues, read_each, read_form, read_text
from dashboard.ingest.problems import Problem
from dashboard.ingest.reading.tables import Table
from dashboard.kinds import Kind


@dataclass(frozen=True)
class Checked:
    """What a table holds, and what is wrong with it.

    Attributes:
        rows: every column of the kind as canonical text, null where blank or not
            readable, and `row`; total rows are left out.
        left_out: total rows.
        problems: in the order of the file.
    """

    layout: Layout
    rows: pl.DataFrame
    left_out: tuple[int, ...]
    problems: tuple[Problem, ...]


def check(kind: Kind, table: Table, teams: pl.DataFrame, stored: pl.LazyFrame) -> Checked:
    """Read every cell and apply every rule.

    Args:
        teams: current rows of the team register; empty when there is none.
        stored: current rows of this kind.
    """
    layout = match_headers(kind, table)
    left_out = total_rows(table.records)
    records = table.records.filter(~pl.col("row").is_in(left_out))
    register = _register(kind, records, layout, teams)
    columns: dict[str, pl.Series] = {"row": records["row"]}
    problems = [*layout.problems, *_uneven_records(table)]
    for field in layout.fields.values():
        values, bad = _read(kind, field, records[field.name], register)
        problems.extend(_bad_cells(records, field, bad))
        problems.extend(_missing_values(records, field, values, bad))
        columns[field.column.name] = values
    rows = _completed(kind, pl.DataFrame(columns))
    found = frozenset((problem.row, problem.column) for problem in problems)
    problems.extend(broken_row_rules(Batch(kind, layout, records, rows, stored, found)))
    stored_rows = rows.select("row", *(column.name for column in kind.columns))
    return Checked(layout, stored_rows, tuple(left_out), _in_order(problems, layout))


def _register(
    kind: Kind, records: pl.DataFrame, layout: Layout, teams: pl.DataFrame
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
        return Register(known.unique("team_id", keep="last", maintain_order=True))
    return None if known.is_empty() else Register(known)


def _read(
    kind: Kind, field: Field, raw: pl.Series, register: Register | None
) -> tuple[pl.Series, BadValues]:
    column = field.column
    if register is not None and (column.form == "team" or column.name == "parent_id"):
        return read_each(raw, register.team_id)
    if column.name == "short_names":
        return read_each(raw, lambda text: "；".join(split_short_names(text)))
    if column.form in ("text", "team"):
        return read_text(raw, is_key=column.name in kind.key)
    return read_form(raw, field)


def _completed(kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    """Add the columns the file lacks, and put defaults where a cell is blank."""
    columns = (*kind.columns, *CONTROLS.get(kind.name, ()))
    lacking = [column.name for column in columns if column.name not in rows.columns]
    return rows.with_columns(
        pl.lit(None, pl.String).alias(name) for name in lacking
    ).with_columns(
        pl.col(column.name).fill_null(column.default)
        for column in columns
        if column.default is not None
    )


def _uneven_records(table: Table) -> Iterator[Problem]:
    for row, count in table.uneven:
        values = {"count": count, "expected": len(table.header)}
        yield Problem(row, None, None, "cell_count", values)


def _bad_cells(records: pl.DataFrame, field: Field, bad: BadValues) -> Iterator[Problem]:
    if not bad:
        return
    cells = records.filter(pl.col(field.name).is_in(list(bad)))
    for row, cell in cells.select("row", field.name).iter_rows():
        yield Problem(row, field.header, cell, bad[cell].rule, bad[cell].values)


def _missing_values(
    records: pl.DataFrame, field: Field, values: pl.Series, bad: BadValues
) -> Iterator[Problem]:
    if not field.column.required or values.null_count() == 0:
        return
    cells = records.filter(values.is_null() & ~pl.col(field.name).is_in(list(bad)))
    for row, cell in cells.select("row", field.name).iter_rows():
        yield Problem(row, field.header, cell, "required")


def _in_order(problems: list[Problem], layout: Layout) -> tuple[Problem, ...]:
    """Sort as a person reads: row by row, each from left to right."""
    headers = [field.header for field in layout.fields.values()]
    places = {header: place for place, header in enumerate(headers)}
    return tuple(
        sorted(
            problems,
            key=lambda problem: (problem.row or 0, places.get(problem.column or "", -1)),
        )
    )
