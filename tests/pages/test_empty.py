"""A workspace that people sign in to begins empty; its first files are sent in the app."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.pages.menu import MENU
from dashboard.pipeline.build import build
from dashboard.settings import Settings
from dashboard.storage.workspace import open_workspace
from dashboard.text import catalogue
from tests.ingest.factories import VALID, upload
from tests.office import Office, office_of, words_of

SCORED = [page for page in MENU if page.is_scored and not page.opens_empty]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office to which nothing was ever uploaded."""
    stores = open_workspace(Settings(data=tmp_path / "data", identity="local"))
    return office_of(stores, monkeypatch)


@pytest.mark.parametrize("name", [page.name for page in SCORED])
def test_no_page_shows_a_city_that_was_made_up(empty: Office, name: str) -> None:
    """It says that there is nothing yet, and leads who sends files to where they are sent."""
    empty.give("office1", "assessor")
    said = words_of(
        empty.opened("office1", "" if name == MENU[0].name else name, language="en")
    )

    assert catalogue("en")("access.no_data") in said
    assert catalogue("en")("access.no_data_begin") in said
    assert empty.stores.built.newest() is None
    assert empty.stores.records.uploads(active_only=False) == []


def test_who_sends_nothing_is_told_to_wait(empty: Office) -> None:
    """A leader is led nowhere."""
    empty.give("leader1", "leader")
    said = words_of(empty.opened("leader1", language="en"))

    assert catalogue("en")("access.no_data_wait") in said
    assert catalogue("en")("access.no_data_begin") not in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_file_is_asked_for(empty: Office, language: str) -> None:
    """The page of uploads is of use before there is anything to show."""
    empty.give("office1", "assessor")
    tab = empty.opened("office1", "uploads", language=language)

    assert catalogue(language)("uploads.empty_message") in words_of(tab)
    assert len(tab.get("file_uploader")) == 1


def test_teams_alone_are_no_data_yet(empty: Office) -> None:
    """A version without a month has no score to show, and breaks no page."""
    empty.give("office1", "assessor")
    upload(empty.stores, "teams", VALID["teams"])
    build(empty.stores, date(2026, 3, 31))

    start = empty.opened("office1", language="en")
    assert catalogue("en")("access.no_data") in words_of(start)
    sending = words_of(empty.opened("office1", "uploads", language="en"))
    assert catalogue("en")("uploads.empty_message") in sending

    upload(empty.stores, "tasks", VALID["tasks"])
    build(empty.stores, date(2026, 3, 31))
    assert 'class="tc-footer"' in words_of(start.run())


def test_what_was_ingested_is_built_for_the_first_visitor(empty: Office) -> None:
    """Nobody has to run a build by hand."""
    empty.give("leader1", "leader")
    for kind in ("teams", "tasks"):
        upload(empty.stores, kind, VALID[kind])
    said = words_of(empty.opened("leader1", language="en"))

    assert empty.stores.built.newest() is not None
    assert catalogue("en")("access.no_data") not in said
    assert 'class="tc-footer"' in said
