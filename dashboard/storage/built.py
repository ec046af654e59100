"""The built store: one DuckDB file per published version, opened read-only by everyone.

A version is published by renaming its finished file into this folder, so the newest file
here is the version that serves. DuckDB remembers open files by their path inside a
process, hence each version has a name of its own.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.errors import DamagedError
from dashboard.storage.files import flush
from dashboard.storage.questions import QUESTIONS, Asker

Cursor = duckdb.DuckDBPyConnection

_SECONDS = 20.0
_MEMORY = "2GB"
# A removed version is let go of when no page that began on it can still be under way.
_REST_SECONDS = 120.0

# Nothing but the version itself is reached, and nothing is written beside it: what does
# not fit into memory is given up. In this order: the first shuts what the next may set,
# and the last shuts all of it.
_JAIL = (
    "set temp_directory = ''",
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set allow_community_extensions = false",
    "set allow_persistent_secrets = false",
    "set enable_external_access = false",
    "set lock_configuration = true",
)


class Database:
    """One version, open for reading. Safe to share between threads."""

    def __init__(self, path: Path, *, seconds: float = _SECONDS, memory: str = _MEMORY) -> None:
        try:
            self._connection = _locked_up(path, memory)
        except duckdb.Error as error:
            raise DamagedError(f"The version {path.stem} cannot be opened.") from error
        self.version = path.stem
        self.path = path
        self._seconds = seconds
        self._used_at = time.monotonic()

    @contextmanager
    def cursor(self, asker: Asker | None = None) -> Iterator[Cursor]:
        """Lend a cursor of its own to one thread: a connection must not be shared.

        Args:
            asker: for whom it is asked, so that Stop finds it; None is nobody.

        Raises:
            TooLongError: what is asked through it takes too long, and is given up.
            StoppedError: its asker was stopped.
        """
        self._used_at = time.monotonic()
        cursor = self._connection.cursor()
        try:
            with QUESTIONS.watched(cursor, self._seconds, asker):
                yield cursor
        finally:
            cursor.close()

    def rests(self) -> bool:
        """Tell whether nobody has asked it anything for longer than a page takes."""
        return time.monotonic() - self._used_at > _REST_SECONDS + self._seconds

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _locked_up(path: Path, memory: str) -> Cursor:
    # Set later it would hold for this cursor alone: SQL would see variables of Python.
    connection = duckdb.connect(
        str(path), read_only=True, config={"python_enable_replacements": "false"}
    )
    try:
        locked = connection.sql("select current_setting('lock_configuration')").fetchall()
        # DuckDB opens a file once per process: another opening may have locked it already.
        if not locked[0][0]:
            connection.execute("set memory_limit = ?", [memory])
            for setting in _JAIL:
                connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


class Built:
    """The folder of published versions."""

    def __init__(
        self, folder: Path, *, seconds: float = _SECONDS, memory: str = _MEMORY
    ) -> None:
        self.folder = folder
        self._seconds = seconds
        self._memory = memory
        self._open: dict[str, Database] = {}
        self._guard = threading.Lock()

    def path(self, version: str) -> Path:
        """Where the file of that version lies."""
        return self.folder / f"{version}.duckdb"

    def unpublished(self, version: str) -> Path:
        """Where a version is made before it is published."""
        return self.folder / f".{version}.part"

    def sweep(self) -> None:
        """Remove what unfinished builds left behind; only while holding the build lock."""
        for leftover in self.folder.glob(".*.part*"):
            leftover.unlink(missing_ok=True)

    def versions(self) -> list[str]:
        """Return the published versions, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(
            entry.name.removesuffix(".duckdb")
            for entry in os.scandir(self.folder)
            if entry.name.endswith(".duckdb") and not entry.name.startswith(".")
        )

    def newest(self) -> str | None:
        """Return the version that serves, None before the first build."""
        return max(self.versions(), default=None)

    def open(self, version: str) -> Database:
        """Open a version, once per process.

        Raises:
            DamagedError: its file is gone or cannot be read.
        """
        with self._guard:
            if version not in self._open:
                # Versions are removed by the process that builds, so nobody tells us.
                self._let_go()
                self._open[version] = Database(
                    self.path(version), seconds=self._seconds, memory=self._memory
                )
            return self._open[version]

    def publish(
        self, unpublished: Path, version: str, kept: int, held: Container[str] = ()
    ) -> Path:
        """Rename a finished file into place, then remove all but the newest `kept`.

        Args:
            held: versions that stay however old they are.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        flush(unpublished)
        os.replace(unpublished, self.path(version))
        flush(self.folder)
        for old in self.versions()[:-kept]:
            if old not in held:
                self.path(old).unlink(missing_ok=True)
        return self.path(version)

    def close(self) -> None:
        """Let go of every file."""
        with self._guard:
            for database in self._open.values():
                database.close()
            self._open.clear()

    def _let_go(self) -> None:
        for version, database in list(self._open.items()):
            if not self.path(version).exists() and database.rests():
                # Not closed here: a reader of another thread may have it in hand.
                del self._open[version]
