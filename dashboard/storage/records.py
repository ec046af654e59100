"""The records: what people did, in a transactional database that several processes share.

SQLite in write-ahead mode by default, any other database by its SQLAlchemy address.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from dashboard.errors import BusyError
from dashboard.storage import chain
from dashboard.storage.tables import builds, locks, uploads

# A holder that stopped renewing for this long is gone, its process with it.
LOCK_EXPIRY_SECONDS = 60.0
_RENEWAL_SECONDS = 10.0
_RETRY_SECONDS = 0.1

_MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Upload:
    """One file received: where it came from and what it changed."""

    number: int
    upload_id: str
    kind: str
    file_name: str
    sha256: str
    rows_sha256: str
    encoding: str
    mode: str
    row_count: int
    new_count: int
    changed_count: int
    same_count: int
    uploaded_by: str
    uploaded_at: str
    state: str


@dataclass(frozen=True)
class Build:
    """One published version and the sum of its file."""

    number: int
    version: str
    as_of: str
    is_full: bool
    month_count: int
    seconds: float
    sha256: str
    built_at: str


class Records:
    """Uploads, builds, locks and the audit chain."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url)
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine)
        _migrate(self.engine)

    def uploads(self, kind: str | None = None, *, active_only: bool = True) -> list[Upload]:
        """Return uploads, oldest first."""
        query = sa.select(uploads).order_by(uploads.c.number)
        if kind is not None:
            query = query.where(uploads.c.kind == kind)
        if active_only:
            query = query.where(uploads.c.state == "active")
        with self.engine.connect() as connection:
            return [Upload(**row) for row in connection.execute(query).mappings()]

    def next_upload_id(self) -> str:
        """Return the id the next upload will have; sorts as text in order of arrival.

        Only meaningful while the caller holds the lock `uploads`.
        """
        with self.engine.connect() as connection:
            last = connection.execute(sa.select(sa.func.max(uploads.c.number))).scalar()
        return f"U{(last or 0) + 1:06d}"

    def add_upload(self, upload: Upload) -> None:
        """Record an upload and its audit entry in one transaction."""
        with self.engine.begin() as connection:
            connection.execute(uploads.insert().values(**vars(upload)))
            chain.append(
                connection,
                upload.uploaded_by,
                "upload",
                upload.upload_id,
                kind=upload.kind,
                sha256=upload.sha256,
                rows=upload.row_count,
            )

    def builds(self) -> list[Build]:
        """Return the builds, oldest first."""
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(builds).order_by(builds.c.number))
            return [Build(**row) for row in rows.mappings()]

    def add_build(self, build: Build, actor: str) -> None:
        """Record a build and its audit entry in one transaction."""
        with self.engine.begin() as connection:
            connection.execute(builds.insert().values(**vars(build)))
            chain.append(
                connection,
                actor,
                "build",
                build.version,
                as_of=build.as_of,
                sha256=build.sha256,
            )

    def broken_audit_entries(self) -> list[int]:
        """Return the numbers of audit entries that do not follow from the one before."""
        with self.engine.connect() as connection:
            return list(chain.broken_links(connection))

    @contextmanager
    def lock(self, name: str, wait_seconds: float = 600.0) -> Iterator[None]:
        """Hold a named lock that every process of this workspace respects.

        Raises:
            BusyError: another process held it for longer than `wait_seconds`.
        """
        holder = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
        deadline = time.monotonic() + wait_seconds
        while not self._take(name, holder):
            if time.monotonic() > deadline:
                raise BusyError(f"The lock '{name}' is held by another process.")
            time.sleep(_RETRY_SECONDS)
        stop = threading.Event()
        renewal = threading.Thread(target=self._renew, args=(name, holder, stop), daemon=True)
        renewal.start()
        try:
            yield
        finally:
            stop.set()
            renewal.join()
            with self.engine.begin() as connection:
                connection.execute(
                    locks.delete().where(locks.c.name == name, locks.c.holder == holder)
                )

    def _take(self, name: str, holder: str) -> bool:
        with self.engine.begin() as connection:
            held = connection.execute(sa.select(locks).where(locks.c.name == name)).first()
            if held is not None:
                if not _is_gone(held.holder, held.renewed_at):
                    return False
                connection.execute(
                    locks.delete().where(locks.c.name == name, locks.c.holder == held.holder)
                )
            try:
                with connection.begin_nested():
                    connection.execute(
                        locks.insert().values(name=name, holder=holder, renewed_at=time.time())
                    )
            except IntegrityError:
                return False
        return True

    def _renew(self, name: str, holder: str, stop: threading.Event) -> None:
        while not stop.wait(_RENEWAL_SECONDS):
            with self.engine.begin() as connection:
                connection.execute(
                    locks.update()
                    .where(locks.c.name == name, locks.c.holder == holder)
                    .values(renewed_at=time.time())
                )


def now() -> str:
    """Return this moment as the records write it, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _is_gone(holder: str, renewed_at: float) -> bool:
    if time.time() - renewed_at > LOCK_EXPIRY_SECONDS:
        return True
    host, process, _ = holder.rsplit(":", 2)
    # A holder killed on this machine need not be waited for.
    return host == socket.gethostname() and not _is_running(int(process))


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _prepare_sqlite(engine: sa.Engine) -> None:
    Path(str(engine.url.database)).parent.mkdir(parents=True, exist_ok=True)

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
        connection.exec_driver_sql("begin immediate")


def _migrate(engine: sa.Engine) -> None:
    newest = max(path.stem.split("_")[0] for path in (_MIGRATIONS / "versions").glob("*.py"))
    if _revision(engine) == newest:
        return
    # Imported only when there is something to migrate: it takes longer than the rest.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: sa.Engine) -> str | None:
    version = sa.table("alembic_version", sa.column("version_num"))
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(version.name):
            return None
        return connection.execute(sa.select(version.c.version_num)).scalar()
