"""What a query reads, found without a parser, and the order of a build."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from dashboard.pipeline.query_files import (
    BUILT_LAYERS,
    QueryFile,
    all_query_files,
    in_build_order,
    query_files,
)


@pytest.mark.parametrize("file", all_query_files(), ids=lambda file: file.relation)
def test_what_a_query_reads_is_what_a_parser_finds(file: QueryFile) -> None:
    """
    Reading names after from and join sees every relation, and nothing else.
    """
    tables = sqlglot.parse_one(file.sql, read="duckdb").find_all(exp.Table)
    found = sorted(f"{table.db}.{table.name}" for table in tables if table.db)

    assert file.reads() == set(found)
    assert all(file.times_it_reads(name) == found.count(name) for name in found)


def test_every_query_comes_after_those_it_reads() -> None:
    """
    The order of a build follows from the texts alone.
    """
    done: set[str] = set()
    built = {file.relation for file in query_files(*BUILT_LAYERS)}
    for file in in_build_order(query_files(*BUILT_LAYERS)):
        assert (file.reads() & built) - {file.relation} <= done
        done.add(file.relation)
