"""The runner of page queries."""

from __future__ import annotations

from functools import cache

import polars as pl

from dashboard.settings import ROOT
from dashboard.storage.built import Cursor

PAGE_QUERIES = ROOT / "queries" / "pages"


def run(cursor: Cursor, name: str, **parameters: object) -> pl.DataFrame:
    """Run queries/pages/<name>.sql and return every row.

    DuckDB itself refuses a parameter that is missing or not used, so a query file and
    its read function cannot drift apart unnoticed.
    """
    return cursor.sql(_sql(name), params=parameters).pl()


@cache
def _sql(name: str) -> str:
    return (PAGE_QUERIES / f"{name}.sql").read_text(encoding="utf-8")
