"""From the cells of a table to canonical text, and every cell that cannot be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from dashboard.ingest.checking.days import EPOCH_1900, EPOCH_1904
from dashboard.ingest.checking.headers import ADVISORY, CONTROLS, Field, Layout
from dashboard.ingest.checking.teams import Register, split_short_names
from dashboard.ingest.checking.values import BadValues, read_each, read_form, read_text
from dashboard.ingest.problems import Problem
from dashboard.ingest.table import MONTH_DIGIT_LOST, Table
from dashboard.kinds import Column, Kind

# The different cells of each column of a table, by its name.
Distinct = Mapping[str, pl.Series]


def distinct_cells(table: Table) -> Distinct:
    """Return the different cells of each column."""
    return {name: table.records[name].unique() for name in table.records.columns[1:]}


def read_cells(
    kind: Kind,
    table: Table,
    records: pl.DataFrame,
    distinct: Distinct,
    layout: Layout,
    register: Register | None,
) -> tuple[pl.DataFrame, list[Problem]]:
    """Read every column that the file has.

    Args:
        records: those of the table, total rows left out.

    Returns:
        `row` and every column of the kind, null where blank or not readable, defaults put
        in; and a problem for each cell that cannot be read or must not be blank.
    """
    columns: dict[str, pl.Series] = {"row": records["row"]}
    problems: list[Problem] = []
    for field in layout.fields.values():
        raw, cells = records[field.name], distinct[field.name]
        values, bad = _read(kind, table, field, raw, cells, register)
        if field.column.name not in ADVISORY:
            problems.extend(_unreadable(records, field, bad))
            problems.extend(_missing(records, field, values, bad))
        columns[field.column.name] = values
    return _completed(kind, pl.DataFrame(columns)), problems


def cells_without_value(
    table: Table, layout: Layout, left_out: frozenset[int]
) -> Iterator[Problem]:
    """Yield a problem for each error and uncomputed formula in a column that is read."""
    rules: dict[str, dict[int, str]] = defaultdict(dict)
    for cell in table.bad_cells:
        if cell.row not in left_out:
            rules[str(cell.position)][cell.row] = cell.rule
    for name, field in layout.fields.items():
        broken = rules.get(field.name)
        if broken is None or name in ADVISORY:
            continue
        cells = table.records.filter(pl.col("row").is_in(list(broken)))
        for row, value in cells.select("row", field.name).iter_rows():
            if broken[row] != MONTH_DIGIT_LOST or field.column.form == "month":
                yield Problem(row, field.header, value, broken[row])


def _read(
    kind: Kind,
    table: Table,
    field: Field,
    raw: pl.Series,
    distinct: pl.Series,
    register: Register | None,
) -> tuple[pl.Series, BadValues]:
    column = field.column
    if register is not None and (column.form == "team" or column.name == "parent_id"):
        return read_each(raw, register.team_id, distinct=distinct)
    if column.name == "short_names":
        return read_each(raw, _with_one_separator, distinct=distinct)
    if column.form in ("text", "team"):
        return read_text(raw, is_key=column.name in kind.key, distinct=distinct)
    return read_form(raw, field, epoch_of(table), distinct)


def _with_one_separator(short_names: str) -> str:
    return "；".join(split_short_names(short_names))


def _completed(kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    """Add the columns the file lacks, and put defaults where a cell is blank."""
    columns = (*kind.columns, *CONTROLS.get(kind.name, ()))
    return rows.with_columns(
        _with_default(column, rows.get_column(column.name, default=None), rows.height)
        for column in columns
        if column.name not in rows.columns or column.default is not None
    )


def _with_default(column: Column, values: pl.Series | None, height: int) -> pl.Series:
    if values is None or values.null_count() == height:
        return pl.repeat(column.default, height, dtype=pl.String, eager=True).alias(column.name)
    # A column without a blank is not copied.
    return values.fill_null(column.default) if values.null_count() else values


def _unreadable(records: pl.DataFrame, field: Field, bad: BadValues) -> Iterator[Problem]:
    if not bad:
        return
    cells = records.filter(pl.col(field.name).is_in(list(bad)))
    for row, cell in cells.select("row", field.name).iter_rows():
        yield Problem(row, field.header, cell, bad[cell].rule, bad[cell].values)


def _missing(
    records: pl.DataFrame, field: Field, values: pl.Series, bad: BadValues
) -> Iterator[Problem]:
    if not field.column.required or values.null_count() == 0:
        return
    cells = records.filter(values.is_null() & ~pl.col(field.name).is_in(list(bad)))
    for row, cell in cells.select("row", field.name).iter_rows():
        yield Problem(row, field.header, cell, "required")


def epoch_of(table: Table) -> date | None:
    """Return day 0 of a workbook, by which its bare numbers are days; None of a text."""
    if not table.is_workbook:
        return None
    return EPOCH_1904 if table.dates_from_1904 else EPOCH_1900
