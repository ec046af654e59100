"""Long lists are shown page by page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slice:
    """The part of a list that is shown.

    Attributes:
        total: rows of the whole list.
        number, last: the page shown and the last page, from 1.
        first_row, last_row: rows shown, from 1; 0 of an empty list.
    """

    total: int
    number: int
    last: int
    first_row: int
    last_row: int

    @property
    def offset(self) -> int:
        """Rows before the first one shown."""
        return max(self.first_row - 1, 0)


def page_of(total: int, number: int | None, size: int) -> Slice:
    """Return the page asked for, or the last one there is."""
    last = max(-(-total // size), 1)
    shown = min(number or 1, last)
    first_row = (shown - 1) * size + 1
    return Slice(total, shown, last, min(first_row, total), min(shown * size, total))
