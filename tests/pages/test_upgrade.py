"""After an upgrade the first visitor finds scores that the new release can show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard.first_run import clock
from dashboard.pipeline import basis
from dashboard.serving.process import build_first, is_built
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace


@pytest.fixture
def next_release(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Computes by another recipe."""
    monkeypatch.setattr(basis, "_RECIPE", "the next")
    basis.recipe.cache_clear()
    yield
    monkeypatch.undo()
    basis.recipe.cache_clear()


@pytest.mark.usefixtures("next_release")
def test_a_version_of_another_release_is_made_anew(own_sample_workspace: Workspace) -> None:
    """
    From the same uploads and for the same day; a version of this release stays as it is.
    """
    stores = own_sample_workspace
    before = stores.built.newest()
    assert before is not None
    assert not is_built(stores)

    build_first(stores)
    after = stores.built.newest()
    build_first(stores)

    assert is_built(stores)
    assert after is not None
    assert after == stores.built.newest() != before
    with stores.built.open(after).cursor() as cursor:
        [[as_of]] = cursor.sql("select as_of from build.version").fetchall()
    assert as_of == clock(stores)
    assert verify(stores) == []
