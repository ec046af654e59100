"""Bringing `staging.*` in line with the active uploads, and telling which rows changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.kinds import KINDS, Kind
from dashboard.pipeline.names import date_literal, quoted, text_literal
from dashboard.pipeline.query_files import QUERIES, QueryFile
from dashboard.storage.archive import Archive
from dashboard.storage.records import Upload

# Days that change what a row says about earlier months once they have come.
_WAKING_DAYS = {
    "petitions": (
        "notified_on",
        "rejected_on",
        "accepted_on",
        "extended_on",
        "closed_on",
        "cleared_on",
    ),
    "adjustments": ("confirmed_on",),
}


@dataclass(frozen=True)
class Evidence:
    """The active uploads of a build and where their rows lie."""

    archive: Archive
    uploads: list[Upload]

    def of(self, kind: Kind) -> list[Upload]:
        """Return the active uploads of a kind, oldest first."""
        return [upload for upload in self.uploads if upload.kind == kind.name]

    def rows(self, kind: Kind, uploads: Iterable[Upload]) -> str:
        """Return SQL that gives the text rows of these uploads."""
        paths = [
            text_literal(str(self.archive.rows_path(kind.name, upload.upload_id)))
            for upload in uploads
        ]
        if paths:
            return f"select * from read_parquet([{', '.join(paths)}])"
        columns = ", ".join(
            f"cast(null as varchar) as {quoted(name)}" for name in (*kind.stored, "upload_id")
        )
        return f'select {columns}, cast(null as bigint) as "row" where false'


def stage_all(connection: duckdb.DuckDBPyConnection, evidence: Evidence) -> None:
    """Make every staging relation from all active uploads."""
    connection.execute("create schema uploads; create schema staging")
    for kind in KINDS.values():
        rows = evidence.rows(kind, evidence.of(kind))
        connection.execute(f"create view uploads.{kind.name} as {rows}")
        connection.execute(
            f"create table staging.{kind.name} as "
            f"select * from ({_staging_sql(kind)}) order by {', '.join(kind.key)}"
        )


def stage_changes(
    connection: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    earlier_uploads: set[str],
    days: tuple[date, date],
) -> set[str]:
    """Bring staging up to date with uploads that came or went since the last version.

    Leaves `changed.<kind>`: the old and the new version of each changed row.

    Args:
        earlier_uploads: ids of the uploads of the last version.
        days: as_of of the last and of this build; rows that wake up between them changed.

    Returns:
        The staging relations that changed.
    """
    restaged = set()
    connection.execute("create schema uploads; create schema changed")
    current = {upload.upload_id for upload in evidence.uploads}
    for kind in KINDS.values():
        connection.execute(
            f"create table changed.{kind.name} as from staging.{kind.name} limit 0"
        )
        added = [u for u in evidence.of(kind) if u.upload_id not in earlier_uploads]
        removed = _removed(connection, kind, earlier_uploads - current)
        if added or removed:
            _restage(connection, evidence, kind, added, removed)
            restaged.add(f"staging.{kind.name}")
        if kind.name in _WAKING_DAYS and days[0] != days[1]:
            first, last = date_literal(min(days)), date_literal(max(days))
            woken = " or ".join(
                f"({day} > {first} and {day} <= {last})" for day in _WAKING_DAYS[kind.name]
            )
            connection.execute(
                f"insert into changed.{kind.name} from staging.{kind.name} where {woken}"
            )
    return restaged


def _restage(
    connection: duckdb.DuckDBPyConnection,
    evidence: Evidence,
    kind: Kind,
    added: list[Upload],
    removed: list[str],
) -> None:
    keys = ", ".join(map(quoted, kind.key))
    sources = [evidence.rows(kind, added)] if added else []
    sources += [
        f"select * from read_parquet({text_literal(str(path))})"
        for path in (evidence.archive.rows_path(kind.name, name) for name in removed)
    ]
    connection.execute(
        f"create or replace temp table changed_keys as select distinct {keys} from ("
        + " union all by name ".join(sources)
        + ")"
    )
    # An upload that came holds each of its keys' newest rows itself or in a later upload;
    # one that went may uncover a row of any other.
    oldest = 0 if removed else min(upload.number for upload in added)
    candidates = [upload for upload in evidence.of(kind) if upload.number >= oldest]
    connection.execute(
        f"create table uploads.{kind.name} as "
        f"select * from ({evidence.rows(kind, candidates)}) "
        f"semi join changed_keys using ({keys})"
    )
    typed_keys = ", ".join(
        f"cast({quoted(name)} as date) as {quoted(name)}" if name == "month" else quoted(name)
        for name in kind.key
    )
    matching = f"semi join (select {typed_keys} from changed_keys) using ({keys})"
    connection.execute(f"insert into changed.{kind.name} from staging.{kind.name} {matching}")
    connection.execute(
        f"delete from staging.{kind.name} where rowid in "
        f"(select rowid from staging.{kind.name} {matching})"
    )
    connection.execute(f"create temp table restaged as {_staging_sql(kind)}")
    connection.execute(f"insert into changed.{kind.name} from restaged")
    connection.execute(f"insert into staging.{kind.name} from restaged")
    connection.execute("drop table restaged")


def _removed(connection: duckdb.DuckDBPyConnection, kind: Kind, gone: set[str]) -> list[str]:
    rows = connection.sql(
        f"select upload_id from build.uploads where kind = {text_literal(kind.name)} "
        "order by upload_id"
    ).fetchall()
    return [upload_id for (upload_id,) in rows if upload_id in gone]


def _staging_sql(kind: Kind) -> str:
    return QueryFile(QUERIES / "staging" / f"{kind.name}.sql").sql
