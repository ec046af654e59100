"""One upload: all of it or nothing, once, and with a receipt that says what came of it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dashboard.errors import UnknownNameError
from dashboard.ingest.receiving import receive
from dashboard.kinds import KINDS
from dashboard.storage.records import Records
from dashboard.storage.verifying.verification import verify
from dashboard.storage.workspace import Workspace
from dashboard.text import catalogue
from tests.ingest.factories import VALID, file_of, row_of, stored, upload


def archived(workspace: Workspace) -> list[Path]:
    """Return every file of the archive."""
    return [path for path in workspace.archive.folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_valid_file_is_stored(workspace: Workspace, kind: str) -> None:
    """Its rows count from now on, and its bytes are kept as they came."""
    receipt = upload(workspace, kind, VALID[kind])

    assert (receipt.upload_id, receipt.encoding) == ("U000001", "utf-8")
    assert (receipt.rows, receipt.accepted, receipt.rejected) == (1, 1, 0)
    assert (receipt.new, receipt.changed, receipt.same, receipt.removed) == (1, 0, 0, 0)
    assert receipt.problems == ()
    given = {name: value for name, value in VALID[kind].items() if name != "petitioner"}
    assert stored(workspace, kind)[0].items() >= given.items()
    if kind != "petitions":
        sha256 = hashlib.sha256(file_of([VALID[kind]])).hexdigest()
        assert workspace.archive.file_path(sha256).read_bytes() == file_of([VALID[kind]])


def test_a_sheet_as_a_department_writes_it(workspace: Workspace) -> None:
    """Chinese headers, words, dates and numbers become the canonical rows."""
    sheet = (
        "序号,*月 份,被考核单位（必填）,测评类别,评价人编号,评价项目,得分（分）,备注\r\n"
        "1,2026年3月,市财政局,互评,００１,工作实绩,９２．５０分,\r\n"
        "2,2026/3/15,市财政局,群众,002,—,88,代填\r\n"
        "合　计,,,,,,180.5,\r\n"
    )

    receipt = receive(workspace, "ratings", sheet.encode("gb18030"), "评价卡.csv")

    assert receipt.problems == ()
    assert (receipt.encoding, receipt.rows, receipt.accepted) == ("gb18030", 2, 2)
    assert receipt.unknown_columns == ("备注",)
    assert receipt.left_out == (4,)
    common = {"month": "2026-03-01", "team_id": "市财政局", "upload_id": "U000001"}
    assert stored(workspace, "ratings") == [
        {
            **common,
            "rater_group": "peer",
            "rater_id": "001",
            "item": "工作实绩",
            "score": "92.5",
            "row": 2,
        },
        {
            **common,
            "rater_group": "public",
            "rater_id": "002",
            "item": "",
            "score": "88",
            "row": 3,
        },
    ]


def test_one_problem_refuses_the_whole_file(workspace: Workspace) -> None:
    """Nothing is stored, every bad row is counted, and all problems are told at once."""
    receipt = upload(
        workspace,
        "tasks",
        row_of("tasks"),
        row_of("tasks", due_on="年底前", title=""),
        row_of("tasks", due_on="2026-03-32"),
    )

    assert receipt.upload_id is None
    assert (receipt.rows, receipt.accepted, receipt.rejected) == (3, 0, 2)
    assert (receipt.new, receipt.changed, receipt.same) == (0, 0, 0)
    assert [(item.row, item.column, item.value, item.rule) for item in receipt.problems] == [
        (3, "title", "", "required"),
        (3, "due_on", "年底前", "day"),
        (4, "due_on", "2026-03-32", "no_such_day"),
    ]
    assert archived(workspace) == []
    assert workspace.records.uploads() == []


def test_a_problem_of_the_header_rejects_every_row(workspace: Workspace) -> None:
    """Cells are checked all the same."""
    receipt = receive(
        workspace, "objections", "异议编号,收到日期\nO1,3月5日\n".encode(), "a.csv"
    )

    assert (receipt.rows, receipt.accepted, receipt.rejected) == (1, 0, 1)
    assert [(item.row, item.column, item.rule) for item in receipt.problems] == [
        (1, "team_id", "missing_column"),
        (2, "收到日期", "day"),
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04\x00", b'a,b\n1,"b\n'])
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    workspace: Workspace, content: bytes
) -> None:
    """The last problem has neither row nor column, and nothing is raised."""
    problem = receive(workspace, "teams", content, "a.csv").problems[0]

    assert (problem.row, problem.column, problem.value) == (None, None, None)


def test_records_of_another_width_are_problems_of_their_rows(workspace: Workspace) -> None:
    """They count as rows of the file."""
    content = b"objection_id,team_id,received_on\nO1,T1\nO2,T1,2026-03-02\n"

    receipt = receive(workspace, "objections", content, "a.csv")

    assert (receipt.rows, receipt.rejected) == (2, 1)
    assert [(item.row, item.column, item.rule) for item in receipt.problems] == [
        (2, None, "cell_count")
    ]


def test_an_office_may_have_nothing_to_report(workspace: Workspace) -> None:
    """A header without rows is an answer: it is kept, and kept once."""
    content = b"objection_id,team_id,received_on\n"
    receipt = receive(workspace, "objections", content, "a.csv")
    again = receive(workspace, "objections", content, "a.csv")

    assert (receipt.problems, receipt.rows, receipt.accepted) == ((), 0, 0)
    assert again.duplicate_of == receipt.upload_id is not None


def test_total_rows_alone_are_no_rows(workspace: Workspace) -> None:
    """They are listed, and nothing else is in the file."""
    receipt = upload(workspace, "objections", row_of("objections", objection_id="合计"))

    assert (receipt.rows, receipt.left_out, receipt.problems) == (0, (2,), ())


@pytest.mark.parametrize(
    ("first", "second", "is_total"),
    [("合计", "", True), ("12", "小 计", True), ("", "平均", True), ("甲", "总计", False)],
)
def test_a_total_row_is_known_by_its_first_text(
    workspace: Workspace, first: str, second: str, is_total: bool
) -> None:
    """A number before the word is a running number; the word may stand in another cell."""
    total = row_of("objections", objection_id=first, team_id=second)

    receipt = upload(workspace, "objections", row_of("objections"), total, dry_run=True)

    assert receipt.left_out == ((3,) if is_total else ())
    assert receipt.rows == (1 if is_total else 2)


def test_rows_are_added_and_replaced_by_key(workspace: Workspace) -> None:
    """New, changed and same rows are counted against what is stored."""
    upload(workspace, "tasks", *(row_of("tasks", task_id=f"K{number}") for number in range(3)))

    receipt = upload(
        workspace,
        "tasks",
        row_of("tasks", task_id="K1", note="-"),
        row_of("tasks", task_id="K2", progress="50%"),
        row_of("tasks", task_id="K3"),
        row_of("tasks", task_id="K2", team_id="T2"),
    )

    assert (receipt.new, receipt.changed, receipt.same) == (2, 1, 1)
    rows = stored(workspace, "tasks")
    assert [(row["task_id"], row["team_id"], row["upload_id"]) for row in rows] == [
        ("K0", "T1", "U000001"),
        ("K1", "T1", "U000002"),
        ("K2", "T1", "U000002"),
        ("K2", "T2", "U000002"),
        ("K3", "T1", "U000002"),
    ]


def test_rows_that_say_the_same_count_once(workspace: Workspace) -> None:
    """The clerk is told of the second, and need not mend it."""
    receipt = upload(workspace, "tasks", row_of("tasks"), row_of("tasks"))

    assert (receipt.accepted, receipt.new) == (2, 1)
    assert [(item.row, item.rule) for item in receipt.notices] == [(3, "repeated_row")]
    assert [row["task_id"] for row in stored(workspace, "tasks")] == ["K1"]


def test_the_same_file_twice_changes_nothing(workspace: Workspace) -> None:
    """The second receipt names the first upload."""
    first = upload(workspace, "tasks", row_of("tasks"))
    files = archived(workspace)

    again = upload(workspace, "tasks", row_of("tasks"))

    assert (again.upload_id, again.duplicate_of) == (None, first.upload_id)
    assert (again.accepted, again.same) == (1, 1)
    assert archived(workspace) == files
    assert len(workspace.records.uploads()) == 1


def test_the_same_file_counts_again_when_it_changes_something(workspace: Workspace) -> None:
    """An old file is a way back."""
    upload(workspace, "tasks", row_of("tasks", title="旧"))
    upload(workspace, "tasks", row_of("tasks", title="新"))

    back = upload(workspace, "tasks", row_of("tasks", title="旧"))

    assert (back.upload_id, back.changed, back.duplicate_of) == ("U000003", 1, None)
    assert stored(workspace, "tasks")[0]["title"] == "旧"


def test_other_bytes_of_the_same_rows_are_an_upload(workspace: Workspace) -> None:
    """All of its rows are the same, whatever dialect they were written in."""
    upload(workspace, "tasks", row_of("tasks"))
    sheet = "任务编号;责任单位;任务名称;完成时限（必填）\nK1;T1;修路;2026年3月20日\n"

    receipt = receive(workspace, "tasks", sheet.encode(), "a.csv")

    assert (receipt.upload_id, receipt.same, receipt.duplicate_of) == ("U000002", 1, None)


def test_defaults_are_put_where_nothing_is_given(workspace: Workspace) -> None:
    """In a blank cell as in a column that is missing; else a blank is null."""
    upload(workspace, "tasks", row_of("tasks", level="—"))

    row = stored(workspace, "tasks")[0]
    assert (row["role"], row["level"], row["is_exempt"]) == ("lead", "county", "false")
    assert "progress" not in row


def test_a_dry_run_answers_and_stores_nothing(workspace: Workspace) -> None:
    """It gives the counts the upload would have."""
    upload(workspace, "tasks", row_of("tasks"))
    files = archived(workspace)

    receipt = upload(workspace, "tasks", row_of("tasks", title="新"), dry_run=True)

    assert (receipt.upload_id, receipt.accepted, receipt.changed) == (None, 1, 1)
    assert archived(workspace) == files
    assert stored(workspace, "tasks")[0]["title"] == "修路"


def test_the_records_know_who_and_how_much(workspace: Workspace) -> None:
    """An upload is recorded with its counts, and in the audit chain."""
    upload(workspace, "tasks", row_of("tasks"), actor="zhang")

    record = workspace.records.uploads()[0]
    assert (record.kind, record.file_name, record.uploaded_by) == (
        "tasks",
        "tasks.csv",
        "zhang",
    )
    assert (record.row_count, record.new_count, record.mode) == (1, 1, "upsert")
    assert record.sha256 == hashlib.sha256(file_of([row_of("tasks")])).hexdigest()
    assert verify(workspace) == []


@pytest.mark.parametrize("step", ["keep_file", "keep_rows", "add_upload"])
def test_a_fault_at_any_step_leaves_the_evidence_as_it_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The next upload goes through as if nothing had been."""
    upload(workspace, "tasks", row_of("tasks", title="旧"))
    before = stored(workspace, "tasks")

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Records if step == "add_upload" else type(workspace.archive), step, fail)
        with pytest.raises(OSError, match="no space"):
            upload(workspace, "tasks", row_of("tasks", title="新"))

    assert stored(workspace, "tasks") == before
    assert upload(workspace, "tasks", row_of("tasks", title="新")).upload_id == "U000002"


def test_an_unknown_kind_is_an_error_of_the_caller(workspace: Workspace) -> None:
    """It is no matter of the file."""
    with pytest.raises(UnknownNameError, match="no kind of upload 'votes'"):
        receive(workspace, "votes", b"", "a.csv")


@pytest.mark.parametrize(
    ("language", "word"), [("en", "is not in the calendar"), ("zh", "日历")]
)
def test_a_receipt_in_json(workspace: Workspace, language: str, word: str) -> None:
    """It has the fields of the interface, and the sentences in the language asked for."""
    receipt = upload(workspace, "tasks", row_of("tasks", due_on="2026-02-30"))

    answer = json.loads(json.dumps(receipt.to_json(catalogue(language))))

    assert list(answer)[:11] == [
        "upload_id",
        "kind",
        "encoding",
        "rows",
        "accepted",
        "rejected",
        "new",
        "changed",
        "same",
        "removed",
        "duplicate_of",
    ]
    assert list(answer["problems"][0]) == ["row", "column", "value", "rule", "message"]
    assert word in answer["problems"][0]["message"]
