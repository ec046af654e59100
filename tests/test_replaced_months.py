"""Uploads that replace months: ingest, the build and a slow replay keep the same rows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.kinds import KINDS, Kind
from dashboard.pipeline.evidence import Evidence, describe
from dashboard.pipeline.staged import stage_all, stage_changes
from dashboard.storage.archive import Archive
from dashboard.storage.replacing import covered
from dashboard.storage.uploads import Upload
from tests.stores import frame_of

ALONE: dict[str, str | bool | int | float | list[str]] = {"threads": 1}
DAY = date(2026, 6, 30)
MONTHS = ("2026-03", "2026-04")
TEAMS = ("T1", "T2")

# Its team and month are not of its key, its team is, all are.
TRIED = ("objections", "tasks", "ratings")

Row = dict[str, str]
Held = set[tuple[object, ...]]


@dataclass(frozen=True)
class File:
    """One upload: its rows, and what it replaces."""

    rows: list[Row]
    months: tuple[str, ...] | None
    teams: tuple[str, ...] | None


@dataclass(frozen=True)
class History:
    """Uploads of one kind, and which of them were active at one moment after another."""

    kind: Kind
    files: list[File]
    moments: list[list[int]]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Few keys, teams and months, so that everything meets everything."""
    kind = KINDS[draw(st.sampled_from(TRIED))]
    rows = st.builds(
        row_of,
        st.just(kind.name),
        st.sampled_from("ab"),
        st.sampled_from(TEAMS),
        st.sampled_from(MONTHS),
    )
    months = st.none() | st.sampled_from([MONTHS[:1], MONTHS[1:], MONTHS])
    teams = st.none() | st.sampled_from([(), ("T1",), TEAMS])
    file = st.builds(File, st.lists(rows, min_size=1, max_size=4), months, teams)
    files = draw(st.lists(file, min_size=3, max_size=5))
    # Uploads come and go alone, or with others.
    active = st.tuples(*(st.booleans() for _ in files))
    moments = draw(st.lists(active, min_size=4, max_size=4))
    return History(kind, files, [list(compress(range(len(files)), on)) for on in moments])


def row_of(kind: str, name: str, team_id: str, month: str) -> Row:
    """Return one row of a kind; where its key holds the month, the name is its rater."""
    day = f"{month}-15"
    return {
        "objections": {"objection_id": name, "team_id": team_id, "received_on": day},
        "tasks": {"task_id": name, "team_id": team_id, "title": name, "due_on": day},
        "ratings": {
            "month": month,
            "team_id": team_id,
            "rater_group": "peer",
            "rater_id": name,
            "item": "",
            "score": "90",
        },
    }[kind]


def sent_and_replaced(kind: str) -> History:
    """Return a history of a row that a later upload takes away, and that comes back."""
    sent = File([row_of(kind, "a", "T1", "2026-03")], None, None)
    replacing = File([], ("2026-03",), None)
    return History(KINDS[kind], [sent, replacing], [[0], [0, 1], [0], [1], [0, 1]])


@settings(max_examples=30, deadline=None)
@example(history=sent_and_replaced("objections"))
@example(history=sent_and_replaced("ratings"))
@given(history=histories())
def test_everybody_keeps_the_same_rows(history: History) -> None:
    """
    Uploads come, go and come back: ingest, a full and an incremental build, and a replay.
    """
    kind = history.kind
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config=ALONE) as step_by_step:
        archive = Archive(Path(folder))
        uploads = list(stored(archive, history))
        earlier: set[str] = set()
        start(step_by_step, Evidence(archive, []))
        for moment in history.moments:
            active = [uploads[number] for number in moment]
            evidence = Evidence(archive, active)
            expected = replayed(history, active)

            ingested = archive.current_rows(kind, active).collect()
            assert counting(kind, ingested, "row") == expected
            assert staged_at_once(kind, evidence) == expected
            stage_changes(step_by_step, evidence, earlier, (DAY, DAY))
            assert staged_in(step_by_step, kind) == expected
            before = replayed(history, [u for u in uploads if u.upload_id in earlier])
            assert staged_in(step_by_step, kind, "changed") >= expected ^ before
            settle(step_by_step, evidence)
            earlier = {upload.upload_id for upload in active}


