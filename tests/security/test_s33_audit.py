"""S33: every act has one entry, in its transaction; nothing in the log is rewritten unseen."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from dashboard.settings import Settings
from dashboard.storage.audit import chain
from dashboard.storage.links import Link
from dashboard.storage.records import Build
from dashboard.storage.tables import audit
from dashboard.storage.verifying.findings import Finding
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace, open_workspace
from tests.stores import store_rows
from tests.tampering import forge, rewrite, tampering
from tests.test_builds import a_task, a_team

TOKEN = "t" * 43
CODE = "c" * 22
TABLE = b"a signed table"
SUM = sha256(TABLE).hexdigest()


def a_link() -> Link:
    """A link that somebody made."""
    return Link(CODE, "flags", "{}", "fixed", None, "zh", "people", "leader1", "m", 4e9)


def a_build() -> Build:
    """A version that was built; its file is not looked for."""
    return Build(1, "b000001", "2026-03-31", True, 3, 1.5, SUM, "2026-04-01T00:00:00+00:00")


# Act → how it is done, in an order in which each can be.
Do = Callable[[Workspace], object]
ACTS: dict[str, Do] = {
    "account": lambda at: at.records.accounts.add("leader1", "admin1", password_hash="$a$b"),
    "password": lambda at: at.records.accounts.set_password(
        "leader1", "$c$d", "leader1", must_change=False
    ),
    "grant": lambda at: at.records.grants.add(
        "leader1", "leader", "T1", "admin1", valid_from=date(2026, 1, 1)
    ),
    "sign_in": lambda at: at.records.sessions.begin(TOKEN, "leader1", "local", seconds=60),
    "look_as": lambda at: at.records.sessions.look_as(TOKEN, "clerk1", "leader1"),
    "upload": lambda at: store_rows(at, "teams", [a_team()]),
    "undo": lambda at: at.records.undo("U000001", "clerk1", "x"),
    "redo": lambda at: at.records.redo("U000001", "clerk1"),
    "build": lambda at: at.records.add_build(a_build(), "clerk1"),
    "make_link": lambda at: at.records.links.add(a_link()),
    "open_link": lambda at: at.records.links.note_opening(a_link(), "leader1", 1e9),
    "extend_link": lambda at: at.records.links.extend(CODE, "leader1", 1e9, 4.1e9),
    "revoke_link": lambda at: at.records.links.revoke(CODE, "admin1", 1e9),
    "sign": lambda at: at.records.disclosures.sign(
        "2026-03", "b000001", at.archive.keep_file(TABLE), "assessor1"
    ),
    "disclose": lambda at: at.records.disclosures.disclose("2026-03", SUM, "assessor2"),
    "revoke_grant": lambda at: at.records.grants.revoke(1, "admin1"),
    "view": lambda at: at.records.log.note_once(
        "leader1", "view", "T1", "2026", "s", how="page"
    ),
    "sign_out": lambda at: at.records.sessions.end(TOKEN),
    "end_sessions": lambda at: at.records.sessions.end_all("leader1", "admin1"),
    "export": lambda at: at.records.note("leader1", "export", "scores", rows=3),
}
# Every table with what a row of it is called by verify.
FORGED = {
    "uploads": ("row_count = 9", "upload_record", "U000001"),
    "upload_changes": ("reason = 'y'", "upload_change", "U000001"),
    "builds": ("as_of = '2026-02-28'", "build_record", "b000001"),
    "accounts": ("password_hash = '$e$f'", "account", "leader1"),
    "grants": ("team_id = '*'", "grant", "1"),
    "sessions": ("login = 'admin1'", "session", None),
    "links": ("audience = 'public'", "link", CODE[:8]),
    "disclosures": ("signed_by = 'x'", "disclosure", "2026-03"),
}


def acts(workspace: Workspace) -> list[str]:
    """The acts of the log, oldest first."""
    return [entry.act for entry in chain.entries(workspace.records.engine)]


@pytest.fixture(scope="module")
def busy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace where every act was done once."""
    stores = open_workspace(Settings(data=tmp_path_factory.mktemp("busy")))
    for do in ACTS.values():
        do(stores)
    stores.records.engine.dispose()
    return stores.settings.data


