"""Verify names what is gone from the records, and goes on comparing what is left."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.command_line import app
from dashboard.errors import DamagedError
from dashboard.pipeline.build import build
from dashboard.settings import Settings
from dashboard.storage.tables import metadata
from dashboard.storage.verifying.findings import Finding
from dashboard.storage.workspace import open_workspace
from tests.stores import store_rows
from tests.test_builds import a_team

TABLES = sorted(metadata.tables)
FILE = Finding("records", "records.sqlite", "altered")
SHAPE = Finding("records", "shape", "altered")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an upload, a version and people, where two files were altered."""
    stores = open_workspace(Settings(data=tmp_path_factory.mktemp("whole")))
    store_rows(stores, "teams", [a_team()])
    build(stores, date(2026, 3, 31))
    records = stores.records
    records.accounts.add("clerk1", "operator", must_change=False)
    records.grants.add("clerk1", "clerk", "T1", "operator", valid_from=date(2026, 3, 1))
    records.sessions.begin("token", "clerk1", "local", seconds=3600)
    stores.archive.file_path(records.uploads()[0].sha256).write_bytes(b"strange")
    stores.built.path("b000001").write_bytes(b"strange")
    records.engine.dispose()
    return stores.settings.data


@pytest.fixture
def closed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of such a workspace, of this test alone, that nobody has open."""
    shutil.copytree(folder, tmp_path / "data")
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def damage(closed: Path, *statements: str) -> None:
    """Do something to the database past the product."""
    path = closed / "records.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute("pragma wal_checkpoint(truncate)")


def verified() -> set[Finding]:
    """What `verify --json` finds; it ends as with any other finding."""
    done = CliRunner().invoke(app, ["verify", "--json"], catch_exceptions=False)
    document = json.loads(done.stdout)
    assert (done.exit_code, document["ok"]) == (1, False)
    found = [Finding(**finding) for finding in document["findings"]]
    assert len(found) == len(set(found))
    return set(found)


def files(of: str) -> set[Finding]:
    """What is found of the strange files, as long as their recorded sums are there."""
    upload = Finding("upload_file", "U000001", "altered")
    version = Finding("version", "b000001", "altered")
    return {upload, version} - {{"uploads": upload, "builds": version}.get(of, FILE)}


def test_whole_records_are_compared_with_the_files(closed: Path) -> None:
    """The damage of these tests is none but that of the files."""
    assert verified() == files("")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["drop table {}", "alter table {} rename to other"])
def test_a_table_that_is_gone_is_named(closed: Path, table: str, statement: str) -> None:
    """Dropped or under another name; the files are compared all the same."""
    damage(closed, statement.format(table))

    assert {Finding("records_table", table, "missing"), *files(table)} <= verified()


@pytest.mark.parametrize("table", TABLES)
def test_a_column_that_is_gone_is_named(closed: Path, table: str) -> None:
    """The first and the last of each table."""
    names = [column.name for column in metadata.tables[table].columns]
    gone = {names[0], names[-1]}
    damage(closed, *(f"alter table {table} rename column {name} to x_{name}" for name in gone))

    missing = {Finding("records_column", f"{table}.{name}", "missing") for name in gone}
    assert missing | files(table) <= verified()


def test_without_the_log_nobody_is_called_unrecorded(closed: Path) -> None:
    """The witness tells how many entries there were; nothing can be compared with none."""
    damage(closed, "drop table audit")
    found = verified()

    assert Finding("audit_entry", "1-5", "missing") in found
    assert "unrecorded" not in {finding.state for finding in found}


def test_without_the_log_and_the_key_verify_goes_on(closed: Path) -> None:
    """Whoever takes both away is told of both."""
    damage(closed, "drop table audit")
    (closed / "secret" / "witness_key").unlink()

    found = verified()
    assert {Finding("records_table", "audit", "missing"), *files("")} <= found
    assert "audit_witness" in {finding.subject for finding in found}


def test_without_a_table_the_others_are_compared_with_the_log(closed: Path) -> None:
    """A grant that nobody gave does not hide behind links that were dropped."""
    damage(closed, "drop table links", "update grants set role = 'assessor'")

    assert Finding("grant", "1", "altered") in verified()


@pytest.mark.parametrize("value", ["cast(x'c3' as text)", "x'c3'"])
def test_what_is_no_text_hides_nothing_else(closed: Path, value: str) -> None:
    """A login and an entry nobody can read are named; what follows them is compared."""
    damage(
        closed,
        "drop trigger audit_update",
        f"update audit set detail = {value} where number = 2",
        f"update accounts set name = {value}",
        "update grants set role = 'assessor'",
    )

    altered = {("audit_entry", "2"), ("account", "clerk1"), ("grant", "1")}
    found = {(one.subject, one.name) for one in verified() if one.state == "altered"}
    assert altered <= found


@pytest.mark.parametrize(
    "statement",
    [
        "drop table alembic_version",
        "delete from alembic_version",
        "update alembic_version set version_num = '9999'",
        "alter table alembic_version rename column version_num to x",
    ],
)
def test_records_of_no_known_shape_are_not_touched(closed: Path, statement: str) -> None:
    """Whoever opens them is told, nothing is made anew, and verify goes on."""
    damage(closed, statement)

    with pytest.raises(DamagedError, match="records"):
        open_workspace(Settings(data=closed))
    assert {SHAPE, *files("")} <= verified()


def _cut(length: float) -> Callable[[bytes], bytes]:
    return lambda content: content[: int(len(content) * length)]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "text": lambda _: b"no database at all, but long enough to be looked at" * 100,
    "a few bytes": lambda content: content[:50],
    "a tenth": _cut(0.1),
    "half": _cut(0.5),
    "nearly all": _cut(0.95),
    "zeros": lambda content: b"\0" * len(content),
    "zeros in the middle": lambda content: content[:8192] + b"\0" * (len(content) - 8192),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_file_that_is_no_whole_database_is_named(closed: Path, name: str) -> None:
    """Cut off, overwritten, or something else; it is left as it is."""
    damaged = DAMAGES[name]((closed / "records.sqlite").read_bytes())
    (closed / "records.sqlite").write_bytes(damaged)

    assert FILE in verified()
    assert (closed / "records.sqlite").read_bytes() == damaged


def test_an_empty_file_is_told_by_the_witness(closed: Path) -> None:
    """It becomes an empty database; what stood in the one before is missed."""
    (closed / "records.sqlite").write_bytes(b"")

    assert Finding("audit_entry", "1-5", "missing") in verified()


def test_other_commands_say_it_in_a_sentence(closed: Path) -> None:
    """What is wrong and what to do, without a traceback."""
    (closed / "records.sqlite").write_bytes(DAMAGES["text"](b""))

    with pytest.raises(DamagedError, match=r"records\.sqlite.*verify"):
        open_workspace(Settings(data=closed))
