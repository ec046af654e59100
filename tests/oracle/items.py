"""The evidence item: the one shape everything is scored from (scoring.md section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.oracle.registers import Row
from tests.oracle.span import Month


@dataclass(frozen=True)
class Item:
    """One scored fact: weight w and value x in 0-100, with the key of its source row."""

    team_id: str
    month: date
    part: str
    item_key: str
    w: float
    x: float
    kind: str
    source_key: str | None
    upload_id: str | None


def item_of(row: Row, kind: str, month: Month, part: str, w: float, x: float) -> Item:
    """Make the item of one source row, whose key it carries."""
    return Item(row.team_id, month.first, part, row.key, w, x, kind, row.key, row.upload_id)


def full_or_nothing(reached: bool) -> float:
    """Give 100 or 0."""
    return 100.0 if reached else 0.0
