"""Total rows: sums a clerk's sheet ends with, which are no evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from dashboard.ingest.checking.values import clean

_TOTAL = r"^\s*(合\s*计|小\s*计|平\s*均|总\s*计)\s*$"
_NUMERIC = re.compile(r"[-+0-9.,%\s]*")


def total_rows(records: pl.DataFrame, distinct: Mapping[str, pl.Series]) -> list[int]:
    """Return the rows whose first text is a word for a total.

    Args:
        distinct: the different cells of each column.
    """
    words = {name: cells.filter(cells.str.contains(_TOTAL)) for name, cells in distinct.items()}
    suspected = [
        pl.col(name).is_in(found.implode())
        for name, found in words.items()
        if not found.is_empty()
    ]
    if not suspected:
        return []
    suspects = records.filter(pl.any_horizontal(suspected))
    return [row for row, *cells in suspects.iter_rows() if is_total(cells)]


def is_total(cells: list[str]) -> bool:
    """Whether the first text of a row is a word for a total."""
    texts = (text for text in clean(pl.Series(cells)) if not _NUMERIC.fullmatch(text))
    return re.fullmatch(_TOTAL, next(texts, "")) is not None
