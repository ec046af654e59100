"""What keeps pages fast, held by rules that never flake: no clock is read here."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dashboard.access.viewer import Viewer
from dashboard.filters import Filters
from dashboard.pages import visit as visits
from dashboard.pages.visit import Visit
from dashboard.reads.answers import Answers
from dashboard.serving import head
from dashboard.settings import ROOT
from dashboard.storage.built import Built
from dashboard.text import catalogue
from tests.people import viewer

PACKAGE = ROOT / "dashboard"


def calls(folder: str, name: str) -> list[tuple[str, ast.Call]]:
    """Every call of a method of that name, with where it stands."""
    return [
        (f"{path.name}:{node.lineno}", node)
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
    ]


def test_charts_name_their_channels_with_objects() -> None:
    """A string in `encode` makes Altair hash its whole schema: 135 times as slow."""
    strings = [
        place
        for place, call in calls("charts", "encode")
        for argument in (*call.args, *(keyword.value for keyword in call.keywords))
        if any(
            isinstance(part, ast.Constant) and isinstance(part.value, str)
            for part in (argument.elts if isinstance(argument, ast.List) else [argument])
        )
    ]

    assert strings == []


@pytest.mark.parametrize(
    "name", ["line_chart", "bar_chart", "area_chart", "scatter_chart", "altair_chart"]
)
def test_pages_draw_through_the_visit(name: str) -> None:
    """The specification of a chart is built once, not in every run."""
    assert [place for place, _ in calls("pages", name)] == []


def test_style_sheets_are_named_in_the_head() -> None:
    """A browser asks for each once and keeps it; none travels with a run."""
    kept = {path.stem for path in head.ASSETS.glob("*.css")} - {"plain", "board"}
    sent = [place for place, call in calls("pages", "html") if "ASSETS" in ast.dump(call)]

    assert set(head._SHEETS) == kept
    assert sent == []


def test_no_full_collection_after_every_run() -> None:
    """Streamlit's own collection costs more than the run it follows."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))

    assert config["runner"]["postScriptGC"] is False
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "127.0.0.1"


def test_pages_and_reads_use_cursors_lent_to_them() -> None:
    """A connection is one thread's: nobody outside storage and pipeline has one."""
    connecting = [
        place for folder in ("pages", "reads") for place, _ in calls(folder, "connect")
    ]

    assert connecting == []


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Answers with nothing kept."""
    answers = Answers()
    monkeypatch.setattr(visits, "_ANSWERS", answers)
    return answers


def visit_of(viewer: Viewer, version: str = "v1", language: str = "zh") -> Visit:
    """A visit that needs no database."""
    visit = Visit(
        text=catalogue(language),
        viewer=viewer,
        built=Built(Path("nowhere")),
        version=version,
        page="",
        filters=Filters(),
    )
    visit._tree = {"431102": ("431102", "431100")}
    return visit


@pytest.mark.usefixtures("answers")
def test_what_is_kept_for_one_is_never_handed_to_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The key of an answer holds the version and the rights of the viewer."""
    asked: list[Any] = []

    def ask(self: Visit, _read: object, allowed: Filters) -> object:
        asked.append((self.version, allowed.scope))
        return asked[-1]

    def read(*_: object) -> Any: ...

    monkeypatch.setattr(Visit, "_ask", ask)
    city, clerk = viewer("leader"), viewer("clerk", "431102")

    for who, scope in ((city, None), (clerk, ("431102",)), (city, None), (clerk, ("431102",))):
        assert visit_of(who).fetch(read, Filters()) == ("v1", scope)
    assert visit_of(city, version="v2").fetch(read, Filters()) == ("v2", None)
    assert len(asked) == 3


@pytest.mark.usefixtures("answers")
def test_composed_parts_are_kept_by_language_and_rights() -> None:
    """A part composed in Chinese is never shown in English, nor to somebody else."""

    def compose(visit: Visit) -> tuple[str, str]:
        return visit.text.language, visit.viewer.login

    city, clerk = viewer("leader"), viewer("clerk", "431102")

    assert visit_of(city).keep(compose) == ("zh", "leader")
    assert visit_of(city, language="en").keep(compose) == ("en", "leader")
    assert visit_of(clerk).keep(compose) == ("zh", "clerk")


def test_a_failure_is_not_kept(answers: Answers) -> None:
    """An answer that failed once is asked for again."""

    def fail() -> None:
        raise OSError("no disk")

    with pytest.raises(OSError, match="no disk"):
        answers.get("key", fail)
    assert answers.get("key", lambda: 1) == 1


def test_the_answers_used_last_are_kept() -> None:
    """Memory is bounded."""
    answers = Answers(most=2)
    for key in ("a", "b", "a", "c"):
        answers.get(key, lambda key=key: key)

    assert answers.get("a", lambda: "again") == "a"
    assert answers.get("b", lambda: "again") == "again"
