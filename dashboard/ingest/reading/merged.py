"""Merged cells: a workbook keeps their value in the first one, and none in the others.

In a title that does no harm. In a header it leaves columns without names, and in a record
it leaves open whether the value stands for one row or for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.header_rows import TopRow
from dashboard.ingest.reading.sheet_parts import Merge
from dashboard.ingest.table import BadCell


def refuse_merged_header(merges: Iterable[Merge], top: Sequence[TopRow], place: int) -> None:
    """Refuse a header with merged cells, naming what they say.

    Raises:
        UploadRefusedError: a merged range with text covers the header row.
    """
    header = top[place]
    texts = {row.row: row.cells for row in top}
    for merge in merges:
        if not merge.first_row <= header.row <= merge.last_row:
            continue
        cells = texts.get(merge.first_row, ())
        text = cells[merge.first].strip() if merge.first < len(cells) else ""
        is_several = (merge.first_row, merge.first) != (merge.last_row, merge.last)
        if text and is_several:
            raise UploadRefusedError(
                "merged_header", row=header.row, cells=merge.name, text=" ".join(text.split())
            )


def merged_cells(
    merges: Iterable[Merge], records: pl.DataFrame, named: set[int]
) -> Iterator[BadCell]:
    """Yield the cells that a merged cell of the same record covers.

    Args:
        named: positions of columns that are read; others may be merged at will.

    Raises:
        UploadRefusedError: cells of several records are merged.
    """
    rows: set[int] | None = None
    for merge in merges:
        covered = named & set(range(merge.first, min(merge.last, records.width) + 1))
        if not covered or (merge.first_row, merge.first) == (merge.last_row, merge.last):
            continue
        rows = set(records["row"].to_list()) if rows is None else rows
        if merge.first_row not in rows or not _text(records, merge):
            continue
        if merge.first_row < merge.last_row:
            raise UploadRefusedError("merged_cells", cells=merge.name)
        for position in sorted(covered - {merge.first}):
            yield BadCell(merge.first_row, position, "merged_cell")


def _text(records: pl.DataFrame, merge: Merge) -> str:
    name = str(merge.first)
    if name not in records.columns:
        return ""
    at = records["row"].search_sorted(merge.first_row)
    return str(records[name][at]).strip()
