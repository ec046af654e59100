"""The page on uploads, over a sample city of each test's own."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.exports.office_csv import to_office_csv
from dashboard.ingest.templates import headings, template
from dashboard.kinds import KINDS
from dashboard.pages import process, uploading, uploads, visit
from dashboard.pipeline.background import BuildState
from dashboard.reads import run as runner
from dashboard.reads.answers import Answers
from dashboard.settings import ROOT, Settings
from dashboard.storage.workspace import Workspace, open_workspace

HEADER = "task_id,team_id,title,due_on\n"
GOOD = f"{HEADER}NEW-1,T0013,新增任务,2026-10-20\n".encode()
BAD = (
    f"{HEADER}N1,T0013,一,2021915日\nN2,市教育居,二,2026-10-20\nN3,T0013,,2026-10-20\n".encode()
)


class Builds:
    """Stands in for the process that builds."""

    def __init__(self) -> None:
        self.started: list[date] = []
        self.state = BuildState((), is_running=False, has_failed=False)

    def start(self, _: Workspace, as_of: date) -> None:
        self.started.append(as_of)


@pytest.fixture
def stores(sample_folder: Path, tmp_path: Path) -> Workspace:
    """The sample city in a workspace of this test alone."""
    shutil.copytree(sample_folder, tmp_path / "data")
    return open_workspace(Settings(data=tmp_path / "data"))


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Builds:
    """No build runs unless a test says so."""
    builds = Builds()
    monkeypatch.setattr(uploading, "start_build", builds.start)
    monkeypatch.setattr(uploads, "start_build", builds.start)
    monkeypatch.setattr(uploads, "build_state", lambda _: builds.state)
    return builds


@pytest.fixture
def app(stores: Workspace, builds: Builds, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page, not run yet, with nothing remembered from other tests."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(visit, "_ANSWERS", Answers())
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app._page_hash = calc_hash("uploads")
    return app


def words(app: AppTest) -> str:
    """Everything the page says in HTML."""
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def given(app: AppTest, content: bytes, name: str = "tasks.csv") -> AppTest:
    """Choose a file."""
    app.run()
    return app.file_uploader[0].set_value((name, content, "text/csv")).run()


def count(stores: Workspace) -> int:
    """Uploads recorded so far."""
    return len(stores.records.uploads(active_only=False))


def test_it_opens_with_who_is_missing_and_what_came(app: AppTest, stores: Workspace) -> None:
    """One sentence first; then every kind with its records, teams and age, and the history."""
    said = words(app.run())

    assert "个部门没有报齐" in said
    assert "报送记录（9 次）" in said
    for kind in KINDS:
        assert f"{kind}.csv" in said
    assert str(stores.built.newest()) in said


def test_nothing_is_stored_before_the_confirmation(app: AppTest, stores: Workspace) -> None:
    """A file is only looked at: the page says what would come of it."""
    said = words(given(app, GOOD))

    assert "tasks.csv 可以接收：共 1 行" in said
    assert count(stores) == 9


def test_confirming_stores_once_and_starts_a_build(
    app: AppTest, stores: Workspace, builds: Builds
) -> None:
    """Stored under its id, built for the day of the sample, and the bytes let go."""
    given(app, GOOD)
    said = words(app.button(key="confirm-zh").click().run())

    assert "报送编号 U000010" in said
    assert count(stores) == 10
    assert stores.records.uploads()[-1].uploaded_by == "local"
    assert builds.started == [date(2026, 10, 31)]
    assert app.file_uploader[0].value is None
    assert "报送记录（10 次）" in said


def test_a_second_press_finds_nothing_to_store(app: AppTest, stores: Workspace) -> None:
    """A double click is one upload."""
    given(app, GOOD)
    app.button(key="confirm-zh").click()
    app.run()
    with pytest.raises(KeyError):
        app.button(key="confirm-zh")
    app.run()

    assert count(stores) == 10


def test_the_same_file_twice_says_so(app: AppTest, stores: Workspace) -> None:
    """What would change nothing is not offered for confirmation, and names the first one."""
    given(app, GOOD, "first.csv")
    app.button(key="confirm-zh").click().run()
    said = words(given(app, GOOD, "again.csv"))

    assert "内容完全相同" in said
    assert "U000010" in said
    assert "first.csv" in said
    assert [button.key for button in app.button if "confirm" in str(button.key)] == []
    assert count(stores) == 10


def test_nothing_to_report_can_be_stated(app: AppTest, stores: Workspace) -> None:
    """A header without rows is a statement, made once and by somebody."""
    said = words(given(app, HEADER.encode()))
    app.button(key="confirm-zh").click().run()

    assert "如确无可报内容" in said
    assert stores.records.uploads()[-1].row_count == 0


def test_a_build_that_cannot_start_loses_nothing(
    app: AppTest, stores: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The upload is stored all the same, and the page says so."""

    def fail(*_: object) -> None:
        raise OSError("no processes left")

    monkeypatch.setattr(uploading, "start_build", fail)
    given(app, GOOD)

    assert "报送编号 U000010" in words(app.button(key="confirm-zh").click().run())
    assert count(stores) == 10


