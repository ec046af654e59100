"""What a change of the evidence would do to scores, before anybody decides on it.

The newest version is copied, brought up to date with the change as a build would, compared
with what it came from, and thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from dashboard.pipeline.basis import Basis, basis_of
from dashboard.pipeline.build import make
from dashboard.pipeline.evidence import Evidence
from dashboard.storage.built import Database
from dashboard.storage.trials import trial_folder
from dashboard.storage.uploads import Upload
from dashboard.storage.workspace import Workspace

_COMPARED = {"score": "final_score", "grade": "grade", "light": "light"}

# Sums of doubles may differ in their last bits by the order of adding.
_SAME_SCORE = 1e-9

_SCORED = """
    select
        scores.team_id,
        teams.team_name,
        strftime(scores.month, '%Y-%m') as month,
        scores.final_score,
        scores.grade,
        light.light
    from scores.scores
    left join staging.teams using (team_id)
    left join flags.light using (team_id, month)
"""


@dataclass(frozen=True)
class EvidenceChange:
    """Uploads that would come and go.

    Attributes:
        added: a draft, or an undone upload that would come back.
        removed: ids of uploads that would be undone.
        rows: upload id → Parquet of the rows of a draft, as canonical text with `row`.
    """

    added: tuple[Upload, ...] = ()
    removed: tuple[str, ...] = ()
    rows: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Moved:
    """The team-months that a change of the evidence would move.

    Attributes:
        state: `compared`; or `no_version`, when nothing is published that a build can
            stand on, and nothing can be said.
        rows: one row per team and month whose score, grade or light would be another,
            the largest change first; one that gains or loses its score before all others.
            Columns: team_id, team_name, month (2026-03), old_score, new_score (points,
            null is no score), old_grade, new_grade, old_light, new_light (null is not
            assessed in that month).
    """

    state: str
    rows: pl.DataFrame


def moved_scores(
    workspace: Workspace,
    change: EvidenceChange,
    *,
    as_of: date | None = None,
    scope: tuple[str, ...] | None = None,
) -> Moved:
    """Say which scores would move. Publishes nothing and holds no lock.

    The newest version is compared with itself after the change: uploads that wait for a
    build have no part in it.

    Args:
        as_of: the day to score on; None is that of the newest version, so that nothing
            but the change shows.
        scope: roots of the trees whose teams are told of; None is everything.

    Raises:
        CheckFailedError: a build of this evidence would be refused.
    """
    basis = basis_of(workspace)
    if basis is None:
        return Moved("no_version", _moved(_nobody(), _nobody()))
    evidence = _changed_evidence(workspace, basis, change)
    day = as_of or basis.as_of
    with trial_folder(workspace.settings.data / "trials") as folder:
        path = folder / f"{basis.version}.duckdb"
        make(workspace, path, basis.version, evidence, basis, day)
        with closing(Database(path)) as trial, trial.cursor() as cursor:
            new, lineage = cursor.sql(_SCORED).pl(), _lineage(cursor)
    with workspace.built.open(basis.version).cursor() as cursor:
        old = cursor.sql(_SCORED).pl()
        old_lineage = _lineage(cursor)
    # A register that moves a team into sight does not bring its past into sight.
    lineage = pl.concat([old_lineage, lineage.join(old_lineage, on="team_id", how="anti")])
    rows = _moved(old, new)
    if scope is not None:
        seen = lineage.filter(pl.col("ancestor_id").is_in(scope))
        rows = rows.join(seen, on="team_id", how="semi", maintain_order="left")
    return Moved("compared", rows)


def _moved(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Put both beside each other, and keep what differs."""
    key = ["team_id", "month"]
    both = old.join(new, on=key, how="full", coalesce=True, suffix="_new")
    gap = (pl.col("final_score") - pl.col("final_score_new")).abs()
    has_one = pl.col("final_score").is_null() != pl.col("final_score_new").is_null()
    is_moved = has_one | gap.gt(_SAME_SCORE).fill_null(value=False)
    for name in ("grade", "light"):
        is_moved |= pl.col(name).ne_missing(pl.col(f"{name}_new"))
    # Where only one of two has a score there is no gap: it comes before all others.
    size = pl.when(has_one).then(float("inf")).otherwise(gap.fill_null(0.0))
    return (
        both.with_columns(team_name=pl.coalesce("team_name", "team_name_new"))
        .filter(is_moved)
        .sort(size, "team_id", "month", descending=[True, False, False])
        .select(
            *("team_id", "team_name", "month"),
            *(
                pl.col(f"{column}{suffix}").alias(f"{age}_{name}")
                for name, column in _COMPARED.items()
                for age, suffix in (("old", ""), ("new", "_new"))
            ),
        )
    )


def _nobody() -> pl.DataFrame:
    texts = ("team_id", "team_name", "month", "grade", "light")
    return pl.DataFrame(schema={"final_score": pl.Float64, **dict.fromkeys(texts, pl.String)})


def _changed_evidence(workspace: Workspace, basis: Basis, change: EvidenceChange) -> Evidence:
    held = basis.upload_ids - set(change.removed)
    known = workspace.records.uploads(active_only=False)
    uploads = {upload.upload_id: upload for upload in known if upload.upload_id in held}
    uploads |= {upload.upload_id: upload for upload in change.added}
    in_order = sorted(uploads.values(), key=lambda upload: upload.number)
    return Evidence(workspace.archive, in_order, change.rows)


def _lineage(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return connection.sql("select team_id, ancestor_id from scope.lineage").pl()
