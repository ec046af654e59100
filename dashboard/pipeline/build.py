"""A build: from the active uploads to a new published version.

It never edits what is published. It works on a copy of the last version, computes only the
months that changed, runs queries/checks/, and renames the file into place. Whatever goes
wrong before that leaves the published version serving.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dashboard.errors import CheckFailedError
from dashboard.pipeline import months, staged
from dashboard.pipeline.basis import Basis, basis_of, recipe
from dashboard.pipeline.evidence import Evidence, describe
from dashboard.pipeline.names import date_literal, text_literal
from dashboard.pipeline.query_files import query_files
from dashboard.pipeline.rules import load_rules
from dashboard.pipeline.running import WORKING_LAYERS, run_steps
from dashboard.storage.files import sha256_of
from dashboard.storage.moments import now
from dashboard.storage.records import Build
from dashboard.storage.workspace import Workspace


@dataclass(frozen=True)
class BuildReport:
    """What a build did.

    Attributes:
        months_built: months computed anew, count; 0 when nothing had changed.
        rows: rows of scores in the version.
    """

    version: str
    months_built: int
    seconds: float
    rows: int


def build(
    workspace: Workspace,
    as_of: date | None = None,
    *,
    full: bool = False,
    actor: str = "operator",
) -> BuildReport:
    """Score what changed and publish a new version; without changes, name the last one.

    Args:
        as_of: the day the version describes; None is today.
        full: compute every month, whatever changed.

    Raises:
        CheckFailedError: a check found rows; the published version stays.
        BusyError: another build takes too long.
    """
    as_of = as_of or date.today()
    with workspace.records.lock("build"):
        started = time.perf_counter()
        evidence = Evidence(workspace.archive, workspace.records.uploads())
        basis = None if full else basis_of(workspace)
        if basis is not None and _is_current(basis, evidence, as_of):
            return BuildReport(basis.version, 0, time.perf_counter() - started, basis.rows)
        number = _next_number(workspace)
        version = f"b{number:06d}"
        unpublished = workspace.built.unpublished(version)
        # A build that was killed may have left its file, or a log that would be replayed.
        workspace.built.sweep()
        try:
            month_count, rows = make(workspace, unpublished, version, evidence, basis, as_of)
            seconds = time.perf_counter() - started
            record = Build(
                number=number,
                version=version,
                as_of=as_of.isoformat(),
                is_full=basis is None,
                month_count=month_count,
                seconds=seconds,
                sha256=sha256_of(unpublished),
                built_at=now(),
            )
            # Recorded first: a version is never seen without the sum it is verified by.
            workspace.records.add_build(record, actor)
            # What an open link shows stays; a link ends, so that cannot fill a disk for ever.
            held = workspace.records.links.held_versions(time.time())
            workspace.built.publish(
                unpublished, version, workspace.settings.kept_versions, held
            )
        finally:
            workspace.built.sweep()
    return BuildReport(version, month_count, seconds, rows)


def make(
    workspace: Workspace,
    path: Path,
    version: str,
    evidence: Evidence,
    basis: Basis | None,
    as_of: date,
) -> tuple[int, int]:
    """Make a version in a file of its own, which nobody reads yet.

    Args:
        basis: the version to copy and to bring up to date; None computes everything.

    Returns:
        Months computed and rows of scores, counts.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if basis is not None:
        shutil.copyfile(workspace.built.path(basis.version), path)
    connection = connect(workspace, path)
    try:
        if basis is None:
            _start_anew(connection, evidence, as_of)
            month_count = run_steps(connection, None)
        else:
            changed = _start_from(connection, evidence, basis, as_of)
            month_count = run_steps(connection, changed)
        _describe(connection, version, as_of, evidence)
        _check(connection)
        rows = connection.sql("select count(*) from scores.scores").fetchall()[0][0]
        connection.execute("checkpoint")
        return month_count, rows
    finally:
        connection.close()


def connect(workspace: Workspace, path: Path) -> duckdb.DuckDBPyConnection:
    """Open the file of a build, within what the settings allow it to use."""
    settings = workspace.settings
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": settings.build_memory,
        "temp_directory": str(settings.data / "tmp"),
        "preserve_insertion_order": "false",
        # Names in a build are relations: not variables of Python, nor things to fetch.
        "python_enable_replacements": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
    }
    if settings.build_threads is not None:
        config["threads"] = settings.build_threads
    return duckdb.connect(str(path), config=config)


def _start_anew(connection: duckdb.DuckDBPyConnection, evidence: Evidence, as_of: date) -> None:
    connection.execute("create schema build")
    load_rules(connection)
    staged.stage_all(connection, evidence)
    months.set_as_of(connection, as_of)
    months.make_calendar(connection, as_of)
    months.scope_all(connection)
    _remember_months(connection)


def _start_from(
    connection: duckdb.DuckDBPyConnection, evidence: Evidence, basis: Basis, as_of: date
) -> set[str]:
    """Prepare an incremental build; return the relations that are not as they were."""
    days = (basis.as_of, as_of)
    _remember_months(connection)
    changed = staged.stage_changes(connection, evidence, basis.upload_ids, days)
    months.set_as_of(connection, as_of)
    months.make_calendar(connection, as_of)
    months.scope_changes(connection, days)
    changed |= {"build.months", "build.calendar_months", "build.days"}
    return changed | {"build.run"} if days[0] != days[1] else changed


def _remember_months(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep which months the last version looked at, and which of them it scored."""
    connection.execute(
        "create or replace table build.known_months as select month from build.calendar_months"
    )
    is_first = not connection.sql(
        "select 1 from duckdb_tables() where schema_name = 'scores' and table_name = 'months'"
    ).fetchall()
    source = (
        "select month from build.known_months"
        if is_first
        else "select month from scores.months"
    )
    connection.execute(f"create or replace table build.scored_months as {source}")


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    for file in query_files("checks"):
        rows = connection.sql(file.sql).limit(3).fetchall()
        if rows:
            raise CheckFailedError(
                f"The check {file.name} found rows that must not be, such as {rows}. "
                "The last version keeps serving."
            )


def _describe(
    connection: duckdb.DuckDBPyConnection, version: str, as_of: date, evidence: Evidence
) -> None:
    for layer in WORKING_LAYERS:
        connection.execute(f"drop schema if exists {layer} cascade")
    describe(connection, evidence)
    connection.execute(
        f"""
        create or replace table build.version as
        select
            {text_literal(version)} as version,
            {date_literal(as_of)} as as_of,
            {text_literal(now())} as built_at,
            {text_literal(recipe())} as fingerprint,
            min(month) as first_month,
            max(month) as last_month
        from scores.months
        """
    )


def _is_current(basis: Basis, evidence: Evidence, as_of: date) -> bool:
    current = {upload.upload_id for upload in evidence.uploads}
    return basis.as_of == as_of and basis.upload_ids == current


def _next_number(workspace: Workspace) -> int:
    recorded = [record.number for record in workspace.records.builds()]
    published = [int(version[1:]) for version in workspace.built.versions()]
    return max([0, *recorded, *published]) + 1
