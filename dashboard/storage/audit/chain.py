"""The audit chain: what was done, each entry hashed together with the one before it.

An entry is written in the same transaction as the act it tells of. Changing, removing or
inserting one breaks every hash after it. See witness.py for entries cut off at the end,
and sealing.py for those that were taken out of the table after their time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from dashboard.storage.database import reading
from dashboard.storage.tables import audit, locks

FIRST_HASH = "0" * 64
# Where a connection keeps what its transaction has added: numbers and hashes.
ADDED = "audit_added"
# Rows read at a time: reading many must not keep those out who write.
_CHUNK = 5_000
LOCK = "audit"


@dataclass(frozen=True)
class Entry:
    """One act.

    Attributes:
        number: place in the chain, from 1, without gaps.
        at: moment in UTC.
        detail: facts of the act as canonical JSON; part of what is hashed.
        hash: over the hash before it and everything above.
    """

    number: int
    at: str
    actor: str
    act: str
    subject: str
    detail: str
    hash: str

    @property
    def facts(self) -> dict[str, Any]:
        """What else is known of the act; nothing if somebody has damaged it."""
        try:
            found = json.loads(self.detail)
        except (TypeError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def follows(self, previous: str) -> bool:
        """Tell whether its hash is the one that follows from the hash before it."""
        try:
            return self.hash == hash_after(previous, vars(self))
        except TypeError:
            # Somebody put in what no entry ever held, such as bytes.
            return False


def append(
    connection: sa.Connection, actor: str, act: str, subject: str, **detail: object
) -> None:
    """Add one entry within the caller's transaction."""
    _wait_for_others(connection)
    last = head(connection)
    entry: dict[str, object] = {
        "number": 1 if last is None else last[0] + 1,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "actor": actor,
        "act": act,
        "subject": subject,
        "detail": canonical(detail),
    }
    entry_hash = hash_after(FIRST_HASH if last is None else last[1], entry)
    connection.execute(audit.insert().values(**entry, hash=entry_hash))
    connection.info.setdefault(ADDED, []).append((entry["number"], entry_hash))


def head(connection: sa.Connection) -> tuple[int, str] | None:
    """Return number and hash of the newest entry, None before the first."""
    query = sa.select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    found = connection.execute(query).first()
    return None if found is None else (found.number, found.hash)


def entries(engine: sa.Engine, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
    """Yield what stands in the table, oldest first, a part at a time.

    Args:
        after: number before the first one.
        upto: number of the last one; None is all, also those added meanwhile.
    """
    query = sa.select(audit).order_by(audit.c.number).limit(_CHUNK)
    if upto is not None:
        query = query.where(audit.c.number <= upto)
    while True:
        with reading(engine) as connection:
            rows = connection.execute(query.where(audit.c.number > after)).fetchall()
        for row in rows:
            yield Entry(*row)
        if len(rows) < _CHUNK:
            return
        after = rows[-1].number


def hash_after(previous: str, entry: Mapping[str, object]) -> str:
    """Return the hash of an entry that follows one with the hash `previous`."""
    hashed = {name: value for name, value in entry.items() if name != "hash"}
    return hashlib.sha256(f"{previous}\n{_json(hashed)}".encode()).hexdigest()


def canonical(facts: Mapping[str, object]) -> str:
    """Return facts as JSON in the one way they are hashed."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)


def row_sum(row: Mapping[str, object], *left_out: str) -> str:
    """Return the sum of a stored row, for the entry of the act that wrote it.

    Args:
        left_out: columns that later acts change, each with an entry of its own.
    """
    kept = {name: value for name, value in row.items() if name not in left_out}
    return hashlib.sha256(canonical(kept).encode()).hexdigest()


def _wait_for_others(connection: sa.Connection) -> None:
    """Let one transaction add at a time; in SQLite only one writes at all."""
    if connection.dialect.name == "sqlite":
        return
    # Its row was made by the migration; whoever writes it first, others wait for.
    connection.execute(locks.update().where(locks.c.name == LOCK).values(holder=LOCK))


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
