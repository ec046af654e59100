"""Verifying the log: the chain from its first entry on, sealed files, guard and witness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

import sqlalchemy as sa

from dashboard.storage.audit import chain
from dashboard.storage.database import reading
from dashboard.storage.verifying.comparing import UNREADABLE, readable
from dashboard.storage.verifying.findings import Finding, runs
from dashboard.storage.verifying.walking import Walk, walk
from dashboard.storage.verifying.witness import WITNESS, lost, witness_findings
from dashboard.storage.workspace import Workspace

# What keeps entries from being rewritten, made by migration 0004: name and sum of its text,
# since one that does nothing can bear any name.
_TRIGGERS = {
    "audit_update": "b72db4c42606b0398e97d8a1c0da75318031357122f952e88e20bf9c37d8a5d7",
    "audit_delete": "0de9415f7123ed945bb3c151708f0a223159873560543336384cfbfedcb2e4eb",
    "audit_insert": "f2b5597068bafa352ec5bedf57c5271c0da688d9697b69f003642f8faa2dcb2a",
}
# Entries, and lines of the witness, that a quick look goes back.
LOOKED_BACK = 1_000


def log_findings(workspace: Workspace, acts: frozenset[str]) -> tuple[list[Finding], Walk]:
    """Return what is wrong with the log, and the log as it was walked."""
    # The witness is older than the walk, so that nothing added meanwhile seems cut off.
    size = workspace.witness.size()
    walked = walk(workspace, acts | {WITNESS})
    seen = list(witness_findings(workspace, walked, size))
    guard = readable("audit_guard", _guard_findings(workspace))
    return [*_findings_of(walked, seen), *guard], walked


def _findings_of(walked: Walk, seen: Iterable[Finding]) -> list[Finding]:
    cut = [Finding("audit_entry", UNREADABLE, "missing")] if walked.is_cut else []
    return [
        *cut,
        *walked.lost_files,
        *(Finding("audit_entry", name, "missing") for name in walked.missing),
        *(Finding("audit_entry", name, "altered") for name in runs(walked.altered)),
        *seen,
    ]


def end_findings(workspace: Workspace) -> list[Finding]:
    """Return what is wrong with the end of the log: quick enough for every look at it."""
    size = workspace.witness.size()
    engine = workspace.records.engine
    newest = workspace.records.log.newest()
    if newest is None:
        return [] if size is not None else [lost(workspace)]
    begin = max(newest[0] - LOOKED_BACK, 0)
    walked = Walk(frozenset())
    for entry in chain.entries(engine, after=begin):
        if begin and not walked.numbers:
            # Its own predecessor is not looked at.
            walked.begin_at(entry)
        else:
            walked.take(entry)
    seen = list(witness_findings(workspace, walked, size, last=LOOKED_BACK))
    return _findings_of(walked, seen)


def _guard_findings(workspace: Workspace) -> Iterator[Finding]:
    engine = workspace.records.engine
    if engine.dialect.name != "sqlite":
        return
    columns = [sa.column(name) for name in ("name", "sql", "type")]
    schema = sa.table("sqlite_master", *columns)
    with reading(engine) as connection:
        query = sa.select(schema.c.name, schema.c.sql).where(schema.c.type == "trigger")
        there = {name: _text_sum(sql) for name, sql in connection.execute(query)}
    for name in sorted({*_TRIGGERS, *there}):
        if name not in there:
            yield Finding("audit_guard", name, "missing")
        elif there[name] != _TRIGGERS.get(name):
            yield Finding("audit_guard", name, "altered")


def _text_sum(sql: str) -> str:
    """Return the sum of a statement, however it is laid out."""
    return sha256(" ".join(sql.split()).encode()).hexdigest()
