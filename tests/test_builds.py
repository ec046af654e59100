"""Publishing versions: all or nothing, three kept, the last one serving whatever happens."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import CheckFailedError, DamagedError
from dashboard.pipeline import basis
from dashboard.pipeline import build as builds
from dashboard.pipeline.build import build
from dashboard.pipeline.query_files import QueryFile, query_files
from dashboard.storage.workspace import Workspace
from tests.comparing import published
from tests.stores import store_rows

MARCH = date(2026, 3, 31)


def a_task(**changes: object) -> dict[str, object]:
    """One valid task of team T1, done in time."""
    return {
        "task_id": "K1",
        "team_id": "T1",
        "title": "修路",
        "due_on": "2026-03-10",
        "done_on": "2026-03-09",
        **changes,
    }


def a_team(**changes: object) -> dict[str, object]:
    """One valid team."""
    return {
        "team_id": "T1",
        "team_name": "市交通运输局",
        "tier": "bureau",
        "peer_group": "市直",
        **changes,
    }


@pytest.fixture
def small(workspace: Workspace) -> Workspace:
    """A workspace of one team and one task."""
    store_rows(workspace, "teams", [a_team()])
    store_rows(workspace, "tasks", [a_task()])
    return workspace


def test_a_build_without_changes_names_the_last_version(small: Workspace) -> None:
    """Nothing is computed and nothing published twice."""
    first = build(small, MARCH)
    again = build(small, MARCH)

    assert (again.version, again.months_built) == (first.version, 0)
    assert again.rows == first.rows == 1


def test_a_failed_check_leaves_the_published_version_serving(
    small: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a check refuses is thrown away, and the next build is none the worse."""
    first = build(small, MARCH)
    before = published(small)
    store_rows(small, "tasks", [a_task(task_id="K2")])
    broken = tmp_path / "checks" / "nothing_may_be.sql"
    broken.parent.mkdir()
    broken.write_text("-- One row per row.\nselect 1 as one")
    real = query_files
    monkeypatch.setattr(
        builds,
        "query_files",
        lambda *layers: [QueryFile(broken)] if layers == ("checks",) else real(*layers),
    )
    with pytest.raises(CheckFailedError, match="nothing_may_be"):
        build(small, MARCH)

    assert small.built.versions() == [first.version]
    assert published(small) == before
    assert [path.name for path in small.built.folder.iterdir()] == [f"{first.version}.duckdb"]
    monkeypatch.undo()
    assert build(small, MARCH).version > first.version


def test_three_versions_are_kept(small: Workspace) -> None:
    """The oldest file goes when a fourth version comes."""
    for number in range(5):
        store_rows(small, "tasks", [a_task(task_id=f"N{number}")])
        build(small, MARCH)

    assert small.built.versions() == ["b000003", "b000004", "b000005"]


def test_a_version_that_cannot_be_read_is_no_basis(small: Workspace) -> None:
    """A damaged last version makes the next build a full one from the archive."""
    build(small, MARCH)
    before = published(small)
    path = small.built.path("b000001")
    small.built.close()
    path.write_bytes(b"not a database")
    with pytest.raises(DamagedError):
        small.built.open("b000001")
    report = build(small, MARCH)

    assert report.version == "b000002"
    assert published(small) == before


def test_changed_rules_make_the_next_build_a_full_one(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version of other formulas is nothing to stand on."""
    build(small, MARCH)
    monkeypatch.setattr(basis, "recipe", lambda: "another")
    report = build(small, MARCH)

    assert report.months_built == 1
    assert small.records.builds()[-1].is_full


def test_builds_at_the_same_time_wait_for_each_other(small: Workspace) -> None:
    """Two builds of the same evidence publish one version."""
    reports: list[builds.BuildReport] = []
    threads = [
        threading.Thread(target=lambda: reports.append(build(small, MARCH))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [report.version for report in reports] == ["b000001", "b000001"]
    assert sorted(report.months_built for report in reports) == [0, 1]


@pytest.mark.parametrize(
    ("kind", "row", "month_count"),
    [
        # Its own month, and the one after, whose items may be new or not.
        ("ballots", {"excellent": "9"}, 2),
        # It tells how severe its rater is for a year.
        ("ratings", {"rater_id": "R", "item": "", "score": "90"}, 7),
    ],
)
def test_an_upload_computes_the_months_it_reaches(
    small: Workspace, kind: str, row: dict[str, str], month_count: int
) -> None:
    """
    Of eleven months only those in which the new row can matter are made anew.
    """
    store_rows(
        small,
        "tasks",
        [
            a_task(
                task_id=f"L{month}", due_on=f"2026-{month:02}-10", done_on=f"2026-{month:02}-10"
            )
            for month in range(1, 12)
        ],
    )
    assert build(small, date(2026, 11, 30)).months_built == 11
    store_rows(
        small, kind, [{"month": "2026-05", "team_id": "T1", "rater_group": "peer", **row}]
    )

    assert build(small, date(2026, 11, 30)).months_built == month_count


def test_a_published_version_can_be_read_and_nothing_else(small: Workspace) -> None:
    """A reading connection reaches no file, changes no setting and writes no row."""
    build(small, MARCH)
    escapes = [
        "select * from read_csv('/etc/hostname')",
        "select * from read_text('/etc/hostname')",
        "select * from '/etc/hostname'",
        "copy (select 1) to '/tmp/escaped.csv'",
        "attach '/tmp/escaped.duckdb'",
        "install httpfs",
        "load httpfs",
        "export database '/tmp/escaped'",
        "select * from glob('/*')",
        "set enable_external_access = true",
        "set threads = 1",
        "delete from scores.scores",
    ]
    with small.built.open("b000001").cursor() as cursor:
        for escape in escapes:
            with pytest.raises(Exception, match="(?i)error"):
                cursor.execute(escape)
        assert cursor.sql("select count(*) from scores.scores").fetchall() == [(1,)]


def test_the_clock_may_go_back(small: Workspace) -> None:
    """A version of an earlier day holds what was known then."""
    build(small, MARCH)
    build(small, date(2026, 3, 9))
    early = published(small)["items"]
    build(small, date(2026, 3, 8))

    assert {item["part"] for item in early} == {"task_completion", "task_timeliness"}
    assert published(small)["scores"] == []
