"""S33: each column of what people did is in the log, and nothing joins the log unseen."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.settings import Settings
from dashboard.storage.audit import chain
from dashboard.storage.links import Link
from dashboard.storage.records import Build
from dashboard.storage.verifying.findings import Finding
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace, open_workspace
from tests.stores import store_rows
from tests.tampering import forge, tampering
from tests.test_builds import a_team

OPEN, ENDED = "o" * 22, "e" * 22
MONTHS = {"2026-03": b"a disclosed table", "2026-04": b"a signed table"}


def _fill(at: Workspace) -> None:
    records = at.records
    store_rows(at, "teams", [a_team()])
    records.undo("U000001", "clerk1", "x")
    records.redo("U000001", "clerk1")
    build = Build(1, "b000001", "2026-03-31", True, 3, 1.5, "0" * 64, "2026-04-01")
    records.add_build(build, "clerk1")
    records.accounts.add("leader1", "admin1", password_hash="$a$b")
    for login in ("leader1", "clerk1"):
        records.grants.add(login, "leader", "T1", "admin1", valid_from=date(2026, 1, 1))
    records.grants.revoke(1, "admin1")
    records.sessions.begin("t" * 43, "leader1", "local", seconds=60)
    records.accounts.set_password("leader1", "$c$d", "admin1", must_change=False)
    link = Link(ENDED, "flags", "{}", "fixed", None, "zh", "people", "leader1", "m", 4e9)
    for one in (link, replace(link, code=OPEN)):
        records.links.add(one)
        records.links.note_opening(one, "leader1", 1e9)
    records.links.revoke(ENDED, "admin1", 1e9)
    for month, table in MONTHS.items():
        records.disclosures.sign(month, "b1", at.archive.keep_file(table), "assessor1")
    disclosed = records.disclosures.find("2026-03")
    assert disclosed is not None
    records.disclosures.disclose("2026-03", disclosed.sha256, "assessor2")


@pytest.fixture(scope="module")
def full_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace with a row of each state in every table."""
    stores = open_workspace(Settings(data=tmp_path_factory.mktemp("full") / "data"))
    _fill(stores)
    stores.records.engine.dispose()
    return stores.settings.data


@pytest.fixture
def full(full_folder: Path, tmp_path: Path) -> Workspace:
    """The same, of this test alone."""
    shutil.copytree(full_folder, tmp_path / "full")
    return open_workspace(Settings(data=tmp_path / "full"))


def change(stores: Workspace, *statements: str) -> None:
    """Write past the product."""
    path = stores.settings.data / "records.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "update disclosures set disclosed_at = 'm' where month = '2026-04'",
            Finding("disclosure", "2026-04", "altered"),
        ),
        (
            "update disclosures set disclosed_at = null where month = '2026-03'",
            Finding("disclosure", "2026-03", "altered"),
        ),
        (
            "update disclosures set signed_at = 'm' where month = '2026-04'",
            Finding("disclosure", "2026-04", "altered"),
        ),
        (
            f"update links set revoked_at = null where code = '{ENDED}'",
            Finding("link", ENDED[:8], "altered"),
        ),
        (
            f"update links set revoked_at = 1 where code = '{OPEN}'",
            Finding("link", OPEN[:8], "altered"),
        ),
        (
            f"update links set opened_at = 1 where code = '{OPEN}'",
            Finding("link", OPEN[:8], "altered"),
        ),
        (
            "update grants set revoked_at = 'm' where number = 1",
            Finding("grant", "1", "altered"),
        ),
        (
            "update upload_changes set at = 'm' where number = 1",
            Finding("upload_change", "U000001", "altered"),
        ),
    ],
)
def test_s33_a_moment_that_decides_is_in_the_log(
    full: Workspace, statement: str, found: Finding
) -> None:
    """A month made public, or a link revived, by one column alone has no entry."""
    assert verify(full) == []
    change(full, statement)

    assert verify(full) == [found]


