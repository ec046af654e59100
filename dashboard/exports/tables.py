"""Relations as files other programs read: CSV, JSON, Parquet, XLSX.

Months are text (2026-03), days 2026-03-05, null is empty, numbers are unrounded and read
back as the same doubles.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

import polars as pl

from dashboard.errors import TooManyRowsError, UnknownNameError
from dashboard.settings import ROOT
from dashboard.storage.built import Cursor

_QUERIES = ROOT / "queries" / "exports"
_PARAMETER = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Within:
    """What of a relation is in sight and wanted; the operator sees and wants all of it.

    Attributes:
        scope: roots of the trees in sight; None is every team, empty is none.
        team_ids: the teams that are wanted; None is all that are in sight.
        sees_raters: whether ids of raters are in sight.
        flag, severity: kind and severity of the flags that are wanted.
        most_rows: more than that are refused.
    """

    scope: tuple[str, ...] | None = None
    team_ids: tuple[str, ...] | None = None
    sees_raters: bool = True
    flag: str | None = None
    severity: str | None = None
    most_rows: int | None = None


EVERYTHING = Within()


def relation_names() -> list[str]:
    """Return the names of the relations that can be exported."""
    return sorted(path.stem for path in _QUERIES.glob("*.sql"))


def relation_rows(
    cursor: Cursor,
    relation: str,
    month: date | None = None,
    team_id: str | None = None,
    within: Within = EVERYTHING,
) -> pl.DataFrame:
    """Return the rows of an exported relation, in order of month, team and key.

    Raises:
        UnknownNameError: there is no such relation.
        TooManyRowsError: there are more rows than `within` allows.

    Source: queries/exports/
    """
    if relation not in relation_names():
        known = ", ".join(relation_names())
        raise UnknownNameError(f"There is no relation '{relation}'. Choose one of: {known}.")
    sql = _query(relation)
    given = {"month": month, "team_id": team_id} | asdict(within)
    names = set(_PARAMETER.findall(sql))
    asked = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in given.items()
        if name in names
    }
    answer = cursor.sql(sql, params=asked)
    most = within.most_rows
    if most is None:
        return answer.pl()
    rows = answer.limit(most + 1).pl()
    if len(rows) > most:
        raise TooManyRowsError(f"There are more than {most} rows. Choose one month.")
    return rows


def to_csv(rows: pl.DataFrame) -> bytes:
    """Return UTF-8 CSV without a byte order mark."""
    return rows.write_csv().encode()


def to_json(rows: pl.DataFrame) -> bytes:
    """Return a JSON array with one object per row."""
    return rows.write_json().encode()


def to_parquet(rows: pl.DataFrame) -> bytes:
    """Return a Parquet file."""
    file = io.BytesIO()
    rows.write_parquet(file)
    return file.getvalue()


def to_xlsx(rows: pl.DataFrame) -> bytes:
    """Return a workbook with one sheet; texts are never read as formulas."""
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter

    with xlsxwriter.Workbook(file, options) as workbook:
        rows.write_excel(workbook, autofilter=True, freeze_panes=(1, 0))
    return file.getvalue()


FORMATS: dict[str, Callable[[pl.DataFrame], bytes]] = {
    "csv": to_csv,
    "json": to_json,
    "parquet": to_parquet,
    "xlsx": to_xlsx,
}


@cache
def _query(relation: str) -> str:
    return (_QUERIES / f"{relation}.sql").read_text(encoding="utf-8")
