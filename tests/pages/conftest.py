"""The real app over a small made-up version."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.pages import process, visit
from dashboard.reads.answers import Answers
from dashboard.settings import ROOT, Settings
from dashboard.storage.built import Cursor
from dashboard.storage.workspace import Workspace, open_workspace

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


@pytest.fixture
def app(synthetic_workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app, not run yet, with nothing remembered from other tests."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(visit, "_ANSWERS", Answers())
    monkeypatch.setattr(process, "_workspace", lambda: synthetic_workspace)
    return AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)


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
