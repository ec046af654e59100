"""The uploads of a build, and SQL that reads their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dashboard.kinds import Kind
from dashboard.pipeline.names import quoted, text_literal, values_sql
from dashboard.storage.archive import Archive
from dashboard.storage.uploads import Upload


@dataclass(frozen=True)
class Evidence:
    """The active uploads of a build and where their rows lie.

    Attributes:
        uploads: oldest first.
        drafts: upload id → Parquet of rows that are not in the archive yet.
    """

    archive: Archive
    uploads: list[Upload]
    drafts: Mapping[str, Path] = field(default_factory=dict)

    def of(self, kind: Kind) -> list[Upload]:
        """Return the active uploads of a kind, oldest first."""
        return [upload for upload in self.uploads if upload.kind == kind.name]

    def rows(self, kind: Kind, upload_ids: Iterable[str]) -> str:
        """Return SQL that gives the text rows of these uploads."""
        columns = ", ".join(map(quoted, (*kind.stored, "row")))
        archived, selects = [], []
        for upload_id in upload_ids:
            if upload_id not in self.drafts:
                path = self.archive.rows_path(kind.name, upload_id)
                archived.append(text_literal(str(path)))
                continue
            draft = text_literal(str(self.drafts[upload_id]))
            selects.append(
                f"select {columns}, {text_literal(upload_id)} as upload_id "
                f"from read_parquet({draft})"
            )
        if archived:
            selects.append(
                f"select {columns}, upload_id from read_parquet([{', '.join(archived)}])"
            )
        return " union all ".join(selects) or _no_rows(kind)

    def replacements(self) -> str:
        """Return SQL that gives what replacing uploads stand for.

        Columns are kind, upload_id, month such as 2026-03, and team_id, null for all.
        """
        # Of an upload that may speak for no team nothing is replaced.
        replacing = [u for u in self.uploads if u.covered_months and u.covered_teams != ()]
        months = [
            (u.kind, u.upload_id, month) for u in replacing for month in u.covered_months or ()
        ]
        if not months:
            return (
                "select cast(null as varchar) as kind, cast(null as varchar) as upload_id, "
                'cast(null as varchar) as "month", cast(null as varchar) as team_id where false'
            )
        teams = [(u.upload_id, team) for u in replacing for team in u.covered_teams or ()]
        of_teams = values_sql(teams or [("", "")])
        return (
            "select kind, months.upload_id, months.month, teams.team_id "
            f'from (values {values_sql(months)}) as months(kind, upload_id, "month") '
            f"left join (values {of_teams}) as teams(upload_id, team_id) "
            "on months.upload_id = teams.upload_id"
        )


def describe(connection: duckdb.DuckDBPyConnection, evidence: Evidence) -> None:
    """Write into a version which uploads it holds: build.uploads, build.replacements."""
    connection.execute(
        """
        create or replace table build.uploads (
            upload_id varchar, kind varchar, file_name varchar, sha256 varchar,
            uploaded_at varchar, uploaded_by varchar, row_count bigint
        )
        """
    )
    rows = [
        (u.upload_id, u.kind, u.file_name, u.sha256, u.uploaded_at, u.uploaded_by, u.row_count)
        for u in evidence.uploads
    ]
    if rows:
        connection.execute(f"insert into build.uploads values {values_sql(rows)}")
    connection.execute(
        f"create or replace table build.replacements as {evidence.replacements()}"
    )


def _no_rows(kind: Kind) -> str:
    columns = ", ".join(
        f"cast(null as varchar) as {quoted(name)}" for name in (*kind.stored, "upload_id")
    )
    return f'select {columns}, cast(null as bigint) as "row" where false'
