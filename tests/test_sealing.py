"""Sealing: entries past their time leave the table, and are still part of the chain."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from dashboard.settings import Settings
from dashboard.storage.audit import chain
from dashboard.storage.sealing import folder, prune, sealed_entries, seals
from dashboard.storage.verifying.findings import Finding
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace
from tests.stores import store_rows
from tests.tampering import forge, tampering
from tests.test_builds import a_team

TODAY = date.today()


@pytest.fixture
def old(workspace: Workspace) -> Workspace:
    """A workspace with an upload and two exports of ten years ago, and an act of today."""
    store_rows(workspace, "teams", [a_team()])
    workspace.records.note("clerk1", "export", "old1")
    workspace.records.note("clerk1", "export", "old2")
    workspace.records.engine.dispose()
    with tampering(workspace) as connection:
        connection.execute("update audit set at = replace(at, substr(at, 1, 4), '2016')")
        forge(connection)
    # What the witness saw of the years that were forged here is begun anew, and told.
    workspace.witness.path.write_bytes(b"")
    workspace.records.note("operator", "witness", "new")
    return workspace


def numbers(workspace: Workspace) -> list[int]:
    """Numbers of the entries in the table."""
    return [entry.number for entry in chain.entries(workspace.records.engine)]


def test_old_entries_are_sealed_and_the_chain_goes_on(old: Workspace) -> None:
    """They are in the file as they were in the table; everything is still verified."""
    before = list(chain.entries(old.records.engine))
    seal = prune(old, "operator", TODAY)

    assert seal is not None
    assert (seal.first, seal.last, seal.last_hash) == (1, 3, before[2].hash)
    assert list(sealed_entries(folder(old) / seal.file)) == before[:3]
    assert numbers(old) == [4, 5]
    assert verify(old) == []
    old.records.note("clerk1", "export", "later")
    assert verify(old) == []


def test_nothing_young_is_sealed(workspace: Workspace) -> None:
    """There is nothing to do before its time."""
    workspace.records.note("clerk1", "export", "new")

    assert prune(workspace, "operator", TODAY) is None
    assert numbers(workspace) == [1]


def test_sealing_goes_on_from_the_last_seal(old: Workspace) -> None:
    """Also when the entry that told of the first seal is sealed itself."""
    prune(old, "operator", TODAY)
    later = date(TODAY.year + 10, 1, 1)
    prune(old, "operator", later)
    prune(old, "operator", later.replace(year=TODAY.year + 20))

    assert [(seal.first, seal.last) for seal in seals(old)] == [(1, 3), (4, 5), (6, 6)]
    assert numbers(old) == [7]
    assert verify(old) == []


def test_a_changed_sealed_file_is_named(old: Workspace) -> None:
    """As are the entries in it that differ."""
    seal = prune(old, "operator", TODAY)
    assert seal is not None
    path = folder(old) / seal.file
    path.write_text(path.read_text(encoding="utf-8").replace("old1", "old9"), encoding="utf-8")

    found = verify(old)
    assert Finding("sealed_log", seal.file, "altered") in found
    assert Finding("audit_entry", "2", "altered") in found


def test_a_sealed_file_cut_short_is_named(old: Workspace) -> None:
    """The seal says how many there were."""
    seal = prune(old, "operator", TODAY)
    assert seal is not None
    path = folder(old) / seal.file
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:2]))

    assert Finding("audit_entry", "3", "missing") in verify(old)


def test_a_removed_sealed_file_is_named(old: Workspace) -> None:
    """The chain is taken up again from the hash that was kept."""
    seal = prune(old, "operator", TODAY)
    assert seal is not None
    (folder(old) / seal.file).unlink()

    found = verify(old)
    assert Finding("sealed_log", seal.file, "missing") in found
    assert not [one for one in found if one.subject == "audit_entry"]


def test_entries_removed_without_a_seal_are_named(old: Workspace) -> None:
    """The beginning cannot be cut off either."""
    with tampering(old) as connection:
        connection.execute("delete from audit where number <= 2")

    assert Finding("audit_entry", "1-2", "missing") in verify(old)


def test_a_forged_seal_is_named(old: Workspace) -> None:
    """A seal that names a file which is not there hides nothing."""
    facts = {"file": "audit-x.jsonl", "first": 1, "last": 2, "last_hash": "0", "sha256": "0"}
    old.records.note("operator", "prune", "audit-x.jsonl", **facts)
    with old.records.engine.begin() as connection:
        connection.exec_driver_sql("delete from audit where number <= 2")

    assert Finding("sealed_log", "audit-x.jsonl", "missing") in verify(old)


def test_what_was_not_sealed_cannot_be_removed(old: Workspace) -> None:
    """The way out of the table is open for sealed entries alone."""
    prune(old, "operator", TODAY)
    with (
        pytest.raises(IntegrityError, match="never removed"),
        old.records.engine.begin() as connection,
    ):
        connection.exec_driver_sql("delete from audit where number = 4")


def test_sealed_entries_stay_in_the_words_they_were_hashed_in(old: Workspace) -> None:
    """A file can be read by any program, a line an entry."""
    seal = prune(old, "operator", TODAY)
    assert seal is not None
    lines = (folder(old) / seal.file).read_text(encoding="utf-8").splitlines()

    assert [json.loads(line)["number"] for line in lines] == [1, 2, 3]


@pytest.mark.parametrize(("months", "is_taken"), [(5, False), (6, True), (120, True)])
def test_the_log_is_kept_for_six_months_at_least(
    tmp_path: Path, months: int, is_taken: bool
) -> None:
    """A shorter time is refused at the start."""
    if is_taken:
        assert Settings(data=tmp_path, log_months=months).log_months == months
        return
    with pytest.raises(ValidationError, match="log_months"):
        Settings(data=tmp_path, log_months=months)


@pytest.mark.parametrize("months", [6, 36])
def test_an_entry_stays_for_the_whole_time(old: Workspace, months: int) -> None:
    """Sealing goes by whole months, and never a day too early."""
    settings = Settings(data=old.settings.data, log_months=months)
    kept = replace(old, settings=settings)
    moment = date(2016, 1, 1)
    first = next(chain.entries(old.records.engine)).at[:10]
    year, month, _ = map(int, first.split("-"))
    whole = year * 12 + month - 1 + months
    last_day = moment.replace(year=whole // 12, month=whole % 12 + 1)

    assert prune(kept, "operator", last_day) is None
    after = whole + 1
    seal = prune(kept, "operator", moment.replace(year=after // 12, month=after % 12 + 1))
    assert seal is not None
