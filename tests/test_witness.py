"""The witness: what it has seen cannot be forged, and its own trouble loses no act."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from dashboard.settings import Settings
from dashboard.storage.verifying.findings import Finding
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace, open_workspace
from tests.tampering import tampering


@pytest.fixture
def stores(workspace: Workspace) -> Workspace:
    """A workspace with five entries."""
    for number in range(5):
        workspace.records.note("clerk1", "export", f"e{number}")
    return workspace


def test_each_commit_is_seen_once(stores: Workspace) -> None:
    """The newest line holds number and hash of the newest entry."""
    seen = list(stores.witness.lines(stores.witness.size() or 0))

    assert [one.number for one in seen] == [1, 2, 3, 4, 5]
    assert (seen[-1].number, seen[-1].hash) == stores.records.log.newest()


def test_a_witness_on_another_disk_is_used(tmp_path: Path) -> None:
    """Who can write the database need not be able to write there."""
    path = tmp_path / "other" / "seen.log"
    stores = open_workspace(Settings(data=tmp_path / "data", witness_path=path))
    stores.records.note("clerk1", "export", "x")

    assert path.stat().st_size
    assert not (tmp_path / "data" / "witness").exists()
    assert verify(stores) == []


def test_a_removed_witness_is_named_and_not_made_again(stores: Workspace) -> None:
    """Neither the next act nor the next start of the program hides that it is gone."""
    stores.witness.path.unlink()
    stores.records.note("clerk1", "export", "e5")
    later = open_workspace(stores.settings)
    later.records.note("clerk1", "export", "e6")

    assert verify(later) == [Finding("audit_witness", "audit.log", "missing")]


def test_a_line_without_the_key_is_named(stores: Workspace) -> None:
    """Whoever can write the file, but not read the key, cannot write what fits."""
    lines = stores.witness.path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"3 ", b"9 ", 1)
    stores.witness.path.write_bytes(b"".join(lines))

    assert verify(stores) == [Finding("audit_witness", "audit.log:3", "altered")]


def test_another_key_fits_no_line(stores: Workspace) -> None:
    """A key that was replaced is noticed by every line there is."""
    (stores.settings.data / "secret" / "witness_key").write_text("another")
    later = open_workspace(stores.settings)

    assert {finding.state for finding in verify(later)} == {"altered"}


def test_only_we_may_read_the_key(stores: Workspace) -> None:
    """It lies outside of the archive and of the database."""
    path = stores.settings.data / "secret" / "witness_key"
    assert path.stat().st_mode & 0o077 == 0


def test_a_witness_that_is_behind_catches_up(stores: Workspace) -> None:
    """A process killed between commit and witness leaves nothing wrong."""
    lines = stores.witness.path.read_bytes().splitlines(keepends=True)
    stores.witness.path.write_bytes(b"".join(lines[:3]))

    assert verify(stores) == []
    (*_, last) = stores.witness.lines(stores.witness.size() or 0)
    assert last.number == 5


def test_entries_that_were_not_even_begun_stay_named(stores: Workspace) -> None:
    """No later line vouches for what somebody wrote past the product."""
    path = stores.witness.path
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3]))
    path.with_name("audit.log.begun").unlink()
    unseen = [Finding("audit_entry", "4-5", "unseen")]

    assert verify(stores) == unseen
    stores.records.note("clerk1", "export", "e5")
    assert verify(stores) == unseen, "a later line does not vouch for them"


@pytest.mark.parametrize("left", [1, 40, 78, 109])
def test_half_a_line_is_no_forgery(stores: Workspace, left: int) -> None:
    """What a full disk cut off is passed over; the next line begins anew."""
    path = stores.witness.path
    path.write_bytes(path.read_bytes()[: -(110 - left)])
    assert verify(stores) == []
    stores.records.note("clerk1", "export", "e5")

    assert verify(stores) == []
    assert [one.number for one in stores.witness.lines(stores.witness.size() or 0)][-1] == 6


@pytest.mark.parametrize("trouble", ["open", "write", "fdatasync"])
def test_a_disk_in_trouble_does_not_lose_the_act(
    stores: Workspace, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    """The act stands, verify says that the witness is behind, and then it is not any more."""
    whole = getattr(os, trouble)

    def full(*arguments: object, **named: object) -> object:
        if trouble != "open" or arguments[0] == stores.witness.path:
            raise OSError(28, "No space left on device")
        return whole(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, trouble, full)
        stores.records.note("clerk1", "export", "e5")
        found = verify(stores)

    behind = [Finding("audit_witness", "audit.log", "behind")]
    # A line that was written but not flushed may still come to be there.
    assert found == ([] if trouble == "fdatasync" else behind)
    newest = stores.records.log.newest()
    assert newest is not None
    assert newest[0] == 6
    assert verify(stores) == []


def test_a_witness_begun_again_says_so_in_the_log(stores: Workspace) -> None:
    """What was cut off before is out of its sight, and an auditor can read since when."""
    with tampering(stores) as connection:
        connection.execute("delete from audit where number = 5")
    stores.witness.path.rename(stores.witness.path.with_suffix(".old"))
    stores.witness.begin_again()
    stores.records.note("operator", "witness", "audit.log", reason="x")

    assert verify(stores) == []
    (first,) = stores.witness.lines(stores.witness.size() or 0)
    assert first.number == 5


def test_the_records_of_an_earlier_release_get_a_witness(stores: Workspace) -> None:
    """It begins with what is there."""
    stores.witness.path.unlink()
    (stores.settings.data / "secret" / "witness_key").unlink()
    later = open_workspace(stores.settings)

    assert verify(later) == []
    with sqlite3.connect(later.settings.data / "records.sqlite") as connection:
        (guard,) = connection.execute(
            "select count(*) from sqlite_master where type = 'trigger'"
        ).fetchone()
    assert guard == 3
