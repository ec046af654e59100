"""S15: what reads a version reaches that version and nothing else of the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboard.pipeline.build import connect
from dashboard.storage.built import Built, Cursor, Database
from dashboard.storage.workspace import Workspace

ESCAPES = {
    "read a table of text": "select * from read_csv('{folder}/secret.csv')",
    "read a whole file": "select content from read_text('{folder}/secret.csv')",
    "read bytes": "select content from read_blob('{folder}/secret.csv')",
    "read Parquet": "select * from read_parquet('{folder}/secret.parquet')",
    "read JSON": "select * from read_json_auto('{folder}/secret.json')",
    "read a file by its bare name": "select * from '{folder}/secret.csv'",
    "read a file of the system": "select * from read_text('/etc/passwd')",
    "read the process's environment": "select * from read_text('/proc/self/environ')",
    "step up from the folder": "select * from read_text('{folder}/built/../secret.csv')",
    "list a folder": "select * from glob('{folder}/*')",
    "write a table": "copy (select 1) to '{folder}/out.csv'",
    "write Parquet": "copy (select 1) to '{folder}/out.parquet' (format parquet)",
    "export everything": "export database '{folder}/out'",
    "import a database": "import database '{folder}'",
    "attach another file": "attach '{folder}/other.duckdb' as other",
    "attach another engine": "attach '{folder}/records.sqlite' as records (type sqlite)",
    "attach memory and copy out": "attach ':memory:' as m; copy from database v to other",
    "install an extension": "install httpfs",
    "install from elsewhere": "install h3 from community",
    "load an extension": "load httpfs",
    "load a library": "load '{folder}/evil.duckdb_extension'",
    "read over the network": "select * from read_csv('http://127.0.0.1:9/secret.csv')",
    "read from a bucket": "select * from read_parquet('s3://bucket/secret.parquet')",
    "keep a secret": "create persistent secret s (type http, bearer_token 'x')",
    "open files again": "set enable_external_access = true",
    "open folders": "set allowed_directories = ['/']",
    "open one path": "set allowed_paths = ['/etc/passwd']",
    "unlock": "set lock_configuration = false",
    "reset the lock": "reset lock_configuration",
    "lift the memory limit": "set memory_limit = '100GB'",
    "spill to a folder": "set temp_directory = '{folder}'",
    "log to a file": "pragma log_query_path = '{folder}/log'",
    "profile into a file": "pragma profiling_output = '{folder}/profile'",
    "change the home": "set home_directory = '{folder}'",
    "load what is missing by itself": "set autoload_known_extensions = true",
    "see Python's variables": "select * from secret_frame",
    "let SQL see Python again": "set python_enable_replacements = true",
    "write into the version": "create table mine as select 1",
    "change the version": "update numbers set i = 0",
    "empty the version": "delete from numbers",
    "drop a table": "drop table numbers",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a version, and beside it what its readers must not see."""
    (tmp_path / "built").mkdir()
    with duckdb.connect(str(tmp_path / "built" / "v.duckdb")) as connection:
        connection.execute("create table numbers as select range as i from range(10)")
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("create table passwords as select 'secret' as word")
    (tmp_path / "secret.csv").write_text("word\nsecret\n")
    (tmp_path / "secret.json").write_text('{"word": "secret"}')
    (tmp_path / "records.sqlite").write_bytes(b"")
    pl.DataFrame({"word": ["secret"]}).write_parquet(tmp_path / "secret.parquet")
    return tmp_path


@pytest.fixture
def reader(folder: Path) -> Iterator[Cursor]:
    """What a page asks its questions through."""
    built = Built(folder / "built")
    with built.open("v").cursor() as cursor:
        yield cursor
    built.close()


@pytest.mark.parametrize("statement", ESCAPES.values(), ids=ESCAPES)
def test_no_statement_leaves_the_version(folder: Path, reader: Cursor, statement: str) -> None:
    """A statement that looks or writes outside fails, leaves no file and changes nothing."""
    secret_frame = pl.DataFrame({"word": ["secret"]})
    assert secret_frame.height == 1, "a variable that SQL could read, were it let"
    before = sorted(folder.rglob("*"))
    with pytest.raises(duckdb.Error):
        reader.sql(statement.format(folder=folder)).fetchall()
    assert sorted(folder.rglob("*")) == before
    assert reader.sql("select count(*), sum(i) from numbers").fetchall() == [(10, 45)]


def test_an_extension_that_is_missing_is_not_fetched(reader: Cursor) -> None:
    """A function of an extension that is not there is refused, and asks no server for it."""
    with pytest.raises(duckdb.Error) as refused:
        reader.sql("select st_point(1, 2)").fetchall()
    assert "Catalog" in str(refused.value)


def test_every_cursor_of_a_version_is_locked_up(folder: Path) -> None:
    """The second cursor, and the second opening in this process, are as shut as the first."""
    first, second = Database(folder / "built" / "v.duckdb"), Built(folder / "built").open("v")
    for database in (first, second):
        for _ in range(2):
            with database.cursor() as cursor:
                found = cursor.sql(
                    "select name, value from duckdb_settings() where name in ("
                    "'enable_external_access', 'python_enable_replacements',"
                    "'autoinstall_known_extensions', 'autoload_known_extensions',"
                    "'allow_community_extensions', 'allow_unsigned_extensions',"
                    "'allow_persistent_secrets', 'lock_configuration', 'temp_directory')"
                ).fetchall()
            settings = dict(found)
            assert settings.pop("lock_configuration") == "true"
            assert settings.pop("temp_directory") == ""
            assert settings == dict.fromkeys(settings, "false")
            assert len(settings) == 7
    first.close()


def test_a_build_sees_no_python_and_fetches_no_extension(workspace: Workspace) -> None:
    """What builds reads files of the workspace, but neither variables nor the network."""
    secret_frame = pl.DataFrame({"word": ["secret"]})
    assert secret_frame.height == 1
    workspace.settings.data.mkdir(exist_ok=True)
    connection = connect(workspace, workspace.settings.data / "build.duckdb")
    try:
        for statement in (
            "select * from secret_frame",
            "install httpfs",
            "load httpfs",
            "select * from read_csv('http://127.0.0.1:9/x.csv')",
            "select st_point(1, 2)",
        ):
            with pytest.raises(duckdb.Error):
                connection.sql(statement).fetchall()
    finally:
        connection.close()
