"""One line of the witness: number and hash of an entry, and a sum over both with the key."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

_LINE = re.compile(rb"(\d{12}) ([0-9a-f]{64}) ([0-9a-f]{32})")
# As many bytes as one line, its end included.
LENGTH = 12 + 1 + 64 + 1 + 32 + 1


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


def line_of(key: bytes, number: int, entry_hash: str) -> bytes:
    """Return the line of an entry, its end included."""
    said = f"{number:012d} {entry_hash}".encode()
    return said + b" " + _sum(key, said) + b"\n"


def seen_in(key: bytes, place: int, line: bytes) -> Seen:
    """Return what a line says, given without its end."""
    match = _LINE.fullmatch(line)
    if match is None or not hmac.compare_digest(_sum(key, line[:77]), match[3]):
        return Seen(place, 0, "")
    return Seen(place, int(match[1]), match[2].decode())


def is_torn(line: bytes) -> bool:
    """Tell whether a line is the beginning of one of ours, cut off by a full disk."""
    if len(line) >= LENGTH - 1:
        return False
    rest = b"000000000000 " + b"0" * 64 + b" " + b"0" * 32
    return _LINE.fullmatch(line + rest[len(line) :]) is not None


def _sum(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, said, "sha256").hex()[:32].encode()
