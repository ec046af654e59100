"""What a sheet consists of: rows of cells, merged ranges, and the names of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.number_formats import NumberFormat

DIGITS = "0123456789"


@dataclass(frozen=True)
class Styles:
    """What the cells of a workbook need beside their sheet.

    Attributes:
        texts: shared by the cells, which hold their places.
        formats: number formats, by the style of a cell.
        from_1904: whether days are counted from 1904.
        is_stale: whether the program that wrote the values asks for them to be computed.
    """

    texts: Sequence[str]
    formats: Sequence[NumberFormat]
    from_1904: bool
    is_stale: bool


@dataclass(slots=True)
class SheetRow:
    """A row of a sheet that holds any value.

    Attributes:
        cells: text by the position of its column; what is not there is blank.
        bad: rule by position, for cells whose value cannot be told.
    """

    row: int
    cells: dict[int, str] = field(default_factory=dict)
    bad: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Merge:
    """A merged range, all four counted as `SheetRow` counts them and included."""

    first_row: int
    last_row: int
    first: int
    last: int
    name: str


@lru_cache(maxsize=20_000)
def column_position(letters: str) -> int:
    """Return where the column of these letters stands, A being 0.

    Raises:
        UploadRefusedError: no column is called so.
    """
    position = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or position > 1_000_000:
            raise UploadRefusedError("damaged_workbook")
        position = position * 26 + ord(letter) - 64
    if not letters:
        raise UploadRefusedError("damaged_workbook")
    return position - 1


def merge_of(name: str) -> Merge:
    """Return the merged range of that name, such as A1:C2.

    Raises:
        ValueError: its rows are no numbers.
        UploadRefusedError: its columns are none.
    """
    first, _, last = name.partition(":")
    (first_row, left), (last_row, right) = _corner(first), _corner(last or first)
    return Merge(first_row, last_row, left, right, name)


def _corner(name: str) -> tuple[int, int]:
    letters = name.replace("$", "").rstrip(DIGITS)
    return int(name.replace("$", "")[len(letters) :]), column_position(letters)
