"""Runs one query on the published version: `poe sql pages/team_ranking month=2026-03-01`.

A parameter that is not given is null; the items of a list are separated by commas.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache

import duckdb
import polars as pl
import sqlglot
from sqlglot import exp

from dashboard.pipeline.query_files import QUERIES, QueryFile
from dashboard.settings import Settings
from dashboard.storage.workspace import open_workspace


@cache
def list_parameters(sql: str) -> dict[str, bool]:
    """Name the parameters of a query, and whether it casts each to a list."""
    if "$" not in sql:
        return {}
    tree = sqlglot.parse_one(sql, read="duckdb")
    found: dict[str, bool] = {}
    for node in tree.find_all(exp.Placeholder, exp.Parameter):
        is_list = isinstance(node.parent, exp.Cast) and node.parent.to.this.name == "ARRAY"
        found[node.name] = found.get(node.name, False) or is_list
    return found


def values_of(
    sql: str, given: Mapping[str, str | None], separator: str | None
) -> dict[str, object]:
    """Return a value for every parameter of a query, from text a person wrote."""
    forms = list_parameters(sql)
    if unknown := sorted(given.keys() - forms.keys()):
        raise ValueError(f"the query has no parameter {', '.join(unknown)}")
    texts = {name: given.get(name) for name in forms}
    return {
        name: text.split(separator) if forms[name] and text is not None else text
        for name, text in texts.items()
    }


def main(path: str, *pairs: str) -> None:
    """Run one query file and print its rows."""
    file = QueryFile(QUERIES / f"{path.removesuffix('.sql').removeprefix('queries/')}.sql")
    given = {name: value for name, _, value in (pair.partition("=") for pair in pairs)}
    built = open_workspace(Settings()).built
    version = built.newest()
    if version is None:
        raise SystemExit("There is no published version yet: poe build")
    try:
        parameters = values_of(file.sql, dict(given), ",")
        with built.open(version).cursor() as cursor:
            rows = cursor.sql(file.sql, params=parameters or None).pl()
    except (ValueError, OSError, duckdb.Error) as error:
        raise SystemExit(str(error)) from None
    with pl.Config(tbl_rows=50, tbl_cols=-1, tbl_width_chars=200, fmt_str_lengths=60):
        print(version, rows, sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
