"""What a verification finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was recorded.

    Attributes:
        subject: upload_file, upload_rows, upload_report, upload_record, upload_change,
            build_record, signed_month, version, grant, account, session, link,
            disclosure: a stored thing; audit_entry, sealed_log, audit_witness,
            audit_guard: the log itself; records, records_table, records_column: the
            database of all these but the files.
        name: which one; of entries in a row the first and the last number, as in 12-15;
            ? of what cannot be read.
        state: missing, altered, unrecorded (nobody is on record as having made it),
            behind (a witness that cannot be written), unseen (an entry without a line of
            the witness).
    """

    subject: str
    name: str
    state: str


def runs(numbers: Iterable[int]) -> Iterator[str]:
    """Yield the names of numbers, those that follow each other as one."""
    first = last = None
    for number in sorted(set(numbers)):
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None:
            yield run(first, last)
        first = last = number
    if first is not None:
        yield run(first, last)


def run(first: int, last: int | None) -> str:
    """Return the name of numbers that follow each other."""
    return str(first) if last in (None, first) else f"{first}-{last}"
