"""The page on uploads, over a sample city of each test's own: a file's way in."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.drafts.drafts import Draft
from dashboard.drafts.queue import drafts_of
from dashboard.exports.office_csv import to_office_csv
from dashboard.ingest.examining import Request
from dashboard.ingest.receiving import receive
from dashboard.kinds import KINDS
from dashboard.pages import signed_in
from dashboard.pages.uploads import build_watch, form, turning
from dashboard.pages.uploads import desk as upload_desk
from dashboard.pages.uploads.desk import Desk
from dashboard.pipeline.background import BuildState
from dashboard.reads import run as runner
from dashboard.storage.workspace import Workspace
from tests.people import office, viewer

HEADER = "task_id,team_id,title,due_on\n"
GOOD = f"{HEADER}NEW-1,T0013,新增任务,2026-10-20\n".encode()
BAD = (
    f"{HEADER}N1,T0013,一,2021915日\nN2,市教育居,二,2026-10-20\nN3,T0013,,2026-10-20\n".encode()
)
MIXED = f"{HEADER}N1,T0013,一,2026-10-20\nN2,T0013,,2026-10-21\n".encode()
CHECK_SECONDS = 90

Words = Callable[[AppTest], str]


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


def checked(stores: Workspace) -> Draft:
    """Wait until the newest draft is checked."""
    deadline = time.monotonic() + CHECK_SECONDS
    while True:
        draft = drafts_of(stores).of("local")[0]
        if draft.stage in ("ready", "failed"):
            return draft
        assert time.monotonic() < deadline, draft.stage
        time.sleep(0.1)


def given(app: AppTest, stores: Workspace, content: bytes, name: str = "tasks.csv") -> AppTest:
    """Choose a file, and look again when it is checked."""
    app.run()
    app.file_uploader[0].set_value((name, content, "text/csv")).run()
    checked(stores)
    return app.run()


def opened(app: AppTest, draft: Draft) -> AppTest:
    """Open a draft that waits."""
    app.run()
    return app.button(key=f"open-{draft.draft_id}-zh").click().run()


def count(stores: Workspace) -> int:
    """Uploads recorded so far."""
    return len(stores.records.uploads(active_only=False))


def keys(app: AppTest) -> list[str]:
    """Keys of the buttons there are."""
    return [str(button.key) for button in app.button]


def test_it_opens_with_the_form_and_what_came(
    app: AppTest, stores: Workspace, words: Words
) -> None:
    """The form, every kind with its records, teams and age, and the history."""
    said = words(app.run())

    assert "报送记录（9 次）" in said
    for kind in KINDS:
        assert f"{kind}.csv" in said
    assert str(stores.built.newest()) in said
    assert "200 MB" in app.file_uploader[0].label


def test_a_file_is_checked_and_nothing_is_stored(
    queue_app: AppTest, stores: Workspace, words: Words
) -> None:
    """What was understood, what would come of it, what it does to scores; no upload."""
    said = words(given(queue_app, stores, GOOD))

    assert "文字编码 UTF-8，以逗号分隔，表头在第 1 行" in said
    assert re.search(r"<strong>1</strong> <b>新增</b>", said)
    assert "对得分的影响" in said
    assert count(stores) == 9
    assert queue_app.session_state["upload-desk"].round == 1


def test_a_check_under_way_says_how_far_it_is(
    app: AppTest, stores: Workspace, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    """A bar with words, and that the page may be left."""
    draft = drafts_of(stores).create("local", Request("tasks", "big.csv"))
    monkeypatch.setattr("dashboard.pages.uploads.sending.is_lost", lambda _: False)
    monkeypatch.setattr("dashboard.pages.uploads.progress.is_lost", lambda _: False)
    for stage, word in (("waiting", "排队"), ("reading", "逐行检查"), ("effect", "试算")):
        drafts_of(stores).put(replace(draft, stage=stage))
        app.session_state["upload-desk"] = Desk(draft.draft_id)
        app.run()
        assert word in app.get("progress")[0].proto.text
    assert "可以离开本页" in words(app)


def test_a_look_at_a_check_costs_little(
    app: AppTest,
    stores: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    sent_bytes: Callable[[], int],
) -> None:
    """At most 4 KB each time an open page asks."""
    draft = drafts_of(stores).create("local", Request("tasks", "big.csv"))
    monkeypatch.setattr("dashboard.pages.uploads.sending.is_lost", lambda _: False)
    monkeypatch.setattr("dashboard.pages.uploads.progress.is_lost", lambda _: False)
    app.run()
    sent_bytes()
    app.run()
    without = sent_bytes()
    app.session_state["upload-desk"] = Desk(draft.draft_id)
    app.run()
    sent_bytes()
    app.run()

    assert abs(sent_bytes() - without) <= 4_000


def test_a_draft_waits_through_a_reload(
    app: AppTest, sent: Callable[..., Draft], stores: Workspace, words: Words
) -> None:
    """A new session finds it, opens it, and may store it."""
    draft = sent(GOOD)

    assert "您有一份文件等待确认" in words(app.run())
    opened(app, draft)
    app.button(key="confirm-zh").click().run()

    assert stores.records.uploads()[-1].file_name == "tasks.csv"
    assert drafts_of(stores).of("local") == []


def test_drafts_are_the_sender_s_own(
    app: AppTest, stores: Workspace, words: Words, quick_checks: Any
) -> None:
    """Nobody sees, opens or stores what somebody else has sent."""
    draft = quick_checks.send(stores, "other", Request("tasks", "secret.csv"), GOOD)
    app.session_state["upload-desk"] = Desk(draft.draft_id)

    assert "secret.csv" not in words(app.run())


def test_confirming_stores_once_and_starts_a_build(
    queue_app: AppTest, stores: Workspace, builds: Any, words: Words
) -> None:
    """Stored under its id, built for the day of the sample, and the bytes let go."""
    given(queue_app, stores, GOOD)
    said = words(queue_app.button(key="confirm-zh").click().run())

    assert "报送成功，编号 U000010" in said
    assert count(stores) == 10
    assert stores.records.uploads()[-1].uploaded_by == "local"
    assert builds.started == [date(2026, 10, 31)]
    assert queue_app.session_state["upload-desk"].content is None
    assert "报送记录（10 次）" in said


def test_a_second_press_finds_nothing_to_store(app: AppTest, stores: Workspace) -> None:
    """A double click is one upload."""
    given(app, stores, GOOD)
    draft = drafts_of(stores).of("local")[0]
    app.button(key="confirm-zh").click()
    app.run()
    app.session_state["upload-desk"] = Desk(draft.draft_id)
    app.run()

    assert "confirm-zh" not in keys(app)
    assert count(stores) == 10


def test_two_presses_side_by_side_are_one_upload(app: AppTest, stores: Workspace) -> None:
    """
    Streamlit runs a second click beside the first; it waits for what that one does.
    """
    given(app, stores, GOOD)
    draft_id = drafts_of(stores).of("local")[0].draft_id
    desk = Desk(draft_id)
    press = partial(desk.confirm, stores, draft_id, allow_partial=False)

    with ThreadPoolExecutor() as threads:
        # Long enough for both to have read the draft before either may store.
        with stores.records.lock("uploads"):
            presses = [threads.submit(press) for _ in range(2)]
            wait(presses, timeout=1)
        for done in presses:
            done.result()

    assert count(stores) == 10
    assert desk.outcome is not None
    assert desk.outcome.receipt is not None
    assert desk.outcome.receipt.upload_id == "U000010"


def test_rights_are_asked_at_the_press(
    app: AppTest, stores: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may upload no more stores nothing with a button drawn before."""
    given(app, stores, GOOD)
    monkeypatch.setattr(upload_desk, "may_upload", lambda *_: False)
    app.button(key="confirm-zh").click().run()

    assert count(stores) == 9


