"""Comparing stored rows with the entries of the acts that wrote them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dashboard.storage.audit import chain
from dashboard.storage.audit.chain import Entry
from dashboard.storage.database import ASKING_FAILED, is_damage
from dashboard.storage.verifying.findings import Finding

# What stands for the name of a row that cannot be read.
UNREADABLE = "?"


def by_name(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return entries by what they are about."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.subject].append(entry)
    return found


def agrees(entry: Entry, row: Mapping[str, object], *left_out: str) -> bool:
    """Tell whether a row is as it was when its entry was written.

    Entries of before the log kept the sum of the row have nothing to say.
    """
    kept = entry.facts.get("row")
    return kept is None or kept == chain.row_sum(row, *left_out)


def moment_and_actor(
    entry: Entry | None, name: str, stored: object
) -> tuple[object, str | None]:
    """Return the moment of an act and who did it, both None of one nobody did.

    Args:
        name: of the fact that holds the moment.
        stored: what is believed of entries of before the log kept that fact, if anything.
    """
    if entry is None:
        return None, None
    return entry.facts.get(name, stored if stored is not None else ""), entry.actor


def compare(
    subject: str,
    rows: Mapping[str, object],
    entries: Mapping[str, Sequence[Entry]],
    is_true: Callable[[Entry], bool],
) -> Iterator[Finding]:
    """Name the rows without an entry, the entries without a row, and those that differ."""
    for name in sorted({*rows, *entries}):
        if name not in entries:
            yield Finding(subject, name, "unrecorded")
        elif name not in rows:
            yield Finding(subject, name, "missing")
        elif len(entries[name]) > 1 or not is_true(entries[name][0]):
            yield Finding(subject, name, "altered")


def readable(subject: str, found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings; what is stored and cannot even be read is one more of them."""
    try:
        yield from found
    except ASKING_FAILED as error:
        if not is_damage(error):
            raise
        # Its table or a column of it is gone, or the file is damaged there.
        yield Finding(subject, UNREADABLE, "missing")
    # What somebody wrote past the product may be anything.
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        yield Finding(subject, UNREADABLE, "altered")