def test_s33_a_session_that_a_new_password_ended_is_not_revived(full: Workspace) -> None:
    """Whoever knew the old token would be in again."""
    change(full, "update sessions set ended_at = null")

    assert [finding.subject for finding in verify(full)] == ["session"]


@pytest.mark.parametrize(
    ("statement", "subject"),
    [
        ("update grants set valid_from = 'x' where number = 2", "grant"),
        ("update uploads set covered_teams = 'x'", "upload_record"),
    ],
)
def test_s33_what_cannot_be_read_is_named(
    full: Workspace, statement: str, subject: str
) -> None:
    """A value of no form hides neither itself nor anything else."""
    change(full, statement, f"update links set audience = 'public' where code = '{OPEN}'")
    found = verify(full)

    assert subject in {finding.subject for finding in found}
    assert Finding("link", OPEN[:8], "altered") in found


@pytest.mark.parametrize(
    ("statements", "name"),
    [
        (
            (
                "drop trigger audit_delete",
                "create trigger audit_delete before delete on audit when 0 begin select 1; end",
            ),
            "audit_delete",
        ),
        (("create trigger x after insert on grants begin delete from links; end",), "x"),
    ],
)
def test_s33_a_guard_that_does_something_else_is_named(
    full: Workspace, statements: tuple[str, ...], name: str
) -> None:
    """The right name over another text guards nothing."""
    change(full, *statements)

    assert verify(full) == [Finding("audit_guard", name, "altered")]


def test_s33_an_entry_added_with_a_fitting_hash_is_named(full: Workspace) -> None:
    """A grant with an entry that fits, from somebody without the key; also later on."""
    newest = full.records.log.newest()
    assert newest is not None
    entry = {
        "number": newest[0] + 1,
        "at": "2026-11-22T10:00:00.000+00:00",
        "actor": "admin1",
        "act": "grant",
        "subject": "clerk1",
        "detail": chain.canonical({"number": 3}),
    }
    values = (*entry.values(), chain.hash_after(newest[1], entry))
    path = full.settings.data / "records.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("insert into audit values (?, ?, ?, ?, ?, ?, ?)", values)
        connection.execute(
            "insert into grants select 3, login, 'assessor', '*', valid_from, valid_to, "
            "granted_by, granted_at, null, null from grants where number = 2"
        )
    unseen = Finding("audit_entry", str(newest[0] + 1), "unseen")

    assert verify(full) == [unseen]
    full.records.note("clerk1", "export", "later")
    assert verify(full) == [unseen], "what comes after it does not vouch for it"


def _emptied(lines: list[bytes]) -> list[bytes]:
    return []


def _headless(lines: list[bytes]) -> list[bytes]:
    return lines[4:]


@pytest.mark.parametrize("left", [_emptied, _headless])
def test_s33_a_witness_that_lost_its_beginning_is_named(
    full: Workspace, left: Callable[[list[bytes]], list[bytes]]
) -> None:
    """Emptied, it would see a log written anew as if it were the first one."""
    path = full.witness.path
    path.write_bytes(b"".join(left(path.read_bytes().splitlines(keepends=True))))
    with tampering(full) as connection:
        connection.execute("update audit set actor = 'x' where number = 2")
        forge(connection)
    full.records.note("clerk1", "export", "later")

    assert Finding("audit_witness", "audit.log:1", "missing") in verify(full)


def test_s33_the_newest_version_is_missed(full: Workspace) -> None:
    """Without it, scores of before would serve as if nothing had come since."""
    older = full.built.path("b000000")
    older.parent.mkdir(parents=True, exist_ok=True)
    older.write_bytes(b"")

    assert Finding("version", "b000001", "missing") in verify(full)


def test_only_the_program_may_read_what_it_keeps(full_folder: Path) -> None:
    """Codes of links and sums of passwords are not for other accounts of the machine."""
    assert full_folder.stat().st_mode & 0o077 == 0
    assert (full_folder / "records.sqlite").stat().st_mode & 0o077 == 0
