"""How much of a file is read: each number with its reason.

They guard the machine, not the scores, so they are no rows of the rules. A file within
them is read to its end; a file beyond one is refused by that name.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most that is read of one file; tests use small ones.

    Attributes:
        content_bytes: a city's ratings of ten years are some 600 MB. The page sets its own,
            smaller limit.
        entries: parts of a workbook; one with a picture in every row has some thousand.
        unpacked_bytes: of all parts together; a sheet filled to its last row and twenty
            columns wide has about 1 GB of XML.
        unpacked_ratio: unpacked to packed bytes of a part. Sheets of equal rows reach 50;
            nothing but zeros reaches 1,030, the most that this packing can do.
        ratio_from_bytes: parts smaller than this do no harm at any ratio.
        sheet_rows, sheet_columns: what a sheet of Excel can hold.
        sheet_characters: of all cells together. One long text that a million cells repeat
            is small in the file and not in memory.
        text_rows: records of a text file; a city's ratings of ten years have 10 million.
        columns: the widest kind has twenty; thousands only cost time and memory.
        header_characters: within which the header of a text must end; spares copying a
            whole file to look at its top.
        header_rows: rows among which the header is looked for, titles above it.
    """

    content_bytes: int = 1 << 30
    entries: int = 5_000
    unpacked_bytes: int = 2 << 30
    unpacked_ratio: int = 200
    ratio_from_bytes: int = 10_000_000
    sheet_rows: int = 1_048_576
    sheet_columns: int = 16_384
    sheet_characters: int = 300_000_000
    text_rows: int = 20_000_000
    columns: int = 500
    header_characters: int = 1_000_000
    header_rows: int = 30


LIMITS = Limits()
