"""Verifying that the database of the records is whole and has every table and column."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from dashboard.storage.database import (
    ASKING_FAILED,
    is_damage,
    name_of,
    newest_revision,
    reading,
    revision_of,
)
from dashboard.storage.tables import metadata
from dashboard.storage.verifying.findings import Finding
from dashboard.storage.workspace import Workspace

RECORDS = "records"


def shape_findings(workspace: Workspace) -> Iterator[Finding]:
    """Name the tables and columns that are gone, or the database if it is damaged as such."""
    engine = workspace.records.engine
    for look in (_damaged_file, _other_revision, _lost_tables):
        try:
            with reading(engine) as connection:
                yield from look(connection)
        except ASKING_FAILED as error:
            if not is_damage(error):
                raise
            subject = "shape" if look is _other_revision else name_of(engine)
            yield Finding(RECORDS, subject, "altered")
            if look is _damaged_file:
                # It cannot be read at all, so that nothing more is known of it.
                return


def _damaged_file(connection: sa.Connection) -> Iterator[Finding]:
    """Look at every page of the file, also at those that nothing else reads."""
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("pragma quick_check(1)").scalar() != "ok":
        yield Finding(RECORDS, name_of(connection.engine), "altered")


def _other_revision(connection: sa.Connection) -> Iterator[Finding]:
    if revision_of(connection) != newest_revision():
        yield Finding(RECORDS, "shape", "altered")


def _lost_tables(connection: sa.Connection) -> Iterator[Finding]:
    there = sa.inspect(connection)
    tables = set(there.get_table_names())
    for name, table in sorted(metadata.tables.items()):
        if name not in tables:
            yield Finding("records_table", name, "missing")
            continue
        columns = {column["name"] for column in there.get_columns(name)}
        for column in sorted(set(table.columns.keys()) - columns):
            yield Finding("records_column", f"{name}.{column}", "missing")
