"""Verifying the log: the chain from its first entry on, sealed files, guard and witness."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from dashboard.storage import chain, sealing
from dashboard.storage.chain import FIRST_HASH, Entry
from dashboard.storage.database import reading
from dashboard.storage.files import sha256_of
from dashboard.storage.findings import Finding, run, runs
from dashboard.storage.workspace import Workspace

# What keeps entries from being rewritten; made by migration 0004.
_TRIGGERS = {"audit_update", "audit_delete", "audit_insert"}
_BYTES = 32
# Entries, and lines of the witness, that a quick look goes back.
LOOKED_BACK = 1_000


@dataclass
class Walk:
    """The chain, walked from its first entry to its newest.

    Attributes:
        kept: entries of the acts that changed a row, for verifying_acts.py.
        numbers, hashes: of every entry, 32 bytes a hash.
        altered: numbers of entries that do not follow from the one before.
        missing: runs of numbers between two entries, as 12-15.
    """

    acts: frozenset[str]
    kept: list[Entry] = field(default_factory=list)
    numbers: array[int] = field(default_factory=lambda: array("q"))
    hashes: bytearray = field(default_factory=bytearray)
    altered: set[int] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    lost_files: list[Finding] = field(default_factory=list)
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

    def agrees(self, number: int, entry_hash: str) -> bool:
        """Tell whether an entry has that hash, or is known to be missing."""
        at = bisect_left(self.numbers, number)
        if at == len(self.numbers) or self.numbers[at] != number:
            return True
        return self.hashes[at * _BYTES : (at + 1) * _BYTES] == _as_bytes(entry_hash)


def walk(workspace: Workspace, acts: frozenset[str]) -> Walk:
    """Walk the whole chain: sealed files first, then the table."""
    walked = Walk(acts)
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
    return walked


def go_on(workspace: Workspace, walked: Walk) -> None:
    """Walk what the table holds after the newest entry so far."""
    for entry in chain.entries(workspace.records.engine, after=walked.newest):
        walked.take(entry)


def log_findings(workspace: Workspace, acts: frozenset[str]) -> tuple[list[Finding], Walk]:
    """Return what is wrong with the log, and the log as it was walked."""
    # The witness is older than the walk, so that nothing added meanwhile seems cut off.
    size = workspace.witness.size()
    walked = walk(workspace, acts)
    seen = list(_witness_findings(workspace, walked, size))
    return [*_findings_of(walked, seen), *_guard_findings(workspace)], walked


def _findings_of(walked: Walk, seen: Iterable[Finding]) -> list[Finding]:
    return [
        *walked.lost_files,
        *(Finding("audit_entry", name, "missing") for name in walked.missing),
        *(Finding("audit_entry", name, "altered") for name in runs(walked.altered)),
        *seen,
    ]


def _witness_findings(
    workspace: Workspace, walked: Walk, size: int | None, *, only_end: bool = False
) -> Iterator[Finding]:
    """Compare the chain with what the witness has seen; a witness that is behind catches up."""
    witness = workspace.witness
    if size is None:
        yield _lost(workspace)
        return
    newest = furthest = 0
    for seen in witness.lines(size, LOOKED_BACK if only_end else None):
        if not seen.is_ours:
            yield Finding("audit_witness", f"{witness.path.name}:{seen.line}", "altered")
        elif seen.number > walked.newest:
            furthest = max(furthest, seen.number)
        elif walked.agrees(seen.number, seen.hash):
            newest = max(newest, seen.number)
        else:
            walked.altered.add(seen.number)
    if furthest:
        yield Finding("audit_entry", run(walked.newest + 1, furthest), "missing")
    elif newest < walked.newest and not _catch_up(workspace):
        yield Finding("audit_witness", witness.path.name, "behind")


def _lost(workspace: Workspace) -> Finding:
    return Finding("audit_witness", workspace.witness.path.name, "missing")


def _catch_up(workspace: Workspace) -> bool:
    newest = workspace.records.log.newest()
    return newest is None or workspace.witness.see(*newest)


def end_findings(workspace: Workspace) -> list[Finding]:
    """Return what is wrong with the end of the log: quick enough for every look at it."""
    size = workspace.witness.size()
    engine = workspace.records.engine
    newest = workspace.records.log.newest()
    if newest is None:
        return [] if size is not None else [_lost(workspace)]
    begin = max(newest[0] - LOOKED_BACK, 0)
    walked = Walk(frozenset())
    for entry in chain.entries(engine, after=begin):
        if begin and not walked.numbers:
            # Its own predecessor is not looked at.
            walked.begin_at(entry)
        else:
            walked.take(entry)
    seen = list(_witness_findings(workspace, walked, size, only_end=True))
    return _findings_of(walked, seen)


def _guard_findings(workspace: Workspace) -> Iterator[Finding]:
    engine = workspace.records.engine
    if engine.dialect.name != "sqlite":
        return
    schema = sa.table("sqlite_master", sa.column("name"), sa.column("type"))
    with reading(engine) as connection:
        query = sa.select(schema.c.name).where(schema.c.type == "trigger")
        there = set(connection.execute(query).scalars())
    for name in sorted(_TRIGGERS - there):
        yield Finding("audit_guard", name, "missing")


def _as_bytes(entry_hash: str) -> bytes:
    try:
        found = bytes.fromhex(entry_hash)
    except ValueError:
        found = b""
    return found[:_BYTES].ljust(_BYTES, b"\0")