def test_every_problem_is_told_with_its_row(app: AppTest, stores: Workspace) -> None:
    """All of them at once, in the reader's language, and nothing is stored."""
    said = words(given(app, BAD, "清单.csv"))

    assert "您的文件 清单.csv 未被接收：3 处问题" in said
    for row, mistake in ((2, "2021915日"), (3, "市教育居"), (4, "未填写")):
        assert f"第 {row} 行" in said
        assert mistake in said
    assert count(stores) == 9


def test_problems_are_told_in_english_too(app: AppTest) -> None:
    """The same report in the other language."""
    app.query_params["language"] = "en"
    said = words(given(app, BAD))

    assert "Your file tasks.csv was not taken" in said
    assert "“2021915日” is not one certain day" in said


def test_a_fault_of_ours_is_told_apart(
    app: AppTest,
    stores: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A full disk is not the file's mistake: a reference for the operator, nothing else."""

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(uploading, "receive", fail)
    given(app, GOOD)

    assert app.error[0].value.startswith("系统出现故障，已记录；文件没有保存。")
    assert "no space left" in "".join(capsys.readouterr())
    assert count(stores) == 9


def test_who_has_no_right_sees_no_form(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The right is asked in one place."""
    monkeypatch.setattr(uploading, "may_upload", lambda *_: False)

    assert not app.run().file_uploader
    assert app.info[0].value.startswith("您没有报送权限")


def test_a_build_under_way_is_told_to_everybody(app: AppTest, builds: Builds) -> None:
    """Whoever opens the page sees that scores are being computed, and may leave it."""
    builds.state = BuildState(("U000010",), is_running=True, has_failed=False)

    assert "可以离开本页" in app.run().info[0].value


def test_a_failed_build_is_our_fault_and_can_be_tried_again(
    app: AppTest, builds: Builds
) -> None:
    """What was uploaded is kept, and a press starts the build again."""
    builds.state = BuildState(("U000010",), is_running=False, has_failed=True)
    app.run()
    app.button(key="build-now-zh").click().run()

    assert "报送内容已保存" in app.error[0].value
    assert builds.started == [date(2026, 10, 31)]


def test_records_are_asked_anew_in_each_run(app: AppTest, stores: Workspace) -> None:
    """What another session stored meanwhile is there without a new version."""
    app.run()
    uploading.receive(stores, "tasks", GOOD, "other.csv", actor="other")

    assert "other.csv" in words(app.run())


def test_few_questions_and_few_bytes(
    app: AppTest, sent_bytes: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most four queries, none when the view is drawn again, at most 60 KB."""
    asked: list[str] = []
    text = runner._sql
    monkeypatch.setattr(runner, "_sql", lambda name: asked.append(name) or text(name))
    app.run()
    first = len(asked)
    sent_bytes()
    app.run()

    assert 0 < first <= 4
    assert len(asked) == first
    assert sent_bytes() <= 60_000


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_chinese", [True, False])
def test_a_template_is_understood_when_it_comes_back(
    workspace: Workspace, kind: str, is_chinese: bool
) -> None:
    """Its headers are all known, and none that is required is missing."""
    receipt = uploading.receive(
        workspace, kind, template(kind, is_chinese=is_chinese), "t.csv", dry_run=True
    )

    assert receipt.problems == ()
    assert receipt.unknown_columns == ()
    assert [heading.column for heading in headings(kind)] == list(KINDS[kind].columns)


def test_a_problem_list_never_runs_as_a_formula() -> None:
    """A sheet opens it by a double click: byte order mark, no formulas, numbers stay."""
    content = to_office_csv(["a", "b"], [["=cmd|x", -1], ["-5", None], ["@x", "+1 a"]])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(b"\xef\xbb\xbf")
    assert rows == [["a", "b"], ["'=cmd|x", "-1"], ["-5", ""], ["'@x", "'+1 a"]]
