"""Many problems are said in a few lines, each of which names what to look for and where."""

from __future__ import annotations

import pytest

from dashboard.ingest.answering.problem_counts import problem_counts
from dashboard.ingest.problems import Problem
from dashboard.text import catalogue

# Problems of the whole file, and of the header, that occur once.
PROBLEMS = [
    *(Problem(row, "完成时限", "", "required") for row in (5, 9, 14, 20)),
    *(Problem(row, "备\n注", "x", "number") for row in (6, 7)),
    Problem(8, "完成时限", "年底前", "day"),
    *(Problem(row, None, None, "cell_count", {"count": 3, "expected": 4}) for row in (30, 31)),
    Problem(None, None, None, "empty_file"),
]


def said(language: str) -> list[str]:
    """Say the problems above."""
    return [count.words(catalogue(language)) for count in problem_counts(PROBLEMS)]


def test_problems_are_counted_by_rule_and_column() -> None:
    """The whole file first, then what most rows have; once is said in full."""
    assert said("en") == [
        "The file is empty. Save the sheet again and upload it.",
        "4 rows, 完成时限: nothing filled in (rows 5, 9, 14 …).",
        "2 rows, 备 注: not a number (rows 6, 7).",
        "2 rows: too many or too few cells (rows 30, 31).",
        "Row 8, 完成时限: “年底前” is not one certain day. "
        "Write year, month and day, such as 2026-03-05.",
    ]
    assert said("zh")[1:4] == [
        "4 行“完成时限”未填写（第 5、9、14 等行）。",
        "2 行“备 注”不是数字（第 6、7 行）。",
        "2 行单元格数与表头不一致（第 30、31 行）。",
    ]


def test_two_problems_of_a_row_count_it_once() -> None:
    """What is counted are rows."""
    twice = [Problem(1, "备注", None, "doubled_header", {"first": "备注"})] * 2

    assert [(one.count, one.rows) for one in problem_counts(twice)] == [(1, (1,))]


@pytest.mark.parametrize("table", ["problems", "notices"])
def test_every_rule_of_rows_has_a_name(table: str) -> None:
    """A rule whose sentence names a row may be broken in several."""
    words = catalogue("zh").words
    by_row = {
        key.removeprefix(f"{table}.")
        for key, word in words.items()
        if key.startswith(f"{table}.") and "{row}" in word
    }

    named = {
        key.removeprefix(f"reports.{table}.")
        for key in words
        if key.startswith(f"reports.{table}.")
    }

    assert named == by_row
