"""Walking the chain from its first entry on: sealed files first, then the table."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field

from dashboard.storage import sealing
from dashboard.storage.audit import chain
from dashboard.storage.audit.chain import FIRST_HASH, Entry
from dashboard.storage.database import ASKING_FAILED, is_damage
from dashboard.storage.files import sha256_of
from dashboard.storage.verifying.findings import Finding, run
from dashboard.storage.workspace import Workspace

_BYTES = 32


@dataclass
class Walk:
    """The chain, walked from its first entry to its newest.

    Attributes:
        kept: entries of the acts that changed a row, for acts.py.
        numbers, hashes: of every entry, 32 bytes a hash.
        altered: numbers of entries that do not follow from the one before.
        missing: runs of numbers between two entries, as 12-15.
        is_cut: whether the table of entries could not be read to its end.
    """

    acts: frozenset[str]
    kept: list[Entry] = field(default_factory=list)
    numbers: array[int] = field(default_factory=lambda: array("q"))
    hashes: bytearray = field(default_factory=bytearray)
    altered: set[int] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    lost_files: list[Finding] = field(default_factory=list)
    is_cut: bool = False
    _previous: str = FIRST_HASH
    _expected: int = 1

    def take(self, entry: Entry) -> None:
        """Go one entry further."""
        if entry.number > self._expected:
            # What it should follow from is gone: the chain is taken up again here.
            self.missing.append(run(self._expected, entry.number - 1))
        elif entry.number < self._expected or not entry.follows(self._previous):
            self.altered.add(entry.number)
        self.begin_at(entry)

    def begin_at(self, entry: Entry) -> None:
        """Go on after an entry as it stands."""
        self.resume(entry.number, entry.hash)
        self.numbers.append(entry.number)
        self.hashes += _as_bytes(entry.hash)
        if entry.act in self.acts:
            self.kept.append(entry)

    def resume(self, number: int, entry_hash: str) -> None:
        """Go on after an entry that has this hash."""
        self._previous, self._expected = entry_hash, number + 1

    def upto(self, number: int) -> None:
        """Miss the entries that should have come by now."""
        if self._expected <= number:
            self.missing.append(run(self._expected, number))

    @property
    def newest(self) -> int:
        """Number of the newest entry, 0 before the first."""
        return self._expected - 1

    def hash_of(self, number: int) -> str:
        """Return the hash of an entry that was walked."""
        at = bisect_left(self.numbers, number)
        return self.hashes[at * _BYTES : (at + 1) * _BYTES].hex()

    def agrees(self, number: int, entry_hash: str) -> bool:
        """Tell whether an entry has that hash, or is known to be missing."""
        at = bisect_left(self.numbers, number)
        if at == len(self.numbers) or self.numbers[at] != number:
            return True
        return self.hashes[at * _BYTES : (at + 1) * _BYTES] == _as_bytes(entry_hash)


def walk(workspace: Workspace, acts: frozenset[str]) -> Walk:
    """Walk the whole chain, as far as it can be read: sealed files first, then the table."""
    walked = Walk(acts)
    try:
        _walk_all(workspace, walked)
    except ASKING_FAILED as error:
        if not is_damage(error):
            raise
        walked.is_cut = True
    return walked


def _walk_all(workspace: Workspace, walked: Walk) -> None:
    for seal in sealing.seals(workspace):
        path = sealing.folder(workspace) / seal.file
        if not path.exists():
            walked.lost_files.append(Finding("sealed_log", seal.file, "missing"))
        else:
            if sha256_of(path) != seal.sha256:
                walked.lost_files.append(Finding("sealed_log", seal.file, "altered"))
            for entry in sealing.sealed_entries(path):
                walked.take(entry)
            walked.upto(seal.last)
        walked.resume(seal.last, seal.last_hash)
    # From its very beginning: what was sealed may not stand in the table a second time.
    for entry in chain.entries(workspace.records.engine):
        walked.take(entry)


def go_on(workspace: Workspace, walked: Walk) -> None:
    """Walk what the table holds after the newest entry so far."""
    for entry in chain.entries(workspace.records.engine, after=walked.newest):
        walked.take(entry)


def _as_bytes(entry_hash: str) -> bytes:
    try:
        found = bytes.fromhex(entry_hash)
    except (TypeError, ValueError):
        found = b""
    return found[:_BYTES].ljust(_BYTES, b"\0")