def stored(archive: Archive, history: History) -> Iterator[Upload]:
    """Store the files of a history."""
    for number, file in enumerate(history.files, start=1):
        upload_id = f"U{number:06d}"
        frame = frame_of(history.kind, file.rows)
        archive.keep_rows(history.kind, upload_id, frame)
        yield an_upload(history.kind.name, number, file.months, file.teams)


def an_upload(
    kind: str, number: int, months: tuple[str, ...] | None, teams: tuple[str, ...] | None
) -> Upload:
    """Return the record of an upload."""
    return Upload(
        number=number,
        upload_id=f"U{number:06d}",
        kind=kind,
        file_name="f.csv",
        sha256="",
        rows_sha256="",
        encoding="utf-8",
        mode="upsert" if months is None else "replace-months",
        row_count=0,
        new_count=0,
        changed_count=0,
        same_count=0,
        uploaded_by="test",
        uploaded_at="",
        state="active",
        covered_months=months,
        covered_teams=None if months is None else teams,
    )


def replayed(history: History, active: Sequence[Upload]) -> Held:
    """Apply one upload after the other to a dictionary."""
    kind = history.kind
    assert kind.month_column is not None
    rows: dict[tuple[str, ...], tuple[Row, str, int]] = {}
    for upload in active:
        for key, (row, _, _) in list(rows.items()):
            is_team = upload.covered_teams is None or row["team_id"] in upload.covered_teams
            if row[kind.month_column][:7] in (upload.covered_months or ()) and is_team:
                del rows[key]
        for line, row in enumerate(history.files[upload.number - 1].rows, start=2):
            rows[tuple(row[name] for name in kind.key)] = (row, upload.upload_id, line)
    return {
        (*(canonical(name, row[name]) for name in kind.key), upload_id, line)
        for row, upload_id, line in rows.values()
    }


def canonical(name: str, value: str) -> str:
    """Return a month as the archive writes it."""
    return f"{value}-01" if name == "month" else value


def counting(kind: Kind, rows: pl.DataFrame, line: str) -> Held:
    """Return which row of which file counts for each key."""
    keys = (pl.col(name).cast(pl.String) for name in kind.key)
    return set(rows.select(*keys, "upload_id", line).rows())


def start(connection: duckdb.DuckDBPyConnection, evidence: Evidence) -> None:
    """Stage everything, as the first build does."""
    connection.execute("create schema build")
    stage_all(connection, evidence)
    settle(connection, evidence)


def settle(connection: duckdb.DuckDBPyConnection, evidence: Evidence) -> None:
    """Leave what a published version has."""
    connection.execute("drop schema uploads cascade; drop schema if exists changed cascade")
    describe(connection, evidence)


def staged_at_once(kind: Kind, evidence: Evidence) -> Held:
    """Return what a full build stages."""
    with duckdb.connect(config=ALONE) as connection:
        start(connection, evidence)
        return staged_in(connection, kind)


def staged_in(
    connection: duckdb.DuckDBPyConnection, kind: Kind, layer: str = "staging"
) -> Held:
    """Return the rows of one kind that stand in a layer."""
    return counting(kind, connection.sql(f"from {layer}.{kind.name}").pl(), "source_row")


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.month_column])
def test_every_kind_but_the_register_has_months(kind: Kind) -> None:
    """The column that says the month is always filled, and one of the kind's own."""
    assert kind.month_column is not None
    column = kind.column(kind.month_column)

    assert column.required
    assert column.form in ("day", "month")
    assert column.name in kind.stored
    assert "team_id" in kind.stored


def test_a_register_is_never_replaced_by_months() -> None:
    """Teams have no month; nothing stands for a part of them."""
    teams = pl.DataFrame({"team_id": ["T1"]})

    assert teams.filter(covered(KINDS["teams"], ("2026-03",))).is_empty()
