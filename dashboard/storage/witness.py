"""The witness: a file outside of the database that has seen how far the log goes.

After each commit that added to the log, one line is appended and flushed: the number and
the hash of the newest entry, and a sum over both with a key that lies elsewhere. A hash
covers everything before it, so that entries cut off at the end, or a log written anew from
some entry on, no longer agree with a witness that nobody without the key can rewrite.

A line that could not be written does not undo the act it tells of, which has been committed
already: the next line covers it as well. Until then `verify` says that the witness is
behind.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
import structlog
from sqlalchemy import event
from sqlalchemy.pool import PoolProxiedConnection

from dashboard.storage.chain import HEAD
from dashboard.storage.files import flush
from dashboard.storage.secret import secret_at

_LINE = re.compile(rb"(\d{12}) ([0-9a-f]{64}) ([0-9a-f]{32})")
# As many bytes as one line, its end included.
_LENGTH = 12 + 1 + 64 + 1 + 32 + 1


@dataclass(frozen=True)
class Seen:
    """One line of the witness.

    Attributes:
        line: its place in the file, from 1.
        number, hash: of an entry; 0 and empty where the line is not ours.
    """

    line: int
    number: int
    hash: str

    @property
    def is_ours(self) -> bool:
        """Whether it was written with the key."""
        return self.number > 0


class Witness:
    """The witness of one workspace."""

    def __init__(self, path: Path, key_path: Path) -> None:
        """Open it; with the key of a new workspace the file is made as well.

        A file that is gone while the key is there was removed, and is not made again
        before somebody says so.
        """
        self.path = path
        is_new = not key_path.exists()
        if is_new:
            self._make()
        self._key = secret_at(key_path)

    def attach(self, engine: sa.Engine) -> None:
        """Write down how far the log goes, after each commit that added to it."""
        commit = engine.dialect.do_commit

        @event.listens_for(engine, "begin")
        def forget(connection: sa.Connection) -> None:
            connection.info.pop(HEAD, None)

        def commit_before_witness(dbapi_connection: PoolProxiedConnection) -> None:
            commit(dbapi_connection)
            added = dbapi_connection.info.pop(HEAD, None)
            if added is not None:
                self.see(*added)

        engine.dialect.do_commit = commit_before_witness

    def see(self, number: int, entry_hash: str) -> bool:
        """Write down an entry that was committed; return whether that succeeded."""
        said = f"{number:012d} {entry_hash}".encode()
        try:
            self._append(said + b" " + self._sum(said) + b"\n")
        except OSError as error:
            structlog.get_logger().error(
                "witness_not_written", number=number, reason=error.strerror
            )
            return False
        return True

    def begin_again(self) -> None:
        """Make the file of a witness that was lost.

        Raises:
            FileExistsError: there is one.
        """
        self._make(is_exclusive=True)

    def lines(self, size: int, last: int | None = None) -> Iterator[Seen]:
        """Yield what was seen, oldest first; what a full disk left half written is none.

        Args:
            size: bytes from the beginning that count, see `size`.
            last: about as many lines at the end; None is all. Then `line` counts from there.

        Raises:
            FileNotFoundError: it was removed.
        """
        with self.path.open("rb") as file:
            left, number = size, 0
            if last is not None and last * _LENGTH < size:
                file.seek(size - last * _LENGTH)
                left = last * _LENGTH - len(file.readline())
            for line in file:
                left -= len(line)
                if left < 0:
                    return
                number += 1
                if not line.endswith(b"\n") or _is_torn(line[:-1]):
                    continue
                yield self._seen(number, line[:-1])

    def size(self) -> int | None:
        """Return how many bytes it has by now; None if it was removed."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return None

    def _seen(self, number: int, line: bytes) -> Seen:
        match = _LINE.fullmatch(line)
        if match is None or not hmac.compare_digest(self._sum(line[:77]), match[3]):
            return Seen(number, 0, "")
        return Seen(number, int(match[1]), match[2].decode())

    def _sum(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, "sha256").hex()[:32].encode()

    def _make(self, *, is_exclusive: bool = False) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.open("xb" if is_exclusive else "ab").close()
        flush(self.path.parent)

    def _append(self, line: bytes) -> None:
        # Opened each time: a file that was removed meanwhile must be missed.
        handle = os.open(self.path, os.O_RDWR | os.O_APPEND)
        try:
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":
                line = b"\n" + line
            if os.write(handle, line) < len(line):
                raise OSError(None, "half a line")
            os.fdatasync(handle)
        finally:
            os.close(handle)


def _is_torn(line: bytes) -> bool:
    """Tell whether a line is the beginning of one of ours, cut off by a full disk."""
    if len(line) >= _LENGTH - 1:
        return False
    rest = b"000000000000 " + b"0" * 64 + b" " + b"0" * 32
    return _LINE.fullmatch(line + rest[len(line) :]) is not None
