"""Verifying the log against its witness: what it saw is there, and what is there it saw."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dashboard.storage.audit.witness_lines import Seen
from dashboard.storage.verifying.findings import Finding, run, runs
from dashboard.storage.verifying.walking import Walk
from dashboard.storage.workspace import Workspace

# The act by which a new witness begins, and says why.
WITNESS = "witness"
# Another process writes its line a moment after its commit.
_TRIES, _WAIT_SECONDS = 6, 0.1


@dataclass
class _Sight:
    """What the lines of the witness say of the chain.

    Attributes:
        first: number of the first line that is ours, 0 without any.
        furthest: number of the newest line that the chain does not reach, 0 without any.
        seen: numbers of the entries that have a line.
        foreign: places of lines without our key.
    """

    walked: Walk
    first: int = 0
    furthest: int = 0
    seen: set[int] = field(default_factory=set)
    foreign: list[int] = field(default_factory=list)

    def take(self, lines: Iterable[Seen]) -> None:
        """Compare lines with the chain."""
        for line in lines:
            if not line.is_ours:
                self.foreign.append(line.line)
                continue
            self.first = self.first or line.number
            if line.number > self.walked.newest:
                self.furthest = max(self.furthest, line.number)
            elif self.walked.agrees(line.number, line.hash):
                self.seen.add(line.number)
            else:
                # Of two lines for one number, one is not of this chain.
                self.walked.altered.add(line.number)
                self.seen.add(line.number)

    def unseen(self) -> list[int]:
        """Return the numbers of entries, from the first line on, that have none."""
        if not self.first:
            return []
        return [
            number
            for number in self.walked.numbers
            if number >= self.first and number not in self.seen
        ]


def witness_findings(
    workspace: Workspace, walked: Walk, size: int | None, last: int | None = None
) -> Iterator[Finding]:
    """Name what the witness saw and is gone, and what is there and it never saw.

    Args:
        size: of the witness, taken before the chain was walked.
        last: about as many lines at its end; None is all.
    """
    witness = workspace.witness
    if size is None:
        yield lost(workspace)
        return
    # Lines that could not be written when their entries came may be written by now.
    witness.see()
    sight = _Sight(walked)
    sight.take(witness.lines(size, last))
    _wait_for_others(workspace, sight, size)
    name = witness.path.name
    for place in sight.foreign:
        yield Finding("audit_witness", f"{name}:{place}", "altered")
    if last is None and not sight.foreign and not _is_begun(sight):
        yield Finding("audit_witness", f"{name}:1", "missing")
    if sight.furthest:
        yield Finding("audit_entry", run(walked.newest + 1, sight.furthest), "missing")
    yield from _unseen(workspace, sight)


def _unseen(workspace: Workspace, sight: _Sight) -> Iterator[Finding]:
    waiting = workspace.witness.unwritten()
    unseen = set(sight.unseen()) - sight.walked.altered
    if unseen & waiting:
        yield Finding("audit_witness", workspace.witness.path.name, "behind")
    # A line that was altered told of an entry: what it did is named once.
    if len(unseen - waiting) > len(sight.foreign):
        for numbers in runs(unseen - waiting):
            yield Finding("audit_entry", numbers, "unseen")


def lost(workspace: Workspace) -> Finding:
    """Return what is said of a witness that was removed."""
    return Finding("audit_witness", workspace.witness.path.name, "missing")


def _wait_for_others(workspace: Workspace, sight: _Sight, size: int) -> None:
    """Take the lines that were written since the chain was walked."""
    witness = workspace.witness
    for turn in range(_TRIES):
        now = witness.size()
        if now is not None and now > size:
            newer = witness.lines(now, begin=size)
            # What came after the walk is for the next one.
            newest = sight.walked.newest
            sight.take(line for line in newer if line.number <= newest)
            size = now
        unseen = set(sight.unseen()) - witness.unwritten()
        if not unseen:
            return
        # Killed between commit and line: what it had begun is ours.
        witness.vouch([(number, sight.walked.hash_of(number)) for number in unseen])
        if turn + 1 < _TRIES:
            time.sleep(_WAIT_SECONDS)


def _is_begun(sight: _Sight) -> bool:
    """Tell whether the witness goes back to the first entry, or to one that begins it."""
    if not sight.walked.numbers or sight.first in (1, sight.walked.numbers[0]):
        return True
    # A line beyond the end of the chain is missed there already.
    begun = {entry.number for entry in sight.walked.kept if entry.act == WITNESS}
    return sight.first in begun or sight.first > sight.walked.newest