def test_what_others_stored_meanwhile_is_shown_before_it_counts(
    app: AppTest, stores: Workspace, words: Words
) -> None:
    """The file is checked again, the page says so, and a second press stores it."""
    given(app, stores, GOOD)
    receive(stores, "tasks", GOOD.replace(b"NEW-1", b"OTHER"), "other.csv", actor="other")
    app.button(key="confirm-zh").click().run()

    assert count(stores) == 10
    assert app.warning[0].value.startswith("在此期间有其他人报送了数据")
    checked(stores)
    app.run()
    assert "报送成功" in words(app.button(key="confirm-zh").click().run())
    assert count(stores) == 11


def test_the_same_file_twice_says_so(app: AppTest, stores: Workspace, words: Words) -> None:
    """What would change nothing is not offered for confirmation, and names the first one."""
    receive(stores, "tasks", GOOD, "first.csv", actor="local")
    said = words(given(app, stores, GOOD, "again.csv"))

    assert "内容完全相同" in said
    assert "U000010" in said
    assert "first.csv" in said
    assert "confirm-zh" not in keys(app)


def test_nothing_to_report_can_be_stated(app: AppTest, stores: Workspace, words: Words) -> None:
    """A header without rows is a statement, made once and by somebody."""
    said = words(given(app, stores, HEADER.encode()))
    app.button(key="confirm-zh").click().run()

    assert "如确无可报内容" in said
    assert stores.records.uploads()[-1].row_count == 0


