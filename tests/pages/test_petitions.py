"""The page on petitions and audit, over the sample city."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pages.words.amounts import interval, percent, wan
from dashboard.reads import run as runner
from dashboard.storage.workspace import Workspace
from tests.pages.looking import opened

# What the fixture `page` opens.
PAGE = "petitions"


def section(said: str, title: str) -> str:
    """The section whose title holds these words."""
    return next(part for part in said.split("<section ") if title in part.split("</h2>")[0])


def test_it_opens_with_what_is_overdue(page: AppTest) -> None:
    """One sentence counts petitions and findings past their limits."""
    said = opened(page, month="2026-10")

    assert re.search(r"\d+\s件信访、\d+\s个审计问题已超期", said)
    assert "10月31日起 7 天内" in said


def test_overdue_cases_come_first_the_longest_on_top(page: AppTest) -> None:
    """The planted case that stalled longest leads the list, with its team and its limit."""
    listed = section(opened(page, month="2026-10"), "已超期和 7 天内到期")
    rows = re.findall(r'scope="row"[^>]*>([^<]+)<', listed)

    assert rows[0] == "XF9000002"
    assert listed.index("超期") < listed.index("还剩")
    assert "team=T0007" in listed.split("</tr>")[1]


def test_rates_are_told_with_n_interval_and_floor(page: AppTest) -> None:
    """Each rate says how many cases it stands on and what chance alone could do to it."""
    said = opened(page, month="2026-10", language="en")
    rates = section(said, "surely under its floor")

    for name in ("Answered on time", "Closed on time", "Satisfied", "Rated", "Repeats"):
        assert name in rates
    assert re.search(r"\d+\.\d%<small>\d+\.\d–\d+\.\d%</small>", rates)
    assert "at least 95%" in rates
    assert "at least 85%" in rates


def test_a_team_under_its_floor_is_named_and_nobody_is_ranked(page: AppTest) -> None:
    """The planted team with an unhappy public comes first, by the same rule as its flag."""
    teams = section(opened(page, month="2026-10"), "各单位近六个月办理情况")

    assert "这不是排名" in teams
    assert "team=T0006" in teams
    under = teams.split('scope="row"')[1:]
    assert '"tc-light tc-red"' in under[0]


def test_few_cases_are_written_out_instead_of_a_rate(page: AppTest) -> None:
    """Two of three is not 66.7 percent: the page says how many there were."""
    said = opened(page, month="2024-11", tier="bureau")

    assert re.search(r"\d 件中 \d 件", said)


def test_findings_are_told_by_count_and_by_money(page: AppTest) -> None:
    """Rectified by count and by money; money is in ten thousand yuan."""
    audit = section(opened(page, month="2026-10"), "个审计问题中")

    assert re.search(r"应整改 [\d,]+\.\d 万元，已整改 [\d,]+\.\d 万元（\d+\.\d%）", audit)
    for category in ("违规", "损失浪费", "管理不规范", "非金额", "移送"):
        assert category in audit


def test_no_petitioner_appears(page: AppTest, sample_workspace: Workspace) -> None:
    """Neither in words nor in what a chart carries is there a key of a person."""
    version = sample_workspace.built.newest()
    assert version is not None
    with sample_workspace.built.open(version).cursor() as cursor:
        keys = cursor.sql(
            "select distinct petitioner_key from staging.petitions "
            "where petitioner_key is not null"
        ).fetchall()
    said = opened(page, month="2026-10")

    assert keys
    assert [key for (key,) in keys if key in said] == []


def test_a_view_without_cases_says_what_to_do(page: AppTest) -> None:
    """An empty view is a sentence, not an empty page."""
    opened(page, month="2026-10", tier="section", light="red", grade="excellent")

    assert [box.value for box in page.info] == ["放宽上方的筛选条件，或换一个月份。"]


def test_few_questions_and_few_bytes(
    page: AppTest, sent_bytes: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four queries beside the tree of rights, none for the same view, at most 60 KB."""
    asked: list[str] = []
    text = runner._sql
    monkeypatch.setattr(runner, "_sql", lambda name: asked.append(name) or text(name))

    page.run()
    first = len(asked)
    sent_bytes()
    page.run()

    assert asked.count("lineages") == 1
    assert 0 < first - 1 <= 4
    assert len(asked) == first
    assert sent_bytes() <= 60_000


def test_shares_and_money_follow_the_published_rule() -> None:
    """Halves go up whatever binary says, and the unit of money stands in the words."""
    assert percent(0.9995) == "100.0%"
    assert percent(0.0125) == "1.3%"
    assert percent(None) == "—"
    assert interval(0.6452, 0.8319) == "64.5–83.2%"
    assert wan(12_345_500) == "1,234.6"
