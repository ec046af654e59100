"""The page of tasks, over the sample city."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.reads import run as runner
from tests.pages.looking import opened, words

# What the fixture `page` opens.
PAGE = "tasks"


def counts(said: str) -> list[int]:
    """The number on each tile: red, yellow, blue, green, grey."""
    return [int(count) for count in re.findall(r"<strong>(\d+)</strong>", said)]


def test_it_opens_with_one_message_that_the_tiles_add_up_to(page: AppTest) -> None:
    """Overdue and far behind make the red light, the lights make the whole ledger."""
    said = opened(page)
    found = re.search(r"(\d+) 项任务中，逾期 (\d+) 项，严重滞后 (\d+) 项", said)

    assert found is not None
    total, overdue, far = map(int, found.groups())
    assert counts(said)[0] == overdue + far
    assert sum(counts(said)) == total


def test_what_presses_most_comes_first(page: AppTest) -> None:
    """Overdue tasks open the list, the longest overdue first."""
    days = [int(days) for days in re.findall(r"超期 (\d+) 天", opened(page))]

    assert days
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("task_list", "head"),
    [
        ("time", "Time limit and progress"),
        ("problem", "Problem"),
        ("measure", "Measure and evidence"),
        ("duty", "Responsibility"),
    ],
)
def test_the_four_lists_are_views_of_one_ledger(
    page: AppTest, task_list: str, head: str
) -> None:
    """The same tasks in the same order, each list with its own last column."""
    said = opened(page, language="en", task_list=task_list, state="overdue")

    assert f'role="columnheader">{head}</th>' in said.replace(' scope="col"', "")
    assert re.search(r"tasks\.csv line \d+", said)


def test_a_search_finds_every_word_and_is_in_the_address(page: AppTest) -> None:
    """A link with a search opens on the same tasks, whatever the size of its letters."""
    said = opened(page, search="dc-0901")

    assert re.search(r"搜索“dc-0901”：找到 1 项", said)
    assert page.text_input(key="tasks-search-zh").value == "dc-0901"
    assert "DC-0901" in said

    none = opened(page, search="DC-0901 没有这个词")
    assert "没有符合条件的任务" in none
    assert "换一个搜索词" in none


def test_a_choice_that_leaves_nothing_can_be_taken_back(page: AppTest) -> None:
    """Also where no task is left, the page shows what it was narrowed by."""
    said = opened(page, search="DC-0901", level="department")

    assert "没有符合条件的任务" in said
    assert "取消搜索" in said
    assert re.search(r'aria-current="true"[^>]*>部门 0', said)


def test_typing_a_search_writes_the_address(page: AppTest) -> None:
    """What is typed can be shared at once, and begins on the first page."""
    opened(page, number="3")

    page.text_input(key="tasks-search-zh").set_value("  专项行动　推进 ").run()

    assert page.query_params["search"] == "专项行动 推进"
    assert "number" not in page.query_params
    assert "项。" in words(page)


def test_a_search_is_text_and_never_sql(page: AppTest) -> None:
    """Quotes and wildcards are looked for as they stand."""
    for search in ("' or 1=1 --", "%", "_____", "$month"):
        assert "没有符合条件的任务" in opened(page, search=search)


def test_a_light_is_a_link_that_can_be_shared(page: AppTest) -> None:
    """A tile narrows the list; pressed again it widens it; the message stays."""
    everything = opened(page)
    said = opened(page, task_light="blue")

    assert counts(said) == counts(everything)
    assert f"时限清单（{counts(said)[2]} 项）" in said
    assert 'aria-current="true"' in said
    assert re.search(r'href="\./tasks\?[^"]*task_light=red', said)


def test_a_long_ledger_is_shown_page_by_page(page: AppTest) -> None:
    """Fifty rows a page, and it says of how many."""
    said = opened(page)

    assert said.count("<tr role") - 1 == 50
    assert re.search(r"第 1–50 条，共 \d+ 条（第 1/\d+ 页）", said)
    assert re.search(r"第 51–100 条", opened(page, number="2"))


def test_a_past_month_says_what_it_cannot_know(page: AppTest) -> None:
    """Only the last reported progress is kept; nothing is called behind because of it."""
    opened(page)
    months = page.selectbox(key="filter-month-zh").options

    page.selectbox(key="filter-month-zh").select_index(6).run()

    assert len(months) > 6
    assert "当时进度不详" in words(page)


def test_a_state_that_does_not_exist_is_named(page: AppTest) -> None:
    """A filter that is not on is said not to be on."""
    said = opened(page, state="lost", level="village")

    assert re.search("有 2 项条件无法识别.*状态.*任务级别", said)


def test_the_page_asks_few_questions_and_sends_little(
    page: AppTest, sent_bytes: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four queries beside the tree of rights, none the second time; at most 60 KB."""
    asked: list[str] = []
    text = runner._sql
    monkeypatch.setattr(runner, "_sql", lambda name: asked.append(name) or text(name))

    opened(page)
    assert asked.count("lineages") == 1
    assert 0 < len(asked) - 1 <= 4
    first = len(asked)
    sent_bytes()
    page.run()

    assert len(asked) == first
    assert sent_bytes() <= 60_000
