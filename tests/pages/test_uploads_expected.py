"""Due and overdue on the page on uploads: what it says, and the list to copy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.pages.uploads import page as uploads
from dashboard.pages.words.due_words import chase_list, message
from dashboard.reads.expected import Report, standing
from dashboard.text import catalogue

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def uploads_page(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page over the made-up version, a week after ledgers of September were due."""
    monkeypatch.setattr(uploads, "clock", lambda _: date(2026, 10, 12))
    # What the month rests on is shown from relations that the made-up version lacks.
    monkeypatch.setattr(uploads.uploads_expected, "basis", lambda *_: "")
    monkeypatch.setattr(uploads, "received", lambda *_: None)
    app._page_hash = calc_hash("uploads")
    return app


def words(page: AppTest) -> str:
    """Everything the page says in HTML."""
    assert not page.exception
    return "\n".join(element.proto.body for element in page.get("html"))


def report(team: str, kind: str, due_on: date, **changes: Any) -> Report:
    """An expected report that has not come."""
    values: dict[str, Any] = {
        "kind": kind,
        "sender": "department",
        "team_id": team,
        "team_name": f"市{team}局",
        "opens_on": date(2026, 10, 25),
        "due_on": due_on,
        "last_on": None,
        "last_file": None,
        "last_by": None,
        "announced_days": 7,
        "is_in_use": True,
        "is_received": False,
    }
    return Report(**values | changes)


def test_the_page_says_first_how_many_are_overdue(uploads_page: AppTest) -> None:
    """One sentence, then each department with its states as shape and word."""
    said = words(uploads_page.run())

    assert "2026年9月应报材料，35\u00a0个部门中有\u00a03\u00a0个逾期未报" in said
    assert said.count('<span aria-hidden="true">■</span> 逾期 7 天') == 3
    assert "应报部门 35 个：逾期 3 个、已报齐 0 个" not in said
    assert "tasks1.csv，clerk 报送" in said


def test_the_list_to_copy_is_sent_when_it_is_opened(uploads_page: AppTest) -> None:
    """It is closed at first; open, it is plain text with a line for each department."""
    assert not uploads_page.run().code

    uploads_page.session_state["chase-zh"] = True
    (lines,) = uploads_page.run().code
    assert len(lines.value.splitlines()) == 3
    assert lines.value.splitlines()[0].endswith(
        "：9月任务台账应于10月5日前报送，已逾期7天；请于今日补报。"
    )


def test_the_list_to_copy_speaks_the_reader_s_language(uploads_page: AppTest) -> None:
    """The same lines in English."""
    uploads_page.query_params["language"] = "en"
    uploads_page.run()
    uploads_page.session_state["chase-en"] = True

    (lines,) = uploads_page.run().code
    assert lines.value.splitlines()[0].endswith(
        ": Task ledger for September, due by 5 October, 7 days overdue."
        " Please send what is overdue today."
    )


def test_a_city_that_sent_nothing_stays_small(
    uploads_page: AppTest, sent_bytes: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run sends at most 60 KB, with hundreds of departments overdue in everything."""
    kinds = (("tasks", 5), ("ratings", 8), ("disclosures", 5))
    everybody = tuple(
        report(
            f"T{number:04d}",
            kind,
            date(2026, 10, day),
            last_on=date(2026, 8, 30),
            last_file="2026年8月工作任务台账（终稿）.xlsx",
            last_by="zhang.san",
        )
        for number in range(300)
        for kind, day in kinds
    )
    monkeypatch.setattr(uploads, "expected", lambda *_: everybody)
    uploads_page.run()
    first = sent_bytes()
    uploads_page.session_state["every-zh"] = True
    uploads_page.run()

    assert first <= 60_000
    assert sent_bytes() <= 120_000


@pytest.mark.parametrize(
    ("day", "state", "line"),
    [
        (date(2026, 10, 28), "later", ""),
        (date(2026, 10, 29), "due", "还有7天；请按时报送。"),
        (date(2026, 11, 4), "due", "还有1天；请按时报送。"),
        (date(2026, 11, 5), "due", "今天到期；请按时报送。"),
        (date(2026, 11, 6), "overdue", "已逾期1天；请于今日补报。"),
        (date(2026, 11, 12), "overdue", "已逾期7天；请于今日补报。"),
    ],
)
def test_the_days_around_the_due_day(day: date, state: str, line: str) -> None:
    """Announced a week before; in time on the very day; overdue from the day after."""
    one = report("教育", "tasks", date(2026, 11, 5))
    listed = chase_list(catalogue("zh"), standing([one], day), OCTOBER)

    assert one.state(day) == state
    assert listed == (f"市教育局：10月任务台账应于11月5日前报送，{line}" if line else "")


def test_kinds_due_on_one_day_share_a_clause() -> None:
    """One line a department, the longest overdue first."""
    reports = [
        report("教育", "ratings", date(2026, 11, 8)),
        report("教育", "tasks", date(2026, 11, 5)),
        report("教育", "disclosures", date(2026, 11, 5)),
        report("财政", "tasks", date(2026, 11, 5), is_received=True),
    ]
    now = standing(reports, date(2026, 11, 12))

    assert chase_list(catalogue("zh"), now, OCTOBER) == (
        "市教育局：10月任务台账、公开公示应于11月5日前报送，已逾期7天；"
        "10月考核评价应于11月8日前报送，已逾期4天；请于今日补报。"
    )
    assert message(catalogue("en"), now, OCTOBER) == (
        "October 2026: 1 of 2 departments are overdue, the oldest by 7 days"
    )


def test_the_offices_are_chased_too() -> None:
    """A register that is late has its line, after those of the departments."""
    office = {"sender": "office", "opens_on": date(2026, 10, 25)}
    reports = [
        report("city", "petitions", date(2026, 11, 10), **office),
        report("city", "audit_findings", date(2026, 11, 10), **office, is_received=True),
        report("教育", "tasks", date(2026, 11, 5)),
    ]
    now = standing(reports, date(2026, 11, 12))

    assert chase_list(catalogue("zh"), now, OCTOBER).splitlines() == [
        "市教育局：10月任务台账应于11月5日前报送，已逾期7天；请于今日补报。",
        "信访工作部门：10月信访登记应于11月10日前报送，已逾期2天；请于今日补报。",
    ]
    assert len(now.departments) == 1


@pytest.mark.parametrize(
    ("day", "is_received", "said"),
    [
        (date(2026, 10, 20), False, "还有\u00a01\u00a0个未到报送时间"),
        (date(2026, 11, 4), False, "还有\u00a01\u00a0个即将到期"),
        (date(2026, 11, 6), False, "最长已逾期\u00a01\u00a0天"),
        (date(2026, 11, 6), True, "1\u00a0个部门均已报送"),
    ],
)
def test_the_sentence_says_what_presses_most(day: date, is_received: bool, said: str) -> None:
    """Overdue before due before not yet; and that everything came."""
    one = report("教育", "tasks", date(2026, 11, 5), is_received=is_received)

    assert said in message(catalogue("zh"), standing([one], day), OCTOBER)
    assert "没有需要报送的部门" in message(catalogue("zh"), standing([], day), OCTOBER)
