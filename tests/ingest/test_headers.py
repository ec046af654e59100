"""Headers are understood as departments write them, and never by guessing."""

from __future__ import annotations

import pytest

from dashboard.ingest.checking.headers import Layout, match_headers
from dashboard.ingest.problems import Problem
from dashboard.ingest.reading.tables import read_table
from dashboard.kinds import KINDS
from tests.ingest.words import aliases


def layout(kind: str, *headers: str, row: str = "") -> Layout:
    """Read a file of that header and one row."""
    quoted = ",".join(f'"{header}"' for header in headers)
    cells = row or "," * (len(headers) - 1)
    return match_headers(KINDS[kind], read_table(f"{quoted}\n{cells}\n".encode(), KINDS[kind]))


def columns(kind: str, *headers: str) -> list[str]:
    """Return the columns these headers name."""
    return list(layout(kind, *headers).fields)


def doubled(problems: tuple[Problem, ...]) -> list[str | None]:
    """Return the headers that are refused as doubled."""
    return [problem.column for problem in problems if problem.rule == "doubled_header"]


@pytest.mark.parametrize(("kind", "column", "alias"), list(aliases()))
def test_every_alias_of_the_list_is_understood(kind: str, column: str, alias: str) -> None:
    """An alias means what its kind says."""
    assert columns(kind, alias) == [column]


@pytest.mark.parametrize("kind", KINDS)
def test_every_canonical_header_is_understood(kind: str) -> None:
    """The names of the interface are headers too, in any order."""
    names = [column.name for column in reversed(KINDS[kind].columns)]

    assert columns(kind, *names) == names
    assert layout(kind, *names).problems == ()


def test_one_word_means_what_its_kind_says() -> None:
    """完成时间 is when a task was done, but when an audit finding is due."""
    assert columns("tasks", "完成时间") == ["done_on"]
    assert columns("audit_findings", "完成时间") == ["due_on"]


@pytest.mark.parametrize(
    "header",
    [
        " 完成 时限 ",
        "完成\n时限",
        "完成\u3000时限\u200b",
        "*完成时限",
        "完成时限＊",
        "完成时限（必填）",
        "【必填】完成时限",
        "ＤＵＥ＿ＯＮ",
        "Due On",
        "DUE_ON (必填)",
        "完成时限：",
        "★完成时限",
        "完成时限（年月日）",
        "完成时限\n(yyyy-mm-dd)",
        "完成时限（格式：YYYY-MM-DD）",
        "完成时限【如2026-03-05】",
        "完成时限（例如：2026年3月5日）*",
        "完成时限（必填）（年/月/日）",
    ],
)
def test_close_forms_are_understood(header: str) -> None:
    """Spaces, line breaks, full-width letters, case and marks do not matter."""
    assert columns("tasks", header) == ["due_on"]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("涉及金额", None),
        ("涉及金额（万元）", "万元"),
        ("涉及金额[亿元]", "亿元"),
        ("涉及金额（单位：元）", "元"),
        ("*涉及金额\n(万元)（必填）", "万元"),
    ],
)
def test_a_unit_in_brackets_is_kept(header: str, unit: str | None) -> None:
    """A unit does not change what a header means, but what its numbers mean."""
    assert layout("audit_findings", header).fields["amount_yuan"].unit == unit


@pytest.mark.parametrize(
    "header",
    ["涉及金额（美元）", "涉及金额（万人）", "涉及金额（万元）（亿元）", "涉及金额（计划）"],
)
def test_a_unit_or_note_we_do_not_know_makes_a_column_unknown(header: str) -> None:
    """Dollars are not read as yuan, and a planned sum not as the sum."""
    assert layout("audit_findings", header).unknown == (header,)


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_report_may_come_back(kind: str) -> None:
    """问题 is what we wrote beside the rows; 有效票 is nothing but in ballots."""
    found = layout(kind, "问题", "有效票", "序号")

    assert found.unknown == ()
    assert list(found.fields) == (["valid_votes"] if kind == "ballots" else [])


@pytest.mark.parametrize(
    ("header", "others", "nearest"),
    [
        ("完成时跟", (), "完成时限"),
        ("完成时跟", ("办理期限",), "完成时间"),
        ("due_0n", (), "dueon"),
        ("责任单位名称", (), "责任单位"),
        ("责任单位名称", ("主办单位",), None),
        ("备注", (), None),
    ],
)
def test_an_unknown_header_may_be_a_slip_of_the_hand(
    header: str, others: tuple[str, ...], nearest: str | None
) -> None:
    """It is listed and not read; a column that the file has already is not offered."""
    found = layout("tasks", header, *others)

    assert found.unknown == (header,)
    told = [(item.row, item.column, item.message_values) for item in found.notices]
    assert told == ([(1, header, {"nearest": nearest})] if nearest else [])


def test_running_numbers_are_ignored_and_unknown_columns_listed() -> None:
    """序号 and 编号 are nothing; 备注 is listed as it stands and refuses nothing."""
    found = layout("ratings", "序号", "编号", " 备 注", "得分")

    assert list(found.fields) == ["score"]
    assert found.unknown == (" 备 注",)
    assert {problem.rule for problem in found.problems} == {"missing_column"}


def test_each_missing_required_column_is_a_problem() -> None:
    """It is named by its canonical name, at the row of the header."""
    problems = layout("ballots", "优秀票", "月份").problems

    assert [(item.row, item.column, item.rule) for item in problems] == [
        (1, "team_id", "missing_column"),
        (1, "rater_group", "missing_column"),
    ]


def test_doubled_headers_are_refused_by_name() -> None:
    """Two headers for one column are two answers, be they equal or aliases."""
    assert doubled(layout("tasks", "完成时限", "完成时限").problems) == ["完成时限"]
    assert doubled(layout("tasks", "due_on", "办理期限（必填）").problems) == [
        "办理期限（必填）"
    ]
    assert doubled(layout("tasks", "序号", "序号", "备注", "备注").problems) == []


def test_values_without_a_header_are_refused() -> None:
    """Merged header cells leave columns without a name; empty ones do no harm."""
    merged = layout("ballots", "票数", "", " ", row="1,2,").problems

    unnamed = [item for item in merged if item.rule == "unnamed_column"]
    assert [item.message_values for item in unnamed] == [{"position": 2, "left": "票数"}]


@pytest.mark.parametrize(
    ("kind", "header", "column"),
    [
        ("ballots", "有效票", "valid_votes"),
        ("ballots", "优秀率（%）", "excellent_rate"),
        ("disclosures", "公示率", "posted_rate"),
        ("audit_findings", "整改率", "rectified_rate"),
    ],
)
def test_controls_are_read_but_not_stored(kind: str, header: str, column: str) -> None:
    """Valid votes and rates serve a check alone."""
    assert columns(kind, header) == [column]
    assert column not in KINDS[kind].stored
