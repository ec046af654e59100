"""Which row is the header: titles, units and dates may stand above it.

A header is known by the names it holds, not by its place. Where no row holds any, the
first one is taken, so that what it lacks can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.errors import UploadRefusedError
from dashboard.ingest.checking.headers import columns_by_header, taken_apart
from dashboard.ingest.reading.limits import Limits
from dashboard.kinds import Kind

# A title may happen to be a name that a column has; two names in one row are no accident.
_FEWEST_NAMES = 2


@dataclass(frozen=True)
class TopRow:
    """A row with text near the top of a file."""

    row: int
    cells: tuple[str, ...]

    @property
    def has_text(self) -> bool:
        return any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Fit:
    """How well a row fits as the header of a kind.

    Attributes:
        named: columns of the kind that it names.
        lacking: required columns of the kind that it does not name.
    """

    named: int
    lacking: int

    @property
    def is_whole(self) -> bool:
        """Whether a file with this header could be taken."""
        return self.lacking == 0


def fit(kind: Kind, cells: Iterable[str]) -> Fit:
    """Say how well a row fits as the header of a kind."""
    named = {name for name in column_names(kind, cells) if name}
    lacking = sum(column.required and column.name not in named for column in kind.columns)
    return Fit(len(named), lacking)


def column_names(kind: Kind, cells: Iterable[str]) -> list[str | None]:
    """Return the column of the kind that each cell names, None where it names none."""
    columns = columns_by_header(kind)
    found = (columns.get(taken_apart(cell)[0]) if cell.strip() else None for cell in cells)
    return [column.name if column else None for column in found]


def top_rows(rows: Iterable[TopRow], chosen: int | None, limits: Limits) -> list[TopRow]:
    """Return the rows among which the header is, and not many below it."""
    top: list[TopRow] = []
    for row in rows:
        if row.has_text:
            top.append(row)
        if len(top) >= limits.header_rows and row.row >= (chosen or 0):
            break
    return top


def find_header(kind: Kind, top: Sequence[TopRow], chosen: int | None) -> int:
    """Return the place of the header among the top rows, which are at least one.

    Args:
        chosen: row that the uploader says it is.

    Raises:
        UploadRefusedError: the chosen row holds nothing.
    """
    if chosen is not None:
        for place, row in enumerate(top):
            if row.row == chosen:
                return place
        raise UploadRefusedError("no_such_header_row", chosen=chosen)
    names = [fit(kind, row.cells).named for row in top]
    best = max(range(len(top)), key=lambda place: names[place])
    return best if names[best] >= _FEWEST_NAMES else 0


def refuse_two_lines(kind: Kind, top: Sequence[TopRow], place: int) -> None:
    """Refuse a header whose names stand in two rows, one grouping the other.

    Raises:
        UploadRefusedError: names of columns stand above or below its gaps.
    """
    header = top[place]
    named = column_names(kind, header.cells)
    gaps = {at for at, cell in enumerate(header.cells) if not cell.strip()}
    gaps |= set(range(len(header.cells), max(len(row.cells) for row in top)))
    if place and gaps & _named_at(kind, top[place - 1]):
        raise _two_lines(top[place - 1].row, header.row)
    if place + 1 == len(top) or not any(named):
        return
    below = top[place + 1]
    unnamed = gaps | {at for at, name in enumerate(named) if name is None}
    filled = {at for at, cell in enumerate(below.cells) if cell.strip()}
    # A record fills columns that have a name; the lower half of a header does not.
    if filled <= unnamed and filled & _named_at(kind, below):
        raise _two_lines(header.row, below.row)


def _named_at(kind: Kind, row: TopRow) -> set[int]:
    return {at for at, name in enumerate(column_names(kind, row.cells)) if name}


def _two_lines(first: int, second: int) -> UploadRefusedError:
    return UploadRefusedError("two_line_header", first=first, second=second)
