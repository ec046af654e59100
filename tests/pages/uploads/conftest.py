"""The page on uploads, over a sample city of each test's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.drafts.drafts import Draft
from dashboard.drafts.queue import drafts_of
from dashboard.ingest.examining import Request
from dashboard.pages import signed_in
from dashboard.storage.workspace import Workspace
from tests.people import office


@pytest.fixture(autouse=True)
def _office(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person does everything there is to do with files."""
    monkeypatch.setattr(signed_in, "viewer_of", lambda *_: office())


@pytest.fixture
def app(city_app: Callable[[str], AppTest], quick_checks: object) -> AppTest:
    """The page, not run yet; it checks files at once."""
    return city_app("uploads")


@pytest.fixture
def queue_app(city_app: Callable[[str], AppTest]) -> AppTest:
    """The page, not run yet; its files go through the real queue."""
    return city_app("uploads")


@pytest.fixture
def sent(stores: Workspace, quick_checks: Any) -> Callable[..., Draft]:
    """Sends a file without a page and checks it."""

    def send_file(content: bytes, name: str = "tasks.csv", **asked: Any) -> Draft:
        request = Request(asked.pop("kind", "tasks"), name, **asked)
        quick_checks.send(stores, "local", request, content)
        return drafts_of(stores).of("local")[0]

    return send_file
