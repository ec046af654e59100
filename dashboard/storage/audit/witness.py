"""The witness: a file outside of the database that has seen how far the log goes.

After each commit that added to the log, one line is appended and flushed for each entry: its
number, its hash, and a sum over both with a key that lies elsewhere. A hash covers everything
before it, so that entries cut off at the end, or a log written anew from some entry on, no
longer agree with a witness that nobody without the key can rewrite. An entry that has no line
was not written by the product, however well its hash fits.

A line that could not be written does not undo the act it tells of, which has been committed
already: it is kept, and written with the next one. Until then `verify` says that the witness
is behind. Before each commit the same is written to a second file beside it, so that an entry
of a process that was killed between commit and line is known to be ours.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa
import structlog
from sqlalchemy import event
from sqlalchemy.pool import PoolProxiedConnection

from dashboard.storage.audit.chain import ADDED
from dashboard.storage.audit.witness_lines import LENGTH, Seen, is_torn, line_of, seen_in
from dashboard.storage.files import flush
from dashboard.storage.secret import secret_at

# What the second file is called, after the name of the first.
_BEGUN = ".begun"


class Witness:
    """The witness of one workspace."""

    def __init__(self, path: Path, key_path: Path) -> None:
        """Open it; with the key of a new workspace the file is made as well.

        A file that is gone while the key is there was removed, and is not made again
        before somebody says so.
        """
        self.path = path
        self.is_new = not key_path.exists()
        if self.is_new:
            self._make()
        self._key = secret_at(key_path)
        self._guard = threading.Lock()
        self._unwritten: list[tuple[int, str]] = []

    def attach(self, engine: sa.Engine) -> None:
        """Write down how far the log goes, after each commit that added to it."""
        commit = engine.dialect.do_commit

        @event.listens_for(engine, "begin")
        def forget(connection: sa.Connection) -> None:
            connection.info.pop(ADDED, None)

        def commit_before_witness(dbapi_connection: PoolProxiedConnection) -> None:
            added = dbapi_connection.info.pop(ADDED, None)
            if added is not None:
                self._begin(added)
            commit(dbapi_connection)
            if added is not None:
                self.see(added)

        engine.dialect.do_commit = commit_before_witness

    def see(self, added: Sequence[tuple[int, str]] = ()) -> None:
        """Write down entries that were committed, and those that could not be before."""
        with self._guard:
            self._unwritten += added
            if not self._unwritten:
                return
            try:
                lines = b"".join(line_of(self._key, *entry) for entry in self._unwritten)
                self._append(self.path, lines)
            except OSError as error:
                structlog.get_logger().error(
                    "witness_not_written",
                    number=self._unwritten[-1][0],
                    reason=error.strerror,
                )
            else:
                self._unwritten.clear()

    def vouch(self, entries: Collection[tuple[int, str]]) -> None:
        """Write down those of some entries that are known to have been begun by us."""
        begun = self._begun_path
        if not entries or not begun.exists():
            return
        lines = self._lines_of(begun, 0, begun.stat().st_size)
        known = {(seen.number, seen.hash) for seen in lines if seen.is_ours}
        self.see([entry for entry in entries if entry in known])

    def unwritten(self) -> set[int]:
        """Return the numbers of the entries that wait to be written down."""
        with self._guard:
            return {number for number, _ in self._unwritten}

    def begin_again(self) -> None:
        """Make the file of a witness that was lost.

        Raises:
            FileExistsError: there is one.
        """
        self._make(is_exclusive=True)

    def lines(self, size: int, last: int | None = None, begin: int = 0) -> Iterator[Seen]:
        """Yield what was seen, oldest first; what a full disk left half written is none.

        Args:
            size: bytes from the beginning that count, see `size`.
            last: about as many lines at the end; None is all. Then `line` counts from there.
            begin: byte from which on they are wanted, when all are.

        Raises:
            FileNotFoundError: it was removed.
        """
        if last is not None and last * LENGTH < size:
            begin = size - last * LENGTH
        yield from self._lines_of(self.path, begin, size)

    def _lines_of(self, path: Path, begin: int, size: int) -> Iterator[Seen]:
        with path.open("rb") as file:
            # In the middle of a line, what is left of it is passed over.
            left, number = size - file.seek(max(begin - 1, 0)), 0
            if begin:
                left -= len(file.readline())
            for line in file:
                left -= len(line)
                if left < 0:
                    return
                number += 1
                if not line.endswith(b"\n") or is_torn(line[:-1]):
                    continue
                yield seen_in(self._key, number, line[:-1])

    def size(self) -> int | None:
        """Return how many bytes it has by now; None if it was removed."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return None

    @property
    def _begun_path(self) -> Path:
        return self.path.with_name(self.path.name + _BEGUN)

    def _begin(self, added: Sequence[tuple[int, str]]) -> None:
        """Write down entries that are about to be committed, as far as that can be done."""
        try:
            lines = b"".join(line_of(self._key, *entry) for entry in added)
            self._append(self._begun_path, lines, os.O_CREAT)
        except OSError as error:
            structlog.get_logger().error("witness_not_begun", reason=error.strerror)

    def _make(self, *, is_exclusive: bool = False) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.open("xb" if is_exclusive else "ab").close()
        flush(self.path.parent)

    @staticmethod
    def _append(path: Path, line: bytes, flags: int = 0) -> None:
        # Opened each time: a file that was removed meanwhile must be missed.
        handle = os.open(path, os.O_RDWR | os.O_APPEND | flags, 0o600)
        try:
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":
                line = b"\n" + line
            if os.write(handle, line) < len(line):
                raise OSError(None, "half a line")
            os.fdatasync(handle)
        finally:
            os.close(handle)
