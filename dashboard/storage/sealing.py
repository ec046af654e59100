"""Sealing: entries past their time leave the table for a file whose sum stays in the chain.

A file holds one entry a line, as the table held it. The chain goes on from its last hash,
so that `verify` still walks it from the first entry to the newest one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from dashboard.errors import BusyError
from dashboard.storage.audit import chain
from dashboard.storage.audit.chain import Entry
from dashboard.storage.database import reading
from dashboard.storage.files import sha256_of, write_whole
from dashboard.storage.tables import audit
from dashboard.storage.workspace import Workspace

ACT = "prune"


@dataclass(frozen=True)
class Seal:
    """What the chain keeps of the entries that were sealed together.

    Attributes:
        file: name of the file they are in.
        first, last: their numbers.
        last_hash: what the chain goes on from.
        sha256: of the file.
    """

    file: str
    first: int
    last: int
    last_hash: str
    sha256: str


def prune(workspace: Workspace, actor: str, today: date) -> Seal | None:
    """Seal the entries older than the log is kept; None if there are none.

    Raises:
        BusyError: somebody else seals at this moment.
    """
    engine = workspace.records.engine
    until = _cutoff(today, workspace.settings.log_months)
    with workspace.records.lock("log"):
        last = _last_before(engine, until)
        if last == 0:
            return None
        first = next(chain.entries(engine, upto=last)).number
        path = folder(workspace) / f"audit-from-{first:012d}.jsonl"
        write_whole(path, lambda part: _write(part, chain.entries(engine, upto=last)))
        with engine.begin() as connection:
            seal = Seal(path.name, first, last, _hash_at(connection, last), sha256_of(path))
            chain.append(connection, actor, ACT, path.name, **asdict(seal))
            gone = connection.execute(audit.delete().where(audit.c.number <= last)).rowcount
            if gone != last - first + 1:
                raise BusyError("The log changed while it was sealed; nothing was removed.")
    return seal


def folder(workspace: Workspace) -> Path:
    """Where sealed entries lie."""
    return workspace.settings.data / "log"


def seals(workspace: Workspace) -> list[Seal]:
    """Return every seal that the chain tells of, oldest first."""
    with reading(workspace.records.engine) as connection:
        query = sa.select(audit).where(audit.c.act == ACT)
        told = [Entry(*row) for row in connection.execute(query)]
    known: dict[int, Seal] = {}
    # The entry that tells of an old seal may have been sealed itself.
    while told:
        seal = _seal_of(told.pop())
        if seal is not None and seal.first not in known:
            known[seal.first] = seal
            path = folder(workspace) / seal.file
            told += [entry for entry in sealed_entries(path) if entry.act == ACT]
    return [known[first] for first in sorted(known)]


def _seal_of(entry: Entry) -> Seal | None:
    """Return the seal an entry tells of; None if somebody has damaged the entry."""
    try:
        seal = Seal(**entry.facts)
        is_whole = seal.first <= seal.last and Path(seal.file).name == seal.file
    except TypeError:
        return None
    return seal if is_whole else None


def sealed_entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of a file, as far as they can be read; none if it is gone."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                yield Entry(**json.loads(line))
            except (ValueError, TypeError):
                return


def _cutoff(today: date, months: int) -> str:
    """Return the moment before which entries are past their time."""
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    # The 31st has no like in every month; the first keeps a little longer.
    return datetime(years, month + 1, 1, tzinfo=UTC).isoformat(timespec="milliseconds")


def _last_before(engine: sa.Engine, until: str) -> int:
    """Return the number of the last entry with none but old ones before it; 0 is none."""
    with reading(engine) as connection:
        kept = sa.select(sa.func.min(audit.c.number)).where(audit.c.at >= until)
        first = connection.execute(kept).scalar()
        older = sa.select(sa.func.max(audit.c.number))
        if first is not None:
            older = older.where(audit.c.number < first)
        return connection.execute(older).scalar() or 0


def _hash_at(connection: sa.Connection, number: int) -> str:
    query = sa.select(audit.c.hash).where(audit.c.number == number)
    return connection.execute(query).scalar_one()


def _write(path: Path, entries: Iterator[Entry]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for entry in entries:
            file.write(json.dumps(vars(entry), ensure_ascii=False) + "\n")
