"""Opening the database of the records, and bringing it to the newest shape."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event

_READS_ONLY = "reads_only"
MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(url: str) -> sa.Engine:
    """Open a database by its SQLAlchemy address, made and migrated when it has to be."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    _migrate(engine)
    return engine


def reading(engine: sa.Engine) -> sa.Connection:
    """Open a connection that only reads: it waits for no writer, and none waits for it."""
    return engine.connect().execution_options(**{_READS_ONLY: True})


def _prepare_sqlite(engine: sa.Engine) -> None:
    path = Path(str(engine.url.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    if engine.url.database not in (None, "", ":memory:"):
        # What SQLite makes beside it may be read by whoever may read this file.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))

    @event.listens_for(engine, "connect")
    def set_up(connection, _) -> None:  # noqa: ANN001 - the driver's own type
        # SQLAlchemy begins transactions itself, see "begin" below.
        connection.isolation_level = None
        for pragma in ("journal_mode=wal", "synchronous=full", "busy_timeout=30000"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A deferred transaction that reads and then writes can fail half-way when
        # another process writes in between; an immediate one waits at its start.
        is_reading = connection.get_execution_options().get(_READS_ONLY, False)
        connection.exec_driver_sql("begin" if is_reading else "begin immediate")


def _migrate(engine: sa.Engine) -> None:
    newest = max(path.stem.split("_")[0] for path in (MIGRATIONS / "versions").glob("*.py"))
    if _revision(engine) == newest:
        return
    # Imported only when there is something to migrate: it takes longer than the rest.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: sa.Engine) -> str | None:
    version = sa.table("alembic_version", sa.column("version_num"))
    with reading(engine) as connection:
        if not sa.inspect(connection).has_table(version.name):
            return None
        return connection.execute(sa.select(version.c.version_num)).scalar()
