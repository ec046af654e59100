"""Total rows: sums a clerk's sheet ends with, which are no evidence."""

from __future__ import annotations

import re

import polars as pl

from dashboard.ingest.checking.values import clean

_TOTAL = r"^\s*(合\s*计|小\s*计|平\s*均|总\s*计)\s*$"
_NUMERIC = re.compile(r"[-+0-9.,%\s]*")


def total_rows(records: pl.DataFrame) -> list[int]:
    """Return the rows whose first text is a word for a total."""
    suspects = records.filter(pl.any_horizontal(pl.exclude("row").str.contains(_TOTAL)))
    return [row for row, *cells in suspects.iter_rows() if _is_total(cells)]


def _is_total(cells: list[str]) -> bool:
    texts = (text for text in clean(pl.Series(cells)) if not _NUMERIC.fullmatch(text))
    return re.fullmatch(_TOTAL, next(texts)) is not None
