"""What an upload would do to scores is what it does once it is stored."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from dashboard.kinds import KINDS
from dashboard.pipeline.build import build
from dashboard.pipeline.effect import EvidenceChange, moved_scores
from dashboard.storage.workspace import Workspace
from tests.comparing import published
from tests.stores import frame_of, store_rows
from tests.test_builds import a_task, a_team

DAY = date(2026, 10, 31)


def test_a_draft_moves_what_storing_it_moves(
    own_sample_workspace: Workspace, tmp_path: Path
) -> None:
    """
    Scores, grades and lights before and after, for a draft, its undo and its redo.
    """
    workspace = own_sample_workspace
    rows = low_ratings(workspace)
    path = tmp_path / "draft.parquet"
    frame_of(KINDS["ratings"], rows).write_parquet(path)
    draft = replace(workspace.records.upload("U000003"), number=99, upload_id="U000099")
    said = moved_scores(workspace, EvidenceChange((draft,), rows={"U000099": path}))
    before, versions = by_team_month(workspace), workspace.built.versions()

    assert said.state == "compared"
    assert said.rows.height > 5
    assert workspace.built.versions() == versions
    upload_id = store_rows(workspace, "ratings", rows)
    build(workspace, DAY)
    after = by_team_month(workspace)
    assert as_moves(said.rows) == moves(before, after)
    assert_sorted_by_size(said.rows)

    undo = moved_scores(workspace, EvidenceChange(removed=(upload_id,)))
    assert as_moves(undo.rows) == moves(after, before)
    workspace.records.undo(upload_id, "test", "x")
    build(workspace, DAY)
    stored = workspace.records.upload(upload_id)
    redo = moved_scores(workspace, EvidenceChange((stored,)))
    assert as_moves(redo.rows) == moves(before, after)

    team = str(said.rows["team_id"][0])
    seen = moved_scores(workspace, EvidenceChange((stored,)), scope=(team,)).rows
    assert_frame_equal(seen, redo.rows.filter(pl.col("team_id").is_in(below(workspace, team))))
    assert moved_scores(workspace, EvidenceChange((stored,)), scope=()).rows.is_empty()


def low_ratings(workspace: Workspace) -> list[dict[str, object]]:
    """Return ratings of one month, some of them with few points."""
    kind = KINDS["ratings"]
    rows = workspace.archive.current_rows(kind, workspace.records.uploads("ratings")).filter(
        pl.col("month") == "2026-09-01"
    )
    lower = rows.sort(kind.key).head(25).with_columns(score=pl.lit("61"))
    return lower.select(kind.stored).collect().to_dicts()


def by_team_month(workspace: Workspace) -> dict[tuple[object, object], tuple[object, ...]]:
    """Return score, grade and light of every team-month."""
    relations = published(workspace)
    lights = {(row["team_id"], row["month"]): row["light"] for row in relations["light"]}
    return {
        (row["team_id"], row["month"]): (
            rounded(row["final_score"]),
            row["grade"],
            lights.get((row["team_id"], row["month"])),
        )
        for row in relations["scores"]
    }


def rounded(score: object) -> float | None:
    """Take off the bits that the order of adding decides."""
    return round(score, 8) if isinstance(score, float) else None


def moves(
    before: dict[tuple[object, object], tuple[object, ...]],
    after: dict[tuple[object, object], tuple[object, ...]],
) -> dict[tuple[object, object], tuple[object, ...]]:
    """Return what differs: old and new score, grade and light."""
    return {key: (*before[key], *after[key]) for key in before if before[key] != after.get(key)}


def as_moves(rows: pl.DataFrame) -> dict[tuple[object, object], tuple[object, ...]]:
    """Return the rows in the form of `moves`."""
    return {
        (row["team_id"], row["month"]): (
            rounded(row["old_score"]),
            row["old_grade"],
            row["old_light"],
            rounded(row["new_score"]),
            row["new_grade"],
            row["new_light"],
        )
        for row in rows.iter_rows(named=True)
    }


def assert_sorted_by_size(rows: pl.DataFrame) -> None:
    """The largest change stands first."""
    sizes = (rows["new_score"] - rows["old_score"]).abs().to_list()
    assert sizes == sorted(sizes, reverse=True)


def below(workspace: Workspace, team: str) -> list[str]:
    """Return the ids of a team and of all below it."""
    with workspace.built.open(str(workspace.built.newest())).cursor() as cursor:
        lineage = cursor.sql("select team_id, ancestor_id from scope.lineage").pl()
    return lineage.filter(pl.col("ancestor_id") == team)["team_id"].to_list()


def test_a_team_that_gains_its_first_score_comes_first(workspace: Workspace) -> None:
    """No score before is null and not zero; the name is that of the register."""
    store_rows(workspace, "teams", [a_team(), a_team(team_id="T2", team_name="市水利局")])
    store_rows(workspace, "tasks", [a_task()])
    build(workspace, date(2026, 3, 31))
    late = [a_task(done_on="2026-03-31"), a_task(task_id="K2", team_id="T2")]
    upload_id = store_rows(workspace, "tasks", late)
    upload = workspace.records.upload(upload_id)
    moved = moved_scores(workspace, EvidenceChange((upload,))).rows

    assert moved["team_id"].to_list() == ["T2", "T1"]
    assert moved["team_name"].to_list() == ["市水利局", "市交通运输局"]
    assert moved["old_score"].to_list()[0] is None
    assert moved["new_score"].to_list()[0] == 100.0


def test_without_a_version_nothing_can_be_said(workspace: Workspace) -> None:
    """The frame is empty and has its columns; nothing is left behind."""
    store_rows(workspace, "teams", [a_team()])
    moved = moved_scores(workspace, EvidenceChange(removed=("U000001",)))

    assert moved.state == "no_version"
    assert moved.rows.is_empty()
    assert moved.rows.columns == [
        *("team_id", "team_name", "month", "old_score", "new_score"),
        *("old_grade", "new_grade", "old_light", "new_light"),
    ]


def test_what_a_killed_trial_left_is_swept(workspace: Workspace) -> None:
    """A trial of a process that runs is left alone."""
    store_rows(workspace, "teams", [a_team()])
    build(workspace, date(2026, 3, 31))
    folder = workspace.settings.data / "trials"
    host = os.uname().nodename
    gone, working = folder / f"{host}:999999999:x", folder / f"{host}:{os.getpid()}:x"
    for trial in (gone, working):
        trial.mkdir(parents=True)
        (trial / "b000001.duckdb").write_bytes(b"half")
    moved_scores(workspace, EvidenceChange())

    assert list(folder.iterdir()) == [working]
