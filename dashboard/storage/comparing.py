"""Comparing stored rows with the entries of the acts that wrote them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dashboard.storage import chain
from dashboard.storage.chain import Entry
from dashboard.storage.findings import Finding


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
