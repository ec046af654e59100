"""The SQL of queries/ by examples: every Markdown case, and how a query file must look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from polars.testing import assert_frame_equal

from dashboard.pipeline.query_files import QueryFile, all_query_files, query_files
from tests.cases import Case, all_cases
from tests.tools.sql import values_of

CASED_LAYERS = ("scope", "windows", "items", "scores", "estimates", "flags")
ORDERED_LAYERS = ("pages", "exports")

# Expected numbers are written to four decimals.
TOLERANCE = 0.00005

# Windows and estimates stand on both sides of scores: how severe the raters are goes into a
# score, and the level of a team comes out of its scores.
BEFORE_FLAGS = {"build", "rules", "staging", "scope", "windows", "scores", "estimates"}
PUBLISHED = {"build", "rules", "staging", "scope", "scores", "estimates", "flags"}
READS = {
    "staging": {"uploads"},
    "reach": {"build", "changed", "staging", "scope"},
    "scope": {"build", "rules", "staging", "scope"},
    "items": {"build", "rules", "staging", "scope", "windows", "estimates", "items"},
    "scores": {"build", "rules", "staging", "scope", "items", "scores"},
    "windows": BEFORE_FLAGS,
    "estimates": BEFORE_FLAGS,
    "flags": {"build", "rules", "staging", "scope", "scores", "estimates", "flags"},
    "pages": PUBLISHED,
    "exports": PUBLISHED,
}

FILES = {file.relation: file for file in all_query_files()}
CASES = all_cases()
CASED = {case.relation for case in CASES}

every_query = pytest.mark.parametrize("file", FILES.values(), ids=FILES)


@pytest.fixture(scope="module")
def examples(
    empty_database: Path, relation_types: dict[str, dict[str, str]]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the schemas of a build and no tables, the empty build beside it."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"attach '{empty_database}' as built (read_only)")
        for schema in sorted({relation.split(".")[0] for relation in relation_types}):
            connection.execute(f"create schema {schema}")
        yield connection


@pytest.mark.parametrize("case", CASES, ids=str)
def test_query_gives_the_expected_rows(
    case: Case,
    examples: duckdb.DuckDBPyConnection,
    relation_types: dict[str, dict[str, str]],
) -> None:
    """The given tables replace the upstream relations; a column left out is null."""
    file = FILES[case.relation]
    assert set(case.given) == file.reads(), "a case gives exactly what its query reads"

    examples.execute("begin")
    try:
        for relation, table in case.given.items():
            rows = table.sql(relation_types[relation]) if table else f"from built.{relation}"
            examples.execute(f"create table {relation} as {rows}")

        parameters = values_of(file.sql, case.parameters, None)
        answer = examples.sql(file.sql, params=parameters or None)
        types = dict(zip(answer.columns, map(str, answer.types), strict=True))
        rows = answer.pl()
        expected_types = {name: types[name] for name in case.expect.columns if name in types}
        expected = examples.sql(case.expect.sql(expected_types)).pl()
    finally:
        examples.execute("rollback")

    assert_frame_equal(
        rows.select(case.expect.columns),
        expected,
        check_row_order=file.layer in ORDERED_LAYERS,
        rel_tol=0,
        abs_tol=TOLERANCE,
    )


@pytest.mark.parametrize("file", query_files(*ORDERED_LAYERS), ids=lambda file: file.relation)
def test_a_query_of_readers_runs_on_a_version_of_nothing(
    file: QueryFile, empty_database: Path
) -> None:
    """It names only relations and columns a build makes, and bears null for every choice."""
    parameters = values_of(file.sql, {}, None)

    with duckdb.connect(str(empty_database), read_only=True) as connection:
        assert connection.sql(file.sql, params=parameters or None).pl().width > 0


@pytest.mark.parametrize("file", query_files(*CASED_LAYERS), ids=lambda file: file.relation)
def test_every_rule_has_an_example(file: QueryFile) -> None:
    """A query that holds rules of the scheme has at least one case."""
    assert file.relation in CASED


def test_every_case_is_about_a_query() -> None:
    """A case whose query was renamed does not stay behind."""
    assert FILES.keys() >= CASED


@every_query
def test_a_query_says_what_one_row_is(file: QueryFile) -> None:
    """The header opens with the grain and closes with the source of the rule."""
    lines = file.sql.splitlines()
    header = lines[: next(i for i, line in enumerate(lines) if not line.startswith("--"))]

    assert header[0].startswith("-- One row per ")
    if file.layer != "exports":
        assert any(line.startswith("-- Source: ") for line in header[-2:])


@every_query
def test_a_query_fits_a_narrow_window(file: QueryFile) -> None:
    """No line is longer than 88 columns, and the file ends with one line end."""
    assert [line for line in file.sql.splitlines() if len(line) > 88] == []
    assert file.sql.endswith("\n")
    assert not file.sql.endswith("\n\n")


@every_query
def test_a_layer_reads_only_itself_or_earlier_ones(file: QueryFile) -> None:
    """The layers follow the flow; only checks may look at everything."""
    layers_read = {relation.split(".")[0] for relation in file.reads()}

    assert file.layer == "checks" or layers_read <= READS[file.layer]
