"""The audit chain: what was done, each entry hashed together with the one before it.

An entry is written in the same transaction as the act it tells of. Changing, removing or
inserting one breaks every hash after it, which `broken_links` finds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa

from dashboard.storage.tables import audit

FIRST_HASH = "0" * 64


def append(
    connection: sa.Connection, actor: str, act: str, subject: str, **detail: object
) -> None:
    """Add one entry within the caller's transaction."""
    last = connection.execute(
        sa.select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    ).first()
    entry = {
        "number": 1 if last is None else last.number + 1,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "actor": actor,
        "act": act,
        "subject": subject,
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True),
    }
    previous = FIRST_HASH if last is None else last.hash
    connection.execute(audit.insert().values(**entry, hash=_hash_of(previous, entry)))


def subjects(connection: sa.Connection, act: str) -> list[str]:
    """Name what the entries of one act are about, oldest first."""
    query = sa.select(audit.c.subject).where(audit.c.act == act).order_by(audit.c.number)
    return list(connection.execute(query).scalars())


def broken_links(connection: sa.Connection) -> Iterator[int]:
    """Yield the number of each entry that does not follow from the one before it."""
    previous, expected = FIRST_HASH, 1
    for row in connection.execute(sa.select(audit).order_by(audit.c.number)).mappings():
        entry = {name: row[name] for name in row if name != "hash"}
        if row["number"] != expected or row["hash"] != _hash_of(previous, entry):
            yield row["number"]
        previous, expected = row["hash"], row["number"] + 1


def _hash_of(previous: str, entry: dict[str, object]) -> str:
    canonical = json.dumps(entry, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
