"""S14: what a reader types or an address holds is a value, never a part of a statement."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard.filters import Filters
from dashboard.reads.choices import Choices, choices
from dashboard.reads.flags import flag_month
from dashboard.reads.overview import overview
from dashboard.reads.run import PAGE_QUERIES
from dashboard.reads.tasks import ledger
from dashboard.reads.team import opened_team, team
from dashboard.reads.team_tree import found, team_list
from dashboard.reads.teams import shown_teams
from dashboard.settings import ROOT
from dashboard.sharing import from_query, searched_words
from dashboard.storage.built import Database
from dashboard.storage.workspace import Workspace

# Every parameter an address may carry, and one it may not.
PARAMETERS = [
    "month",
    "team",
    "within",
    "tier",
    "peer_group",
    "grade",
    "light",
    "item",
    "severity",
    "flag",
    "task_light",
    "state",
    "level",
    "role",
    "task_list",
    "rate",
    "search",
    "number",
    "tried",
    "kind",
    "key",
    "language",
    "link",
    "drop",
]
HOSTILE = (
    "'; drop table scores.scores; --",
    "1; select * from staging.teams",
    "' or '1'='1",
    '" or 1=1 --',
    "') union select team_id, team_name from staging.teams --",
    "$1",
    "$team",
    "?",
    "%",
    "_",
    "\\",
    "x' || (select max(team_name) from staging.teams) || '",
    "*/ select 1 /*",
    "{0}{name}%s%(x)s",
    "\x00",
    "a\x00b",
    "\ufeff",
    "ａｌｌ",
    "\u202eevil",
    "\u0661\u0662",
    "😀",
    "null",
    "None",
    "all",
    "-1",
    "99999999999999999999",
    "9" * 5000,
    "task_special~" + "9" * 90,
    "NaN",
    "0000-01",
    "9999-12",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "一" * 200,
)
# Outside the pipeline, whose SQL is put together from the registry of its own relations,
# what DuckDB runs is a constant or the text of a file.
ALLOWED_TO_COMPOSE = (
    "dashboard/pipeline",
    "dashboard/bench",
    # Triggers, whose names are constants of the same file.
    "dashboard/storage/migrations/",
    # The names of three settings of SQLite, written in the same file.
    "dashboard/storage/database.py",
)
RUNNERS = {"sql", "execute", "executemany", "exec_driver_sql"}


@pytest.fixture(scope="module")
def version(sample_workspace: Workspace) -> Database:
    """The newest version of the sample city."""
    newest = sample_workspace.built.newest()
    assert newest is not None
    return sample_workspace.built.open(newest)


@pytest.fixture(scope="module")
def known(version: Database) -> Choices:
    """What may be chosen in it."""
    with version.cursor() as cursor:
        return choices(cursor, Filters())


def one_of_everything(version: Database, filters: Filters) -> None:
    """Ask the questions that between them take every parameter."""
    with version.cursor() as cursor:
        for read in (overview, team_list, flag_month, ledger, team):
            read(cursor, filters)
        found(team_list(cursor, filters), filters.search or "")
        count = cursor.sql("select count(*) from staging.teams").fetchall()[0][0]
    assert count == 120, "nothing was dropped and nothing added"


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.dictionaries(
        st.sampled_from(PARAMETERS),
        st.lists(st.sampled_from(HOSTILE) | st.text(max_size=40), min_size=1, max_size=2),
        max_size=8,
    )
)
@example({name: [value] for name, value in zip(PARAMETERS, HOSTILE, strict=False)})
@example({name: [HOSTILE[0]] for name in PARAMETERS})
@example({name: ["task_special~" + "9" * 90] for name in ("item", "team", "within")})
def test_any_address_is_read_and_answered(
    version: Database, known: Choices, query: dict[str, list[str]]
) -> None:
    """Whatever an address says, it is dropped or looked for; nothing fails or changes."""
    arrived = parse_qs(urlencode(query, doseq=True, errors="replace"), keep_blank_values=True)
    filters, _ = from_query(arrived)
    month = filters.month if filters.month in known.months else known.months[0]
    settled: dict[str, Any] = {**vars(filters), "month": month}
    one_of_everything(version, Filters(**settled))


def test_hostile_value_finds_nobody(version: Database, known: Choices) -> None:
    """A condition put into a value matches no row, instead of every row."""
    month = known.months[0]
    names = ("team", "tier", "peer_group", "grade", "light")
    with version.cursor() as cursor:
        for place, value in enumerate(HOSTILE):
            chosen: dict[str, Any] = {names[place % len(names)]: value}
            assert shown_teams(cursor, Filters(month=month, **chosen)).is_empty(), value
            assert shown_teams(cursor, Filters(month=month, scope=(value,))).is_empty(), value
            assert opened_team(cursor, Filters(open_team=value)) is None, value


def test_search_is_looked_for_as_it_was_typed(version: Database, known: Choices) -> None:
    """What is typed into a search is words: no wildcard, no pattern, no condition."""
    with version.cursor() as cursor:
        every = ledger(cursor, Filters(month=known.months[0])).total
        for typed in HOSTILE:
            words = searched_words(typed)
            shown = ledger(cursor, Filters(month=known.months[0], search=words)).total
            assert (shown == every) if words is None else (shown < every), typed


def test_every_query_file_holds_one_statement() -> None:
    """No file of queries/pages runs a second statement after the first."""
    with duckdb.connect() as connection:
        for path in sorted(PAGE_QUERIES.glob("*.sql")):
            statements = connection.extract_statements(path.read_text(encoding="utf-8"))
            assert len(statements) == 1, path.name
            assert statements[0].type == duckdb.StatementType.SELECT, path.name


def test_no_sql_is_put_together_outside_the_pipeline() -> None:
    """What is handed to a database is a constant, never glued from pieces or values."""
    files = [
        path
        for path in sorted((ROOT / "dashboard").rglob("*.py"))
        if not path.relative_to(ROOT).as_posix().startswith(ALLOWED_TO_COMPOSE)
    ]
    glued = [f"{path.relative_to(ROOT)}:{line}" for path in files for line in _glued(path)]
    assert not glued


def _glued(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func
        if not isinstance(called, ast.Attribute):
            continue
        # `text` alone is the catalogue of words; `sa.text` is SQL.
        is_text = called.attr == "text" and ast.unparse(called.value) in ("sa", "sqlalchemy")
        if (called.attr in RUNNERS or is_text) and _is_composed(node.args[0]):
            yield node.lineno


def _is_composed(node: ast.expr) -> bool:
    is_glue = isinstance(node, ast.JoinedStr | ast.BinOp)
    is_format = (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("format", "join", "replace")
    )
    return is_glue or is_format
