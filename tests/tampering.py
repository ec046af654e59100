"""What somebody does who can write the database of a workspace, but not its witness."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from dashboard.storage.audit import chain
from dashboard.storage.audit.chain import FIRST_HASH, Entry
from dashboard.storage.workspace import Workspace

GUARD = ("audit_update", "audit_delete", "audit_insert")


@contextmanager
def tampering(workspace: Workspace) -> Iterator[sqlite3.Connection]:
    """Open the database past the application, without what guards the log, and put it back."""
    path = workspace.settings.data / "records.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        guard = connection.execute(
            "select name, sql from sqlite_master where type = 'trigger'"
        ).fetchall()
        for name, _ in guard:
            connection.execute(f"drop trigger {name}")
        yield connection
        for _, sql in guard:
            connection.execute(sql)


def forge(connection: sqlite3.Connection) -> None:
    """Give every entry a fitting number and hash again, as one who knows the chain can."""
    rows = connection.execute("select * from audit order by number").fetchall()
    connection.execute("delete from audit")
    previous = FIRST_HASH
    for number, row in enumerate(rows, start=1):
        entry = Entry(number, *row[1:6], hash="")
        entry_hash = chain.hash_after(previous, vars(entry))
        connection.execute(
            "insert into audit values (?, ?, ?, ?, ?, ?, ?)", (number, *row[1:6], entry_hash)
        )
        previous = entry_hash


def rewrite(workspace: Workspace, number: int, **facts: object) -> None:
    """Change facts of an entry and give the whole chain fitting hashes."""
    with tampering(workspace) as connection:
        query = "select detail from audit where number = ?"
        (detail,) = connection.execute(query, (number,)).fetchone()
        connection.execute(
            "update audit set detail = ? where number = ?",
            (chain.canonical(json.loads(detail) | facts), number),
        )
        forge(connection)
