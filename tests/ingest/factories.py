"""One valid row of each kind, and files made of such rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.ingest.receipt import Receipt
from dashboard.ingest.receiving import receive
from dashboard.kinds import KINDS
from dashboard.storage.workspace import Workspace

Row = dict[str, str]

VALID: dict[str, Row] = {
    "teams": {
        "team_id": "T1",
        "team_name": "潇湘市财政局",
        "short_names": "市财政局；财政局",
        "tier": "bureau",
        "peer_group": "市直部门",
    },
    "tasks": {
        "task_id": "K1",
        "team_id": "T1",
        "title": "修路",
        "due_on": "2026-03-20",
    },
    "ratings": {
        "month": "2026-03-01",
        "team_id": "T1",
        "rater_group": "peer",
        "rater_id": "R1",
        "score": "90",
    },
    "ballots": {
        "month": "2026-03-01",
        "team_id": "T1",
        "rater_group": "public",
        "excellent": "30",
        "good": "15",
        "fair": "4",
        "poor": "1",
    },
    "disclosures": {"notice_id": "N1", "team_id": "T1", "due_on": "2026-03-20"},
    "objections": {"objection_id": "O1", "team_id": "T1", "received_on": "2026-03-02"},
    "petitions": {
        "case_id": "C1",
        "team_id": "T1",
        "received_on": "2026-03-02",
        "petitioner": "欧阳晓",
    },
    "audit_findings": {
        "finding_id": "F1",
        "team_id": "T1",
        "found_on": "2026-03-02",
        "due_on": "2026-05-02",
    },
    "adjustments": {
        "adjustment_id": "A1",
        "team_id": "T1",
        "month": "2026-03-01",
        "kind": "red_slip",
        "reason": "逾期未办",
        "confirmed_by": "考核办",
        "confirmed_on": "2026-03-28",
    },
}


def row_of(kind: str, /, **changes: str) -> Row:
    """Return a valid row with some values changed."""
    return {**VALID[kind], **changes}


def file_of(rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> bytes:
    """Write rows as CSV; the header has every name that any row has."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, header, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def upload(workspace: Workspace, kind: str, *rows: Mapping[str, str], **how: Any) -> Receipt:
    """Receive a file of these rows."""
    return receive(workspace, kind, file_of(rows), f"{kind}.csv", **how)


def stored(workspace: Workspace, kind: str) -> list[dict[str, Any]]:
    """Return the rows that count, without those columns that are null, by their key."""
    active = workspace.records.uploads(kind)
    rows: pl.DataFrame = workspace.archive.current_rows(KINDS[kind], active).collect()
    return [
        {name: value for name, value in row.items() if value is not None}
        for row in rows.sort(KINDS[kind].key).iter_rows(named=True)
    ]
