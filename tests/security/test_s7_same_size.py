"""S7: two large exports that differ in one score are two addresses, two names, two contents."""

from __future__ import annotations

import csv
import io
import secrets
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.serving import process
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace
from tests.asking import Reply, ask

MEBIBYTE = 2**20


@pytest.fixture
def two_versions(
    sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Workspace:
    """Two versions whose long lists of scored facts differ in one digit of one value."""
    folder = tmp_path / "data"
    shutil.copytree(sample_folder, folder)
    [first] = (folder / "built").glob("*.duckdb")
    with duckdb.connect(str(first)) as connection:
        connection.execute("update scores.items set x = 60.25 where rowid = 0")
    second = first.with_name("b999999.duckdb")
    shutil.copyfile(first, second)
    with duckdb.connect(str(second)) as connection:
        connection.execute("update scores.items set x = 60.75 where rowid = 0")
    stores = open_workspace(Settings(data=folder, identity="local"))
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    return stores


def test_two_large_exports_that_differ_in_one_score_stay_apart(
    two_versions: Workspace,
) -> None:
    """Same size, more than a mebibyte: the address tells them apart, and so does the name."""
    token = secrets.token_urlsafe(32)
    two_versions.records.grants.add(
        "leader1", "leader", "*", "tests", valid_from=date(2000, 1, 1)
    )
    two_versions.records.sessions.begin(token, "leader1", "local", seconds=3600)
    addresses = [
        f"/export/items.csv?months=all&version={version}"
        for version in two_versions.built.versions()
    ]

    old, new, again = (ask(address, token) for address in [*addresses, addresses[1]])

    assert len(set(addresses)) == 2
    assert len(old.body) == len(new.body) > MEBIBYTE
    assert old.body != new.body == again.body
    different = [
        pair for pair in zip(lines(old), lines(new), strict=True) if len(set(pair)) > 1
    ]
    assert len(different) == 1
    assert len({reply.file_name for reply in (old, new, again)}) == 3
    assert "b999999" in new.file_name


def lines(reply: Reply) -> list[tuple[str, ...]]:
    """Read a CSV."""
    return [tuple(line) for line in csv.reader(io.StringIO(reply.body.decode("utf-8-sig")))]
