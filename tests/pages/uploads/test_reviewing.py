"""What was understood of a file, what is wrong in it, and what its sender may do about it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.drafts.drafts import Draft
from dashboard.drafts.queue import drafts_of
from dashboard.exports.office_csv import to_office_csv
from dashboard.storage.workspace import Workspace
from tests.pages.uploads.files import (
    BAD,
    GOOD,
    HEADER,
    MIXED,
    checked,
    given,
    keys,
    opened,
)

Words = Callable[[AppTest], str]


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


def test_a_problem_list_never_runs_as_a_formula() -> None:
    """A sheet opens it by a double click: byte order mark, no formulas, numbers stay."""
    content = to_office_csv(["a", "b"], [["=cmd|x", -1], ["-5", None], ["@x", "+1 a"]])
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(b"\xef\xbb\xbf")
    assert rows == [["a", "b"], ["'=cmd|x", "-1"], ["-5", ""], ["'@x", "'+1 a"]]
