"""Bringing `staging.*` in line with the active uploads, and telling which rows changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.kinds import KINDS, Kind
from dashboard.pipeline.evidence import Evidence
from dashboard.pipeline.names import date_literal, quoted, text_literal
from dashboard.pipeline.query_files import QUERIES, QueryFile
from dashboard.storage.uploads import Upload

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
class _Change:
    """Uploads of one kind that came, and ids of those that went, since the last version."""

    came: list[Upload]
    went: list[str]


def stage_all(connection: duckdb.DuckDBPyConnection, evidence: Evidence) -> None:
    """Make every staging relation from all active uploads."""
    _start(connection, evidence)
    connection.execute("create schema staging")
    for kind in KINDS.values():
        rows = evidence.rows(kind, _ids(evidence.of(kind)))
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
    _start(connection, evidence)
    connection.execute("create schema changed")
    current = {upload.upload_id for upload in evidence.uploads}
    for kind in KINDS.values():
        connection.execute(
            f"create table changed.{kind.name} as from staging.{kind.name} limit 0"
        )
        change = _Change(
            [upload for upload in evidence.of(kind) if upload.upload_id not in earlier_uploads],
            _held(connection, kind, earlier_uploads - current),
        )
        if change.came or change.went:
            _restage(connection, evidence, kind, change)
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


def _start(connection: duckdb.DuckDBPyConnection, evidence: Evidence) -> None:
    connection.execute("create schema uploads")
    connection.execute(f"create table uploads.replacements as {evidence.replacements()}")


def _restage(
    connection: duckdb.DuckDBPyConnection, evidence: Evidence, kind: Kind, change: _Change
) -> None:
    keys = ", ".join(map(quoted, kind.key))
    found = " union ".join(_changed_keys(connection, evidence, kind, change))
    connection.execute(f"create or replace temp table changed_keys as {found}")
    # An upload that came holds each of its keys' newest rows itself or in a later upload,
    # and what it replaced is gone; one that went may uncover a row of any other.
    oldest = 0 if change.went else min(upload.number for upload in change.came)
    candidates = [upload for upload in evidence.of(kind) if upload.number >= oldest]
    connection.execute(
        f"create table uploads.{kind.name} as "
        f"select * from ({evidence.rows(kind, _ids(candidates))}) "
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


def _changed_keys(
    connection: duckdb.DuckDBPyConnection, evidence: Evidence, kind: Kind, change: _Change
) -> Iterator[str]:
    """Give SQL for the keys whose row may be another one: each a part of the change."""
    keys = ", ".join(map(quoted, kind.key))
    moved = [*_ids(change.came), *change.went]
    yield f"select {keys} from ({evidence.rows(kind, moved)})"
    if any(upload.covered_months for upload in change.came):
        # What they replace stands in staging still, or is gone already.
        yield _replaced(kind, f"staging.{kind.name}", "uploads.replacements", _ids(change.came))
    if uncovering := _held(connection, kind, set(change.went), "build.replacements"):
        earlier = [u.upload_id for u in evidence.of(kind) if u.upload_id < max(uncovering)]
        rows = f"({evidence.rows(kind, earlier)})"
        yield _replaced(kind, rows, "build.replacements", uncovering)


def _replaced(kind: Kind, rows: str, replacements: str, upload_ids: list[str]) -> str:
    """Return SQL for the keys of those rows that some of the replacing uploads stand for."""
    assert kind.month_column is not None, f"{kind.name} has no months to replace"
    keys = ", ".join(f"cast(held.{quoted(name)} as varchar)" for name in kind.key)
    month = f"substring(cast(held.{quoted(kind.month_column)} as varchar), 1, 7)"
    names = ", ".join(map(text_literal, upload_ids))
    return f"""
        select {keys}
        from {rows} as held
        where exists (
            select 1
            from {replacements} as replacing
            where replacing.upload_id in ({names})
                and replacing.upload_id > held.upload_id
                and replacing.month = {month}
                and (replacing.team_id is null or replacing.team_id = held.team_id)
        )
    """


def _held(
    connection: duckdb.DuckDBPyConnection,
    kind: Kind,
    upload_ids: set[str],
    relation: str = "build.uploads",
) -> list[str]:
    """Return those of the uploads that the last version names in a relation, in order."""
    rows = connection.sql(
        f"select distinct upload_id from {relation} "
        f"where kind = {text_literal(kind.name)} order by upload_id"
    ).fetchall()
    return [upload_id for (upload_id,) in rows if upload_id in upload_ids]


def _ids(uploads: list[Upload]) -> list[str]:
    return [upload.upload_id for upload in uploads]


def _staging_sql(kind: Kind) -> str:
    return QueryFile(QUERIES / "staging" / f"{kind.name}.sql").sql
