"""Writes rows as the canonical CSV files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from dashboard.kinds import KINDS

TRUTH_COLUMNS = ("team_id", "change", "from_month", "note")

_TYPES: dict[str, pl.DataType] = {
    "day": pl.Date(),
    "number": pl.Float64(),
    "share": pl.Float64(),
    "whole": pl.Int64(),
    "boolean": pl.Boolean(),
}


def columns_of(kind: str) -> list[str]:
    """Name the columns of a kind in canonical order."""
    return [column.name for column in KINDS[kind].columns]


def rows_of(kind: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Make a frame of a few rows written out by hand; what they leave out is blank."""
    schema = {
        column.name: _TYPES.get(column.form, pl.String()) for column in KINDS[kind].columns
    }
    return pl.DataFrame([dict(row) for row in rows], schema=schema)


def write_rows(path: Path, columns: Sequence[str], frames: Iterable[pl.DataFrame]) -> int:
    """Write frames one after the other, so that a large city need not fit in memory.

    Returns:
        How many rows were written.
    """
    count = 0
    with path.open("wb") as file:
        file.write((",".join(columns) + "\n").encode())
        for frame in frames:
            frame.select(columns).write_csv(file, include_header=False)
            count += frame.height
    return count
