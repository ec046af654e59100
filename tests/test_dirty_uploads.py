"""Scores do not depend on how a clerk writes: not in the last digit."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from dashboard.first_run import sample_as_of
from dashboard.ingest.receiving import receive
from dashboard.kinds import KINDS
from dashboard.pipeline.build import build
from dashboard.sample.city import write_city
from dashboard.storage.workspace import Workspace
from tests.comparing import differences, published
from tests.ingest import dialects
from tests.ingest.dialects import Dialect
from tests.ingest.sheet_files import as_csv, as_workbook
from tests.stores import new_workspace

Rows = list[dict[str, str]]


@pytest.mark.parametrize("seed", range(2))
def test_dirty_files_give_the_same_scores_to_the_last_digit(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Every kind, once in canonical form and once in a dialect of CSV or XLSX.
    """
    write_city(tmp_path / "city", teams=24, months=5, seed=seed)
    tables = {kind: rows_in(tmp_path / "city" / f"{kind}.csv") for kind in KINDS}
    names = {row["team_id"]: (row["team_name"],) for row in tables["teams"]}
    monkeypatch.setattr(dialects, "REGISTER", names)
    clean, dirty = new_workspace(tmp_path / "clean"), new_workspace(tmp_path / "dirty")
    chance = random.Random(seed)
    for kind, rows in tables.items():
        take(clean, kind, (tmp_path / "city" / f"{kind}.csv").read_bytes())
        write = chance.choice([as_csv, as_workbook])
        content, _ = write(Dialect(chance, KINDS[kind]).sheet(rows), chance)
        take(dirty, kind, content)

    for workspace in (clean, dirty):
        build(workspace, sample_as_of())
    expected, actual = published(clean), published(dirty)

    assert len(expected["scores"]) > 0
    assert {
        name: differences(name, actual[name], expected[name], tolerance=0) for name in expected
    } == {name: [] for name in expected}


def rows_in(path: Path) -> Rows:
    """Return the canonical rows of a file, without blank cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            {name: cell for name, cell in row.items() if cell} for row in csv.DictReader(file)
        ]
    # A dialect writes any day of a month.
    return [row | {"month": f"{row['month']}-01"} if "month" in row else row for row in rows]


def take(workspace: Workspace, kind: str, content: bytes) -> None:
    """Receive a file that has no problem."""
    receipt = receive(workspace, kind, content, kind)
    assert receipt.problems == ()
    assert receipt.upload_id is not None
