"""The built store: one DuckDB file per published version, opened read-only by everyone.

A version is published by renaming its finished file into this folder, so the newest file
here is the version that serves. DuckDB remembers open files by their path inside a
process, hence each version has a name of its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.errors import DamagedError
from dashboard.storage.files import flush

Cursor = duckdb.DuckDBPyConnection

# A reader sees the version and nothing else of this machine.
_JAIL: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


class Database:
    """One version, open for reading. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = duckdb.connect(str(path), read_only=True, config=_JAIL)
        except duckdb.Error as error:
            raise DamagedError(f"The version {path.stem} cannot be opened.") from error
        self.version = path.stem
        self.path = path

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """Lend a cursor of its own to one thread: a connection must not be shared."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class Built:
    """The folder of published versions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
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
                self._open[version] = Database(self.path(version))
            return self._open[version]

    def publish(self, unpublished: Path, version: str, kept: int) -> Path:
        """Rename a finished file into place, then remove all but the newest `kept`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        flush(unpublished)
        os.replace(unpublished, self.path(version))
        flush(self.folder)
        for old in self.versions()[:-kept]:
            self.path(old).unlink(missing_ok=True)
        self._close_removed()
        return self.path(version)

    def close(self) -> None:
        """Let go of every file."""
        with self._guard:
            for database in self._open.values():
                database.close()
            self._open.clear()

    def _close_removed(self) -> None:
        with self._guard:
            for version in [name for name in self._open if not self.path(name).exists()]:
                # Not closed here: a reader of another thread may be in the middle of it.
                self._open.pop(version)
