"""The last version, as far as a build can stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import duckdb

from dashboard.errors import DamagedError
from dashboard.pipeline.query_files import fingerprint
from dashboard.storage.built import Built
from dashboard.storage.workspace import Workspace

# Changes of the code around the queries that make an older version unfit to build upon.
_RECIPE = "3"


@dataclass(frozen=True)
class Basis:
    """What the last version holds.

    Attributes:
        rows: rows of scores, count.
    """

    version: str
    as_of: date
    upload_ids: set[str]
    rows: int


def basis_of(workspace: Workspace) -> Basis | None:
    """Return what the last version holds, None if a build cannot stand on it."""
    version = workspace.built.newest()
    if version is None:
        return None
    try:
        database = workspace.built.open(version)
    except DamagedError:
        return None
    with database.cursor() as cursor:
        described = cursor.sql("select as_of, fingerprint from build.version").fetchall()
        ((as_of, made_by),) = described
        if made_by != recipe():
            return None
        uploads = cursor.sql("select upload_id from build.uploads").fetchall()
        rows = cursor.sql("select count(*) from scores.scores").fetchall()[0][0]
    return Basis(version, as_of, {upload_id for (upload_id,) in uploads}, rows)


def is_outdated(workspace: Workspace) -> bool:
    """Whether the newest version was made by another release, whose pages asked otherwise."""
    version = workspace.built.newest()
    return version is not None and _made_by(workspace.built, version) not in (None, recipe())


def is_readable(workspace: Workspace, version: str) -> bool:
    """Whether a version is there, and the pages of this release can show it."""
    try:
        workspace.built.open(version)
    except DamagedError:
        return False
    return _made_by(workspace.built, version) in (None, recipe())


# A version never changes; of those that serve there are few.
@lru_cache(maxsize=8)
def _made_by(built: Built, version: str) -> str | None:
    try:
        with built.open(version).cursor() as cursor:
            return cursor.sql("select fingerprint from build.version").fetchall()[0][0]
    except DamagedError:
        return None


@cache
def recipe() -> str:
    """Return what a version was made by: queries, rules, estimators, engine."""
    return f"{_RECIPE}:{duckdb.__version__}:{fingerprint()}"