def test_a_build_that_cannot_start_loses_nothing(
    app: AppTest, stores: Workspace, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    """The upload is stored all the same, and the page says so."""

    def fail(*_: object) -> None:
        raise OSError("no processes left")

    monkeypatch.setattr(build_watch, "start_build", fail)
    given(app, stores, GOOD)

    assert "编号 U000010" in words(app.button(key="confirm-zh").click().run())
    assert count(stores) == 10


@pytest.mark.parametrize(
    ("language", "refused"),
    [("zh", "按现在的文件不能保存：共 3 行，其中 3 行有问题"), ("en", "Nothing can be stored")],
)
def test_every_problem_is_told_with_its_row(
    app: AppTest, stores: Workspace, words: Words, language: str, refused: str
) -> None:
    """All of them at once, in the reader's language, and nothing can be stored."""
    app.query_params["language"] = language
    said = words(given(app, stores, BAD, "清单.csv"))

    assert refused in said
    for mistake in ("2021915日", "市教育居"):
        assert mistake in said
    assert f"confirm-{language}" not in keys(app)
    assert not app.checkbox


def test_a_file_of_a_stranger_is_text_and_never_markup(
    app: AppTest, stores: Workspace, words: Words
) -> None:
    """Names, headers and cells reach the page escaped."""
    evil = "<img src=x onerror=alert(1)>"
    content = f"{HEADER.strip()},{evil}\n{evil},T0013,{evil},{evil}\n".encode()
    said = words(given(app, stores, content, f"{evil}.csv"))

    assert "&lt;img" in said
    assert "<img" not in said


def test_good_rows_are_stored_alone_only_when_that_is_ticked(
    app: AppTest, stores: Workspace, words: Words
) -> None:
    """Unticked at first; ticked, the good rows are stored and the others kept on record."""
    given(app, stores, MIXED)

    assert not app.checkbox[0].value
    assert "confirm-zh" not in keys(app)
    app.checkbox[0].check().run()
    said = words(app.button(key="confirm-zh").click().run())

    assert "<strong>1</strong> <b>不收</b>" in said
    upload = stores.records.uploads()[-1]
    assert (upload.row_count, upload.rejected_count) == (1, 1)
    app.query_params["item"] = upload.upload_id
    assert "未收的行（1 行）" in words(app.run())


def test_the_clerk_s_own_file_comes_back_with_its_problems(
    queue_app: AppTest, stores: Workspace
) -> None:
    """Written on demand in a process of its own, in the encoding of the file."""
    given(queue_app, stores, MIXED.decode().encode("gb18030"))
    draft = drafts_of(stores).of("local")[0]
    queue_app.button(key=f"make-report-{draft.draft_id}-zh").click().run()

    report = (draft.folder / "report.zh").read_bytes().decode("gb18030")
    header, first, second = csv.reader(io.StringIO(report))
    assert header[-1] == "问题"
    assert not first[-1]
    assert "未填写" in second[-1]


def test_a_file_is_read_again_as_its_sender_says(
    app: AppTest, sent: Callable[..., Draft], stores: Workspace, words: Words
) -> None:
    """Another header row makes another draft of the same bytes, in place of the first."""
    draft = sent(b"task_id,team_id,title,due_on\n" + GOOD)
    opened(app, draft)
    app.session_state[f"draft-fold-{draft.draft_id}-zh"] = True
    app.run()
    app.number_input[0].set_value(2)
    submit = next(b for b in app.button if b.label == "重新读取")
    submit.click().run()
    again = checked(stores)

    assert again.draft_id != draft.draft_id
    assert len(drafts_of(stores).of("local")) == 1
    assert "表头在第 2 行" in words(app.run())


def test_another_kind_is_offered_when_the_file_looks_like_it(
    app: AppTest, sent: Callable[..., Draft], stores: Workspace, words: Words
) -> None:
    """Sent as disclosures, it is read as tasks at a press."""
    draft = sent(GOOD, kind="disclosures")
    opened(app, draft)

    assert "更像“工作任务" in app.warning[0].value
    app.button(key=f"draft-kind-{draft.draft_id}-zh").click().run()
    checked(stores)
    assert "没有发现问题" in words(app.run())


def test_a_file_may_stand_for_its_months(
    app: AppTest, sent: Callable[..., Draft], stores: Workspace, words: Words
) -> None:
    """The months are named, and the rows that go are counted, before anything is stored."""
    draft = sent(GOOD)
    opened(app, draft)
    app.radio[0].set_value("replace-months").run()
    checked(stores)
    said = words(app.run())

    assert "被替换的月份：2026-10" in said
    assert re.search(r"不再计入的已存数据：\d+ 行", said)
    assert re.search(r"<b>移除</b>", said)
    app.button(key="confirm-zh").click().run()
    assert stores.records.uploads()[-1].covered_months == ("2026-10",)


def test_a_register_of_petitions_shows_no_person(
    app: AppTest, sent: Callable[..., Draft], stores: Workspace, words: Words
) -> None:
    """Its rows are not shown, and without the sender's own bytes it is not read again."""
    content = "信访编号,承办单位,信访人,登记日期\nX1,T0013,张小明,2026-10-08\n".encode()
    draft = sent(content, kind="petitions")
    opened(app, draft)
    app.session_state[f"draft-fold-{draft.draft_id}-zh"] = True
    said = words(app.run())

    assert "这里只显示表头" in said
    assert "张小明" not in said
    assert "请重新选择文件" in app.info[0].value


@pytest.mark.parametrize("failure", ["time", "memory", "fault"])
def test_a_failed_check_is_not_the_clerk_s_fault(
    app: AppTest, stores: Workspace, failure: str
) -> None:
    """Each failure has its sentence; without the bytes the file is to be chosen again."""
    draft = drafts_of(stores).create("local", Request("tasks", "big.csv"))
    drafts_of(stores).put(replace(draft, stage="failed", failure=failure))
    opened(app, draft)

    assert "没有保存任何内容" in app.error[0].value
    assert "draft-again-zh" not in keys(app)
    app.button(key="draft-leave-zh").click().run()
    assert drafts_of(stores).of("local") == []


def test_a_check_lost_with_the_app_can_be_sent_again(
    app: AppTest, stores: Workspace, words: Words
) -> None:
    """After a restart nobody checks it; with its bytes one press does."""
    draft = drafts_of(stores).create("local", Request("tasks", "tasks.csv"))
    draft.content_path.write_bytes(GOOD)
    opened(app, draft)

    assert "重新启动" in app.warning[0].value
    app.button(key="draft-again-zh").click().run()
    checked(stores)
    assert "没有发现问题" in words(app.run())


def test_a_draft_can_be_put_aside_and_left(
    app: AppTest, sent: Callable[..., Draft], stores: Workspace, words: Words
) -> None:
    """Aside it waits in the list; left, nothing of it stays."""
    draft = sent(GOOD)
    opened(app, draft)
    app.button(key="draft-aside-zh").click().run()

    assert "已检查，待您确认" in words(app)
    app.button(key=f"discard-{draft.draft_id}-zh").click().run()
    assert not draft.folder.exists()
    assert "等待确认" not in words(app)


def test_a_fault_of_ours_is_told_apart(
    app: AppTest,
    stores: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A full disk is not the file's mistake: a reference for the operator, nothing else."""

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    given(app, stores, GOOD)
    monkeypatch.setattr(upload_desk, "confirm", fail)
    app.button(key="confirm-zh").click().run()

    assert app.error[0].value.startswith("系统出现故障，已记录；文件没有保存。")
    assert "no space left" in "".join(capsys.readouterr())
    assert count(stores) == 9


def test_who_has_no_right_sees_no_form(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The right is asked in one place."""
    monkeypatch.setattr(form, "may_upload", lambda *_: False)

    assert not app.run().file_uploader
    assert app.info[0].value.startswith("您没有报送权限")


def test_a_build_under_way_is_told_to_everybody(app: AppTest, builds: Any) -> None:
    """Whoever opens the page sees that scores are being computed, and may leave it."""
    builds.state = BuildState(("U000010",), is_running=True, has_failed=False)

    assert "可以离开本页" in app.run().info[0].value


def test_a_failed_build_is_our_fault_and_can_be_tried_again(app: AppTest, builds: Any) -> None:
    """What was uploaded is kept, and a press starts the build again."""
    builds.state = BuildState(("U000010",), is_running=False, has_failed=True)
    app.run()
    app.button(key="build-now-zh").click().run()

    assert "报送内容已保存" in app.error[0].value
    assert builds.started == [date(2026, 10, 31)]


def test_records_are_asked_anew_in_each_run(
    app: AppTest, stores: Workspace, words: Words
) -> None:
    """What another session stored meanwhile is there without a new version."""
    app.run()
    receive(stores, "tasks", GOOD, "other.csv", actor="other")

    assert "other.csv" in words(app.run())


@pytest.mark.parametrize("has_draft", [False, True])
def test_few_questions_and_few_bytes(
    app: AppTest,
    sent: Callable[..., Draft],
    stores: Workspace,
    sent_bytes: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    has_draft: bool,
) -> None:
    """At most four queries, none when the view is drawn again, at most 60 KB a run."""
    if has_draft:
        rows = "".join(f"N{n},市教育居{n},{'任务' * 30},2026\n" for n in range(200))
        draft = sent(f"{HEADER}{rows}".encode())
        app.session_state["upload-desk"] = Desk(draft.draft_id)
        app.session_state[f"draft-sentences-{draft.draft_id}-zh"] = True
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


def test_taking_back_shows_its_effect_asks_why_and_can_be_undone(
    app: AppTest, stores: Workspace, builds: Any, words: Words
) -> None:
    """Effect, reason, act; then who, when and why are told, and it can be put back."""
    app.query_params["item"] = "U000009"
    assert "本次报送有效" in words(app.run())
    look = next(b for b in app.button if b.label == "查看撤销的影响")
    app = look.click().run(timeout=120)
    assert "对得分的影响" in words(app)
    press = next(b for b in app.button if b.label == "撤销报送")
    press.click().run()
    assert "请写明原因" in app.error[0].value
    assert stores.records.upload("U000009").state == "active"

    app.text_input[0].set_value("报错月份")
    next(b for b in app.button if b.label == "撤销报送").click().run()

    assert stores.records.upload("U000009").state == "undone"
    assert stores.records.changes()[-1].reason == "报错月份"
    assert builds.started == [date(2026, 10, 31)]
    assert "报错月份" in words(app)
    assert any(b.label == "查看恢复的影响" for b in app.button)


def test_what_cannot_be_tried_can_still_be_taken_back(
    app: AppTest, stores: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An effect that fails says so and locks nobody in."""

    def fail(*_: object) -> None:
        raise turning.FaultError("no memory")

    monkeypatch.setattr(turning, "effect_of_turning", fail)
    app.query_params["item"] = "U000009"
    app.run()
    next(b for b in app.button if b.label == "查看撤销的影响").click().run()

    assert "无法试算" in app.warning[0].value
    app.text_input[0].set_value("why")
    next(b for b in app.button if b.label == "撤销报送").click().run()
    assert stores.records.upload("U000009").state == "undone"


def test_only_senders_and_those_who_see_all_take_back(
    app: AppTest, stores: Workspace, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    """To somebody with one bureau in sight, an upload of others is one there never was."""
    clerk = viewer("clerk", "T0013")
    monkeypatch.setattr("dashboard.pages.signed_in.viewer_of", lambda *_: clerk)
    app.query_params["item"] = "U000009"

    assert "没有这个编号的报送" in words(app.run())
    assert not [b for b in app.button if "影响" in b.label]


def test_an_unknown_upload_says_so(app: AppTest, words: Words) -> None:
    """An address by hand is answered, and leads back."""
    app.query_params["item"] = "U999999"

    assert "没有这个编号的报送" in words(app.run())


def test_a_problem_list_never_runs_as_a_formula() -> None:
    """A sheet opens it by a double click: byte order mark, no formulas, numbers stay."""
    content = to_office_csv(["a", "b"], [["=cmd|x", -1], ["-5", None], ["@x", "+1 a"]])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(b"\xef\xbb\xbf")
    assert rows == [["a", "b"], ["'=cmd|x", "-1"], ["-5", ""], ["'@x", "'+1 a"]]
