"""Petitioners reach storage as keyed hashes only, in the rows and in the kept file.

The same person has the same key in every upload, so that repeats are seen; without the
salt of the workspace nobody finds the person again.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import re

import polars as pl

from dashboard.ingest.checking.cells import epoch_of
from dashboard.ingest.checking.headers import Layout
from dashboard.ingest.checking.values import BLANKS, clean, read_form
from dashboard.ingest.reading.tables import Table

# Names that stand for nobody in particular.
NOBODY = frozenset({"匿名", "某先生"})
_KEY_LENGTH = 32
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def petitioner_key(name: str, salt: bytes) -> str:
    """Return the key of a person, 32 hexadecimal digits."""
    return hmac.new(salt, name.encode(), hashlib.sha256).hexdigest()[:_KEY_LENGTH]


def with_keys(rows: pl.DataFrame, salt: bytes) -> pl.DataFrame:
    """Put `petitioner_key` in the place of `petitioner`, null for nobody in particular."""
    names = rows["petitioner"].unique().drop_nulls()
    keys = [None if name in NOBODY else petitioner_key(name, salt) for name in names]
    column = pl.col("petitioner").replace_strict(
        names, keys, default=None, return_dtype=pl.String
    )
    return rows.with_columns(column).rename({"petitioner": "petitioner_key"})


def with_stored_keys(rows: pl.DataFrame) -> pl.DataFrame:
    """Rename `petitioner` where our own copy of a register has keys already."""
    is_nobody = pl.col("petitioner").is_in(sorted(NOBODY))
    keys = pl.when(is_nobody).then(None).otherwise(pl.col("petitioner"))
    return rows.with_columns(keys.alias("petitioner")).rename({"petitioner": "petitioner_key"})


def without_persons(table: Table, layout: Layout, salt: bytes) -> bytes:
    """Write the file again as UTF-8, fit to be kept.

    Petitioners are replaced by their keys. Columns that are not read are emptied: a
    register of petitions may have telephone numbers there. Every record stays on its
    line, so that a row is found by the number its clerk knows.
    """
    read = {field.name: field for field in layout.fields.values()}
    records = table.records.with_columns(
        pl.lit("").alias(str(position))
        for position in range(len(table.header))
        if str(position) not in read
    )
    petitioner = layout.fields.get("petitioner")
    if petitioner is not None:
        cells = records[petitioner.name].unique()
        kept = [
            cell if name in BLANKS | NOBODY else petitioner_key(name, salt)
            for cell, name in zip(cells, clean(cells), strict=True)
        ]
        records = records.with_columns(pl.col(petitioner.name).replace_strict(cells, kept))
    if table.is_workbook:
        records = records.with_columns(_days_in_words(table, layout, records))
    return _written(table, records)


def _days_in_words(table: Table, layout: Layout, records: pl.DataFrame) -> list[pl.Series]:
    """Return the columns of days with no bare number left: only a workbook knows its day 0."""
    days = []
    for field in layout.fields.values():
        if field.column.form == "day":
            cells = records[field.name]
            values, _ = read_form(cells, field, epoch_of(table))
            days.append(values.fill_null(cells).alias(field.name))
    return days


def _written(table: Table, records: pl.DataFrame) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    next_line = 1
    numbered = records.select("row", pl.exclude("row")).iter_rows()
    for row, *texts in ((table.header_row, *table.header), *numbered):
        cells = texts
        if table.is_workbook:
            # A row of a sheet is one row however many lines its cells have.
            cells = [_LINE_BREAK.sub(" ", text) for text in texts]
        file.write("\r\n" * (row - next_line))
        writer.writerow(cells)
        next_line = row + 1 + sum(len(_LINE_BREAK.findall(cell)) for cell in cells)
    return file.getvalue().encode()
