"""Remarks below a table: who filled it in, who checked it, what the figures mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

_REMARK = re.compile(
    r"(?:注|备\s*注|附注|填\s*表|制\s*表|填\s*报|审\s*核|审\s*批|复\s*核|联\s*系|说\s*明)"
)
# In several cells each must name what it is, as no record does.
_NAMED_REMARK = re.compile(
    rf"(?:{_REMARK.pattern}|单位负责人|负\s*责\s*人|日\s*期|时\s*间|电\s*话)[^:：]{{0,8}}[:：]"
)


def is_note(cells: Iterable[str]) -> bool:
    """Whether a row is a remark and no record: one cell, or several that each say what."""
    texts = [text for cell in cells if (text := cell.strip())]
    if len(texts) == 1:
        return _REMARK.match(texts[0]) is not None
    return bool(texts) and all(_NAMED_REMARK.match(text) for text in texts)


def without_notes(
    records: pl.DataFrame, uneven: list[tuple[int, int]], uneven_notes: set[int]
) -> tuple[pl.DataFrame, list[tuple[int, int]], tuple[int, ...]]:
    """Leave out the remarks below the last record.

    Args:
        uneven: row and number of cells of records that do not fit the header.
        uneven_notes: the rows among them that are remarks, if they stand below the table.

    Returns:
        The records and uneven records that stay, and the rows that do not.
    """
    # A record of one column is one cell, whatever it says.
    if records.width <= 2:
        return records, uneven, ()
    uneven, notes, height = list(uneven), list[int](), records.height
    while height or uneven:
        last = records["row"][height - 1] if height else 0
        if uneven and uneven[-1][0] > last:
            if uneven[-1][0] not in uneven_notes:
                break
            notes.append(uneven.pop()[0])
        elif is_note(records.row(height - 1)[1:]):
            notes.append(last)
            height -= 1
        else:
            break
    return records.head(height), uneven, tuple(reversed(notes))
