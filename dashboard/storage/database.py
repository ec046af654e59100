"""Opening the database of the records, and bringing it to the newest shape."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, ProgrammingError

from dashboard.errors import DamagedError
from dashboard.storage.tables import metadata

_READS_ONLY = "reads_only"
MIGRATIONS = Path(__file__).parent / "migrations"
# What a question may end with. What SQLite says of a damaged file need not even be text.
ASKING_FAILED = (DBAPIError, UnicodeDecodeError)
# What SQLite says of a file that is damaged or lacks something; other errors pass.
_DAMAGE = (
    *("SQLITE_ERROR", "SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT"),
    *("SQLITE_SCHEMA", "SQLITE_IOERR_SHORT_READ"),
)


def open_database(url: str, *, as_it_is: bool = False) -> sa.Engine:
    """Open a database by its SQLAlchemy address, made and migrated when it has to be.

    Args:
        as_it_is: whatever is there, to find out what is wrong with it.

    Raises:
        DamagedError: it cannot be read, or has no shape that this release knows.
    """
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, is_forgiving=as_it_is)
    if as_it_is:
        return engine
    with damage_told(engine):
        _migrate(engine)
    return engine


@contextmanager
def damage_told(engine: sa.Engine) -> Iterator[None]:
    """Say in a sentence that a database that is being opened is damaged.

    Raises:
        DamagedError: it is.
    """
    try:
        yield
    except ASKING_FAILED as error:
        engine.dispose()
        if not is_damage(error):
            raise
        raise _damaged(engine, "the file is damaged, or lacks a table or column") from error


def is_damage(error: DBAPIError | UnicodeDecodeError) -> bool:
    """Tell whether the database itself is at fault, rather than the moment it was asked at."""
    if isinstance(error, UnicodeDecodeError):
        return True
    if isinstance(error.orig, sqlite3.Error):
        name = getattr(error.orig, "sqlite_errorname", None)
        if name is None:
            # Python's own module met a text that is none.
            return isinstance(error.orig, sqlite3.OperationalError)
        return name.startswith(_DAMAGE)
    return isinstance(error, ProgrammingError)


def name_of(engine: sa.Engine) -> str:
    """Return what people call a database: its file, or its name on its server."""
    return Path(str(engine.url.database)).name


def reading(engine: sa.Engine) -> sa.Connection:
    """Open a connection that only reads: it waits for no writer, and none waits for it."""
    return engine.connect().execution_options(**{_READS_ONLY: True})


def _prepare_sqlite(engine: sa.Engine, *, is_forgiving: bool) -> None:
    """Set up each connection.

    Args:
        is_forgiving: whether a text that is none is read as far as it is one.
    """
    path = Path(str(engine.url.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    if engine.url.database not in (None, "", ":memory:"):
        # Only if it is new: closing a file lets go of all locks this process has on it, and
        # SQLite's own are among them.
        with suppress(FileExistsError):
            # What SQLite makes beside it may be read by whoever may read this file.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    @event.listens_for(engine, "connect")
    def set_up(connection, _) -> None:  # noqa: ANN001 - the driver's own type
        # SQLAlchemy begins transactions itself, see "begin" below.
        connection.isolation_level = None
        if is_forgiving:
            # Slower than the driver's own way, which gives up the whole question.
            connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        for pragma in ("journal_mode=wal", "synchronous=full", "busy_timeout=30000"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A deferred transaction that reads and then writes can fail half-way when
        # another process writes in between; an immediate one waits at its start.
        is_reading = connection.get_execution_options().get(_READS_ONLY, False)
        connection.exec_driver_sql("begin" if is_reading else "begin immediate")


def newest_revision() -> str:
    """Return the revision of the shape that this release knows."""
    return max(_revisions())


def revision_of(connection: sa.Connection) -> str | None:
    """Return the revision that a database says it has, None if it says none."""
    version = sa.table("alembic_version", sa.column("version_num"))
    if not sa.inspect(connection).has_table(version.name):
        return None
    return connection.execute(sa.select(version.c.version_num)).scalar()


def _revisions() -> set[str]:
    return {path.stem.split("_")[0] for path in (MIGRATIONS / "versions").glob("*.py")}


def _migrate(engine: sa.Engine) -> None:
    with reading(engine) as connection:
        # Looked at first: another process that makes them names their revision with them.
        is_new = metadata.tables.keys().isdisjoint(sa.inspect(connection).get_table_names())
        revision = revision_of(connection)
    if revision == newest_revision():
        return
    if revision not in _revisions() and not (is_new and revision is None):
        engine.dispose()
        shape = "they do not say which shape they have"
        if revision is not None:
            shape = f"this release does not know their shape {revision}"
        raise _damaged(engine, shape)
    # Imported only when there is something to migrate: it takes longer than the rest.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _damaged(engine: sa.Engine, why: str) -> DamagedError:
    return DamagedError(
        f"The records ({name_of(engine)}) cannot be opened: {why}. Nothing was changed. "
        "`python -m dashboard verify` names what is gone; move the file aside and put a copy "
        "in its place. If a newer release wrote them, use that one."
    )
