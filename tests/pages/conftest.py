"""The real app over a small made-up version."""

from __future__ import annotations

import importlib.util
import io
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.drafts import confirming, worker
from dashboard.drafts.drafts import Draft, Effect
from dashboard.drafts.queue import drafts_of
from dashboard.filters import Filters
from dashboard.ingest.examining import Request
from dashboard.pages import signed_in, visit
from dashboard.pages.uploads import build_watch, desk
from dashboard.pipeline.background import BuildState
from dashboard.reads.answers import Answers
from dashboard.serving import process
from dashboard.settings import ROOT, Settings
from dashboard.storage.built import Cursor
from dashboard.storage.workspace import Workspace, open_workspace
from tests.pages import looking
from tests.people import demo_token

VERSION = "v20261008-013000"


def _load_synthetic() -> ModuleType:
    # Tests are imported one by one, so a neighbour is loaded by its path.
    name = "synthetic_version"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, Path(__file__).with_name("synthetic.py")
        )
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def synthetic_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that holds one made-up version of 120 teams and 24 months."""
    folder = tmp_path_factory.mktemp("synthetic")
    _load_synthetic().write_version(folder / "built" / f"{VERSION}.duckdb")
    return open_workspace(Settings(data=folder))


@pytest.fixture(autouse=True)
def _signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are looked at by the assessor of the demo, in a session that is real."""
    monkeypatch.setattr(signed_in, "token", demo_token)


@pytest.fixture
def app(synthetic_workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app, not run yet, with nothing remembered from other tests."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(visit, "_ANSWERS", Answers())
    monkeypatch.setattr(process, "_workspace", lambda: synthetic_workspace)
    return AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)


@pytest.fixture
def page(
    request: pytest.FixtureRequest,
    sample_workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> AppTest:
    """The page a module names as PAGE, not run yet, with nothing remembered."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(visit, "_ANSWERS", Answers())
    monkeypatch.setattr(process, "_workspace", lambda: sample_workspace)
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    # Pages that are functions have no file to switch to.
    app._page_hash = calc_hash(request.module.PAGE)
    return app


@pytest.fixture
def sent_bytes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Bytes sent to the browser since this was called last."""
    sizes: list[int] = []
    enqueue = ScriptRunContext.enqueue

    def counted(self: ScriptRunContext, message) -> None:  # noqa: ANN001 - a protobuf
        sizes.append(message.ByteSize())
        enqueue(self, message)

    def since_last() -> int:
        total = sum(sizes)
        sizes.clear()
        return total

    monkeypatch.setattr(ScriptRunContext, "enqueue", counted)
    return since_last


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of the reads that pages have asked."""
    names: set[str] = set()
    fetch = visit.Visit.fetch

    def noted(
        self: visit.Visit, read: Callable[[Cursor, Filters], Any], filters: Filters
    ) -> Any:
        names.add(read.__name__)
        return fetch(self, read, filters)

    monkeypatch.setattr(visit.Visit, "fetch", noted)
    return names


class Builds:
    """Stands in for the process that builds."""

    def __init__(self) -> None:
        self.started: list[date] = []
        self.state = BuildState((), is_running=False, has_failed=False)

    def start(self, _: Workspace, as_of: date) -> None:
        self.started.append(as_of)


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Builds:
    """No build runs unless a test says so."""
    builds = Builds()
    monkeypatch.setattr(build_watch, "start_build", builds.start)
    monkeypatch.setattr(build_watch, "build_state", lambda _: builds.state)
    return builds


class QuickChecks:
    """Checks in this process and at once, as the worker does, and tries no scores."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def send(self, workspace: Workspace, login: str, request: Request, content: bytes) -> Draft:
        draft = drafts_of(workspace).create(login, request)
        with self._patch.context() as patch:
            patch.setattr(worker, "Settings", lambda: workspace.settings)
            patch.setattr(worker, "limit_process", lambda _: None)
            patch.setattr(worker, "_effect", lambda *_: Effect("b000001"))
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
            worker.main(login, draft.draft_id)
        return draft


@pytest.fixture
def quick_checks(monkeypatch: pytest.MonkeyPatch) -> QuickChecks:
    """Pages check in this process; what the real queue does has tests of its own."""
    checks = QuickChecks(monkeypatch)
    monkeypatch.setattr(desk, "send", checks.send)
    monkeypatch.setattr(confirming, "send", checks.send)
    return checks


@pytest.fixture
def stores(sample_folder: Path, tmp_path: Path) -> Workspace:
    """The sample city in a workspace of this test alone."""
    shutil.copytree(sample_folder, tmp_path / "data")
    return open_workspace(Settings(data=tmp_path / "data"))


@pytest.fixture
def city_app(
    stores: Workspace, builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], AppTest]:
    """Makes a session on a page of the test's own city, with nothing remembered."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(visit, "_ANSWERS", Answers())
    monkeypatch.setattr(process, "_workspace", lambda: stores)

    def make(page: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
        app._page_hash = calc_hash(page)
        return app

    return make


@pytest.fixture
def words() -> Callable[[AppTest], str]:
    """Everything a page says in HTML."""
    return looking.words
