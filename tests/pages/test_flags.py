"""The page of flags, over the sample city."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.reads import run as runner
from tests.pages.looking import opened

# What the fixture `page` opens.
PAGE = "flags"


def rows(said: str) -> int:
    """Rows of candidates."""
    return said.count('class="tc-strip"')


def test_it_opens_with_one_message_and_says_that_flags_are_candidates(page: AppTest) -> None:
    """A reader sees how many there are, what changed, and that none is a verdict."""
    said = opened(page)

    assert re.search(r"\d+ 条预警待核实，涉及 \d+ 个单位", said)
    assert re.search(r"比上月新增 \d+ 条，解除或缓解 \d+ 条", said)
    assert "预警是候选提示，不是结论" in said


def test_the_gravest_come_first(page: AppTest) -> None:
    """Alarms, then concerns, then what is only watched; words and shapes, not colour."""
    said = opened(page, language="en") + opened(page, language="en", number="2")
    places = [said.index(title) for title in ("■ Alarms (", "□ Concerns (", "▲ To watch (")]

    assert places == sorted(places)


def test_a_candidate_has_reason_evidence_and_what_would_clear_it(page: AppTest) -> None:
    """The planted task: days over, line, number, the row of the file, what to do."""
    said = opened(page, flag="overdue_task", severity="watch", number="1")
    if "DC-0901" not in said:
        said = opened(page, flag="overdue_task", severity="watch", number="2")
    row = next(line for line in said.split("<tr") if "DC-0901" in line)

    assert re.search(r"\d+ 项任务超期，最重的一项已超 \d+ 天（界线 0 天）", row)
    assert re.search(r'href="\./tasks\?[^"]*search=DC-0901', row)
    assert re.search(r"\d+年\d+月\d+日到期、tasks\.csv 第 \d+ 行", row)
    assert re.search(r"办结 DC-0901（超期 \d+ 天）或经批准延期", row)
    assert re.search(r'href="\./team\?month=\d{4}-\d\d&amp;team=\w+', row)


def test_what_clears_a_line_is_told_in_points(page: AppTest) -> None:
    """Score and gap add up to the line, as they stand on the screen."""
    said = opened(page, flag="red_line", language="en")
    row = next(line for line in said.split("<tr") if "red line 60" in line)

    score, gap = (re.search(rf"{p}(\d+\.\d\d) points", row) for p in ("Final score ", r"\+"))
    assert score is not None
    assert gap is not None
    assert round(float(score[1]) + float(gap[1]), 2) == 60


def test_what_clears_a_rate_is_told_in_cases(page: AppTest) -> None:
    """Hits and missing hits add up to those needed."""
    said = opened(page, flag="rate_under_floor", language="en")
    found = re.findall(
        r"(\d+) of the \d+ cases in the window must be hits; (\d+) are, so (\d+) more", said
    )

    assert found
    assert all(int(needed) == int(hits) + int(more) for needed, hits, more in found)


def test_a_severity_is_a_link_that_can_be_shared(page: AppTest) -> None:
    """What is narrowed to is in the address, and only it is listed."""
    everything = opened(page, language="en")
    alarms = re.search(r'href="(\./flags\?[^"]*severity=alarm[^"]*)"', everything)
    assert alarms is not None
    said = opened(page, severity="alarm")

    assert "■ Alarms (" in said
    assert "▲ Concerns (" not in said
    assert 0 < rows(said) < rows(everything)
    # The message is about the month, whatever is listed.
    assert re.search(r"\d+ candidates in concern or alarm", said)


def test_a_long_list_is_shown_page_by_page(page: AppTest) -> None:
    """Each page says which rows of how many it shows; a page too far is the last one."""
    first = opened(page)
    shown = re.search(r"第 1–(\d+) 条，共 (\d+) 条（第 1/(\d+) 页）", first)
    assert shown is not None
    assert rows(first) == int(shown[1])

    last = opened(page, number="999")

    assert f"共 {shown[2]} 条（第 {shown[3]}/{shown[3]} 页）" in last
    assert "上一页" in last
    assert "下一页" not in last


def test_another_month_begins_on_its_first_page(page: AppTest) -> None:
    """The third page of one month is not the third page of another."""
    opened(page, number="2")

    box = page.selectbox(key="filter-month-zh")
    box.set_value(box.options[1] if "-" in box.options[1] else "2026-08").run()

    assert "number" not in page.query_params


def test_what_ended_is_listed(page: AppTest) -> None:
    """Flags of last month that are gone, with what they were."""
    said = opened(page)

    assert re.search(r"比上月解除或缓解的预警（\d+ 条）", said)
    assert re.search(r"已解除。上月为(告警|预警|关注)，持续 \d+ 个月：", said)


def test_nothing_to_show_is_said(page: AppTest) -> None:
    """An empty list is a sentence that says what to do."""
    said = opened(page, severity="alarm", flag="overdue_task")

    assert "放宽上方的条件，或换一个月份" in said


def test_the_legend_explains_every_flag(page: AppTest) -> None:
    """Behind one press: what each severity and each flag means."""
    said = opened(page, language="en")

    legend = said[said.index("tc-legend") :]

    assert legend[: legend.index("</details>")].count("<dt>") == 3 + 12


def test_a_level_under_its_standard_is_explained_in_words(page: AppTest) -> None:
    """What was seen, what is left of it, the standard; dimensions, months, weights, errors."""
    said = opened(page, language="en", flag="below_standard", severity="alarm")

    assert re.search(
        r"standard of its peers \d+\.\d\d: (over )?\d+\.\d% sure to be under", said
    )
    assert re.search(
        r"Over 6 months \d+\.\d\d points were seen; with chance taken off \d+\.\d\d are left "
        r"\(90% sure between \d+\.\d\d and \d+\.\d\d\)\. The standard is \d+\.\d\d",
        said,
    )
    assert re.search(r"More than 5 points under the middle of its peers: \w+, \w+", said)
    assert re.search(
        r"Very sure in [23] of the last 3 months; still under in \d+\.\d% of the tries with "
        r"other weights; errors to expect among those listed this surely: (under )?\d",
        said,
    )
    assert "item=judgement" in said


def test_what_one_dimension_alone_would_need_re_adds(page: AppTest) -> None:
    """The change and the score it leads to stand beside each other and fit together."""
    said = opened(page, language="en", flag="below_standard")
    changes = re.findall(r"(\w+) \+(\d+\.\d\d) \(to (\d+\.\d\d)\)", said)

    assert changes
    assert all(0 < float(change) < float(score) <= 100 for _, change, score in changes)


def test_weak_dimensions_and_falls_are_explained(page: AppTest) -> None:
    """A weak dimension names its parts, a fall both spans and the others."""
    weak = opened(page, language="en", flag="weak_dimension")
    fall = opened(page, language="en", flag="falling")

    assert re.search(r"\w+ \d+\.\d\d points, (over )?\d+\.\d% sure to be under 60\. Its", weak)
    assert re.search(r"\+\d+\.\d\d points over the six months, to 60", weak)
    assert re.search(r"The middle change of comparable teams meanwhile: [+−]\d", fall)


def test_where_grade_and_statistics_disagree_it_is_said(page: AppTest) -> None:
    """A good grade beside a low level is no contradiction to hide."""
    said = opened(page, language="en", flag="below_standard")

    assert "Grade and statistics disagree" in said


def test_the_page_asks_few_questions_and_sends_little(
    page: AppTest, sent_bytes: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each query once, that of the tree of rights too, none the second time; 60 KB a run."""
    asked: list[str] = []
    text = runner._sql
    monkeypatch.setattr(runner, "_sql", lambda name: asked.append(name) or text(name))

    opened(page)
    assert "lineages" in asked
    assert 0 < len(asked) == len(set(asked)) <= 8 + 1
    first = len(asked)
    sent_bytes()
    page.run()

    assert len(asked) == first
    assert sent_bytes() <= 60_000
