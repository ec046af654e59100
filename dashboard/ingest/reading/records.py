"""Records gathered in blocks: a million rows of Python texts at once would fill the memory."""

from __future__ import annotations

import polars as pl

_BLOCK = 50_000


class Records:
    """Takes records one by one; later ones may be wider."""

    def __init__(self) -> None:
        self._rows: list[int] = []
        self._columns: list[list[str]] = []
        self._blocks: list[pl.DataFrame] = []

    def add(self, row: int, cells: list[str]) -> None:
        """Take a record that is as wide as the widest before it, or wider."""
        while len(self._columns) < len(cells):
            self._columns.append([""] * len(self._rows))
        self._rows.append(row)
        for column, cell in zip(self._columns, cells, strict=True):
            column.append(cell)
        if len(self._rows) == _BLOCK:
            self._finish_block()

    @property
    def width(self) -> int:
        """Number of columns so far."""
        return len(self._columns)

    def frame(self, width: int) -> pl.DataFrame:
        """Return `row` and as many text columns, named by their positions."""
        self._finish_block()
        types = {str(position): pl.String for position in range(width)}
        empty = pl.DataFrame(schema={"row": pl.Int64, **types})
        frame = pl.concat([empty, *self._blocks], how="diagonal")
        return frame.with_columns(pl.exclude("row").fill_null(""))

    def _finish_block(self) -> None:
        columns = {str(place): cells for place, cells in enumerate(self._columns)}
        types = dict.fromkeys(columns, pl.String)
        self._blocks.append(
            pl.DataFrame(
                {"row": self._rows, **columns}, schema={"row": pl.Int64, **types}, strict=True
            )
        )
        self._rows = []
        self._columns = [[] for _ in self._columns]


def with_text(records: pl.DataFrame) -> pl.DataFrame:
    """Leave out records without any text."""
    if records.width == 1:
        return records
    is_blank = pl.col("0").str.strip_chars() == ""
    # Nearly always the first column is filled, and the others need not be looked at.
    if not records.select(is_blank.any()).item():
        return records
    return records.filter(pl.any_horizontal(pl.exclude("row").str.strip_chars() != ""))