@pytest.fixture
def busy(busy_folder: Path, tmp_path: Path) -> Workspace:
    """A workspace of this test alone, where every act was done once."""
    shutil.copytree(busy_folder, tmp_path / "busy")
    return open_workspace(Settings(data=tmp_path / "busy"))


def test_each_act_writes_exactly_one_entry(workspace: Workspace) -> None:
    """One act, one entry; and the two agree."""
    for name, do in ACTS.items():
        before = len(acts(workspace))
        do(workspace)
        assert acts(workspace)[before:] == [name]
    assert verify(workspace) == []


@pytest.mark.parametrize("name", [name for name in ACTS if name not in ("view", "export")])
def test_an_act_without_its_entry_is_not_done(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What cannot be put on record does not happen: both are one transaction."""
    for earlier in list(ACTS)[: list(ACTS).index(name)]:
        ACTS[earlier](workspace)
    tables = snapshot(workspace)

    def fail(*_: object, **__: object) -> None:
        raise OSError("no entry")

    monkeypatch.setattr(chain, "append", fail)
    with pytest.raises(OSError, match="no entry"):
        ACTS[name](workspace)
    assert snapshot(workspace) == tables


def snapshot(workspace: Workspace) -> dict[str, list]:
    """Every row of the records but the locks."""
    with sqlite3.connect(workspace.settings.data / "records.sqlite") as connection:
        return {
            table: connection.execute(f"select * from {table}").fetchall()
            for table in (*FORGED, "audit")
        }


def test_nothing_secret_is_in_the_log(busy: Workspace) -> None:
    """No token, code, password or its hash: what the log holds opens nothing."""
    written = "".join(entry.detail for entry in chain.entries(busy.records.engine))
    for secret in (TOKEN, CODE, "$a$b", "$c$d"):
        assert secret not in written


@pytest.mark.parametrize("table", FORGED)
def test_a_row_changed_past_the_product_is_named(busy: Workspace, table: str) -> None:
    """Whoever changes what an act has stored cannot change the entry of the act."""
    change, subject, name = FORGED[table]
    with tampering(busy) as connection:
        connection.execute(f"update {table} set {change}")

    assert [(found.subject, found.state) for found in verify(busy)] == [(subject, "altered")]
    if name is not None:
        assert verify(busy)[0].name == name


@pytest.mark.parametrize("table", [name for name in FORGED if name != "sessions"])
def test_a_removed_row_is_named(busy: Workspace, table: str) -> None:
    """The log still tells of it."""
    with tampering(busy) as connection:
        connection.execute(f"delete from {table}")

    found = {(finding.subject, finding.name) for finding in verify(busy)}
    assert FORGED[table][1:] in found


@pytest.mark.parametrize("table", [name for name in FORGED if name != "upload_changes"])
def test_a_row_that_nobody_made_is_named(busy: Workspace, table: str) -> None:
    """A grant, an account or a session slipped into the database has no entry."""
    key = {"accounts": "login", "sessions": "token_sha256", "links": "code"}.get(table)
    with tampering(busy) as connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute(f"select * from {table}").fetchone())
        row |= {"upload_id": "U000002"} if table == "uploads" else {}
        row |= {"version": "b000002"} if table == "builds" else {}
        row[key or next(iter(row))] = {"disclosures": "2026-04"}.get(
            table, 2 if not key else "x"
        )
        marks = ", ".join("?" * len(row))
        connection.execute(f"insert into {table} values ({marks})", tuple(row.values()))

    states = {(finding.subject, finding.state) for finding in verify(busy)}
    assert (FORGED[table][1], "unrecorded") in states


def test_a_session_that_was_ended_is_not_revived(busy: Workspace) -> None:
    """To clear its end in the database is found."""
    with tampering(busy) as connection:
        connection.execute("update sessions set ended_at = null")

    assert [finding.state for finding in verify(busy)] == ["altered"]


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set actor = 'nobody' where number = 3",
        "delete from audit where number = 3",
        "delete from audit",
        "insert or replace into audit select * from audit where number = 3",
        "insert into audit select 99, at, actor, act, subject, detail, hash from audit limit 1",
    ],
)
def test_the_database_refuses_to_rewrite_the_log(busy: Workspace, statement: str) -> None:
    """The application itself, or an injected statement, cannot do it."""
    before = snapshot(busy)
    with (
        pytest.raises(IntegrityError, match="an entry of the log"),
        busy.records.engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)

    assert snapshot(busy) == before


def test_a_missing_guard_is_named(busy: Workspace) -> None:
    """Whoever takes the triggers away has something in mind."""
    with sqlite3.connect(busy.settings.data / "records.sqlite") as connection:
        connection.execute("drop trigger audit_update")

    assert verify(busy) == [Finding("audit_guard", "audit_update", "missing")]


@pytest.mark.parametrize("column", ["at", "actor", "act", "subject", "detail", "hash"])
def test_each_part_of_an_entry_is_hashed(busy: Workspace, column: str) -> None:
    """One changed character is found, wherever it is."""
    with tampering(busy) as connection:
        connection.execute(f"update audit set {column} = {column} || ' ' where number = 15")

    assert Finding("audit_entry", "15", "altered") in [
        Finding(one.subject, one.name.split("-")[0], one.state) for one in verify(busy)
    ]


def test_a_removed_entry_is_named(busy: Workspace) -> None:
    """Numbers have no gaps."""
    with tampering(busy) as connection:
        connection.execute("delete from audit where number in (15, 16)")

    assert Finding("audit_entry", "15-16", "missing") in verify(busy)


def test_a_removed_entry_is_named_although_the_chain_was_forged(busy: Workspace) -> None:
    """Whoever knows the hash can make a whole chain again, but not the witness."""
    with tampering(busy) as connection:
        connection.execute("delete from audit where act in ('view', 'export')")
        forge(connection)
    count = len(acts(busy))

    found = verify(busy)
    assert Finding("audit_entry", f"{count + 1}-{count + 2}", "missing") in found


def test_a_forged_chain_is_named_from_where_it_was_forged(busy: Workspace) -> None:
    """The entries before the first that was changed are as the witness saw them."""
    last = len(acts(busy))
    rewrite(busy, 15, reason="forged")

    assert Finding("audit_entry", f"15-{last}", "altered") in verify(busy)


def test_an_inserted_entry_is_named(busy: Workspace) -> None:
    """An act that was never done cannot be slipped in between others."""
    with tampering(busy) as connection:
        for number in range(len(acts(busy)), 17, -1):
            query = "update audit set number = number + 1 where number = ?"
            connection.execute(query, (number,))
        connection.execute(
            "insert into audit select 18, at, 'clerk9', act, subject, detail, hash "
            "from audit where number = 17"
        )
        forge(connection)

    assert any(one.name.startswith("18") and one.state == "altered" for one in verify(busy))


def test_entries_cut_off_at_the_end_are_named(busy: Workspace) -> None:
    """What is left is a whole chain; only the witness knows that it went on."""
    last = len(acts(busy))
    with tampering(busy) as connection:
        connection.execute("delete from audit where number > ?", (last - 2,))

    assert verify(busy) == [Finding("audit_entry", f"{last - 1}-{last}", "missing")]


def test_an_emptied_log_is_named(busy: Workspace) -> None:
    """Also when everything it told of is gone with it."""
    last = len(acts(busy))
    with tampering(busy) as connection:
        for table in (*FORGED, "audit"):
            connection.execute(f"delete from {table}")

    assert verify(busy) == [Finding("audit_entry", f"1-{last}", "missing")]


def test_any_tampering_with_the_log_is_found(busy: Workspace, tmp_path: Path) -> None:
    """Fifty random ways to delete, swap, repeat or change entries, with fitting hashes."""
    draw = random.Random(33)
    path = busy.settings.data / "records.sqlite"
    busy.records.engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    whole, last = path.read_bytes(), len(acts(busy))
    for _ in range(50):
        busy.records.engine.dispose()
        for beside in path.parent.glob("records.sqlite*"):
            beside.unlink()
        path.write_bytes(whole)
        one, other = sorted(draw.sample(range(1, last + 1), 2))
        column = draw.choice(["actor", "subject", "at", "act"])
        with tampering(busy) as connection:
            way = draw.choice(["delete", "swap", "change", "repeat"])
            if way == "delete":
                connection.execute("delete from audit where number = ?", (one,))
            elif way == "change":
                connection.execute(
                    f"update audit set {column} = {column} || 'x' where number = ?", (one,)
                )
            else:
                query = "select at, actor, act, subject, detail from audit where number = ?"
                source = connection.execute(query, (one,)).fetchone()
                target = connection.execute(query, (other,)).fetchone()
                update = (
                    "update audit set at = ?, actor = ?, act = ?, subject = ?, detail = ? "
                    "where number = ?"
                )
                connection.execute(update, (*source, other))
                if way == "swap":
                    connection.execute(update, (*target, one))
            if draw.random() < 0.5:
                forge(connection)
        assert verify(busy), (way, one, other, column)


def test_several_processes_add_to_one_chain(workspace: Workspace) -> None:
    """Each entry follows the one before it, whoever wrote that."""
    others = [open_workspace(workspace.settings) for _ in range(4)]

    def write(stores: Workspace) -> None:
        for number in range(25):
            stores.records.note("clerk1", "export", f"e{number}")

    threads = [threading.Thread(target=write, args=(stores,)) for stores in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(acts(workspace)) == 100
    assert verify(workspace) == []


def test_an_entry_of_an_act_that_failed_is_not_seen(workspace: Workspace) -> None:
    """What was rolled back leaves no trace, not in the witness either."""
    connection = workspace.records.engine.connect()
    chain.append(connection, "clerk1", "export", "x")
    connection.rollback()
    connection.close()
    with workspace.records.lock("another"):
        # A commit of the same connection that adds no entry.
        pass

    assert workspace.witness.size() == 0
    assert acts(workspace) == []


def test_the_log_of_an_earlier_release_is_whole(workspace: Workspace) -> None:
    """Entries without the sum of their row are compared with what they do say."""
    store_rows(workspace, "teams", [a_team()])
    store_rows(workspace, "tasks", [a_task()])
    with tampering(workspace) as connection:
        rows = connection.execute("select number, detail from audit").fetchall()
        for number, detail in rows:
            facts = {key: value for key, value in json.loads(detail).items() if key != "row"}
            connection.execute(
                "update audit set detail = ? where number = ?", (chain.canonical(facts), number)
            )
        forge(connection)
    workspace.witness.path.unlink()
    (workspace.settings.data / "secret" / "witness_key").unlink()
    later = open_workspace(Settings(data=workspace.settings.data))

    assert verify(later) == []
    with tampering(later) as connection:
        connection.execute("update uploads set sha256 = 'x' where number = 1")
    assert Finding("upload_record", "U000001", "altered") in verify(later)


def test_the_chain_has_an_index_for_each_question(workspace: Workspace) -> None:
    """The table of the migration is the table the code knows."""
    there = {one["name"] for one in sa.inspect(workspace.records.engine).get_indexes("audit")}
    assert there == {index.name for index in audit.indexes}
