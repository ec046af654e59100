"""Verify names every stored thing that is not as it was recorded."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.pipeline.build import build
from dashboard.storage.verifying.findings import Finding
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace
from tests.stores import store_rows
from tests.test_builds import a_task, a_team


@pytest.fixture
def whole(workspace: Workspace) -> Workspace:
    """A workspace with two uploads and a version, as it should be."""
    store_rows(workspace, "teams", [a_team()])
    store_rows(workspace, "tasks", [a_task()])
    build(workspace, date(2026, 3, 31))
    return workspace


def test_nothing_altered_is_nothing_found(whole: Workspace) -> None:
    """A workspace just as it was recorded has no findings."""
    assert verify(whole) == []


def test_an_altered_upload_is_named(whole: Workspace) -> None:
    """One flipped byte in the kept file is enough."""
    upload = whole.records.uploads("tasks")[0]
    path = whole.archive.file_path(upload.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    assert verify(whole) == [Finding("upload_file", upload.upload_id, "altered")]


def test_missing_rows_are_named(whole: Workspace) -> None:
    """The accepted rows of an upload belong to the evidence as well."""
    upload = whole.records.uploads("tasks")[0]
    whole.archive.rows_path("tasks", upload.upload_id).unlink()

    assert verify(whole) == [Finding("upload_rows", upload.upload_id, "missing")]


def test_an_altered_version_is_named(whole: Workspace) -> None:
    """A score changed behind the product's back does not stay unseen."""
    path = whole.built.path("b000001")
    path.write_bytes(path.read_bytes() + b"\0")

    assert verify(whole) == [Finding("version", "b000001", "altered")]


def test_a_version_nobody_built_is_named(whole: Workspace) -> None:
    """A file slipped into the folder has no recorded sum."""
    whole.built.path("b000002").write_bytes(b"")

    assert verify(whole) == [Finding("version", "b000002", "unrecorded")]
