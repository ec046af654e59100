"""CSV for Excel and WPS: opened with a double click, and never run as a formula."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence

import polars as pl

# What a sheet may take for the start of a formula: half and full width, behind spaces too.
FORMULA = r"^[\t\r\n]|^\s*[=+\-@＝＋－＠]"
NUMBER = r"^[-+]?\d+(\.\d+)?$"

_FORMULA = re.compile(FORMULA)
_NUMBER = re.compile(NUMBER)


def to_office_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return UTF-8 with a byte order mark; None is an empty cell.

    A text that a sheet would take for a formula gets an apostrophe in front.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + file.getvalue().encode()


def without_formulas(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows in which no text is taken for a formula; numbers stay numbers."""
    texts = pl.col(pl.String)
    is_formula = texts.str.contains(FORMULA) & ~texts.str.contains(NUMBER)
    marked = texts.str.replace("^", "'")
    return rows.with_columns(pl.when(is_formula).then(marked).otherwise(texts))


def _safe(cell: object) -> object:
    if not isinstance(cell, str) or not _FORMULA.match(cell) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"
