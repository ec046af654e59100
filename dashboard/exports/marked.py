"""Exports of the app: a relation as a file that says what it is, and for whom it was made.

Other programs read these files too, so the rows stay a clean table everywhere. What a file
says of itself is a sheet of its own in XLSX, `about` beside `rows` in JSON, and metadata in
Parquet. CSV has no such place, and a line above or below the table would break whoever
reads it: there the name of the file says it, and its number leads to the entry of the log.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from dashboard.exports.office_csv import without_formulas
from dashboard.exports.workbook import Sheet, workbook
from dashboard.text import Text

# Under which the metadata of a Parquet file lies.
PARQUET_KEY = "two_cards"
# Of a column in XLSX, in characters: fits ids, and names of columns.
_WIDTH = 16


@dataclass(frozen=True)
class About:
    """What an export says of itself.

    Attributes:
        number: names this one file, in its name and in the log.
        filters: choice → value, those that cut the rows.
        as_of: the day the version was scored for.
        made_at: moment, in UTC ISO form.
        made_for: login of the person who asked; name is what people call that person.
    """

    number: str
    relation: str
    filters: Mapping[str, str]
    version: str
    as_of: str
    made_at: str
    made_for: str
    name: str
    rows: int

    def to_json(self) -> dict[str, object]:
        """Return it as programs read it."""
        return {**vars(self), "filters": dict(self.filters)}

    def lines(self, text: Text) -> list[tuple[str, str]]:
        """Return it as people read it: what, and its value."""
        relation = f"{text(f'exports.relation_{self.relation}')} ({self.relation})"
        person = f"{self.name} ({self.made_for})" if self.name else self.made_for
        values = {
            "relation": relation,
            "rows": f"{self.rows:,}",
            "version": self.version,
            "as_of": self.as_of,
            "made_at": self.made_at,
            "made_for": person,
            "number": self.number,
        }
        told = [(text(f"exports.about_{name}"), value) for name, value in values.items()]
        told += [(text(f"filter.{name}"), value) for name, value in self.filters.items()]
        return [*told, (text("exports.about_note"), text("exports.about_note_words"))]


def file_name(about: About, suffix: str, text: Text) -> str:
    """Return a name that tells one export from every other one."""
    month = about.filters.get("month", "")
    words = [text(f"exports.relation_{about.relation}"), month, about.version]
    made_for = "".join(one if one.isalnum() or one in "-_@" else "-" for one in about.made_for)
    return f"{'_'.join(filter(None, [*words, made_for, about.number]))}.{suffix}"


def to_csv(rows: pl.DataFrame, about: About, text: Text) -> bytes:
    """Return UTF-8 with a byte order mark, as Excel and WPS want it, without formulas."""
    return without_formulas(rows).write_csv(include_bom=True).encode()


def to_json(rows: pl.DataFrame, about: About, text: Text) -> bytes:
    """Return one object: `about`, and `rows` with one object per row."""
    told = json.dumps(about.to_json(), ensure_ascii=False)
    return f'{{"about":{told},"rows":{rows.write_json()}}}'.encode()


def to_parquet(rows: pl.DataFrame, about: About, text: Text) -> bytes:
    """Return a Parquet file, what it is in its metadata."""
    file = io.BytesIO()
    told = json.dumps(about.to_json(), ensure_ascii=False)
    rows.write_parquet(file, metadata={PARQUET_KEY: told})
    return file.getvalue()


def to_xlsx(rows: pl.DataFrame, about: About, text: Text) -> bytes:
    """Return a workbook: the rows, and a sheet that says what they are."""
    lines = pl.DataFrame(about.lines(text), schema=["what", "value"], orient="row")
    relation = text(f"exports.relation_{about.relation}")
    return workbook(
        [
            Sheet(relation, rows, [_WIDTH] * rows.width),
            Sheet(text("exports.about_sheet"), lines, [20, 70], has_head=False),
        ]
    )


CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, tuple[Callable[[pl.DataFrame, About, Text], bytes], str]] = {
    "xlsx": (to_xlsx, XLSX),
    "csv": (to_csv, CSV),
    "parquet": (to_parquet, "application/vnd.apache.parquet"),
    "json": (to_json, "application/json"),
}
