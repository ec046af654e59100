"""The overview, the whole app without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pages.frame import shell
from dashboard.pages.overview import page as overview
from dashboard.pages.visit import Visit
from dashboard.reads import run as runner
from dashboard.settings import ROOT
from dashboard.storage.workspace import Workspace


def words(page: AppTest) -> str:
    """Everything the page says in HTML."""
    return "\n".join(element.proto.body for element in page.get("html"))


def test_the_overview_opens_on_the_newest_month_in_chinese(app: AppTest) -> None:
    """Without choices, a reader sees the newest month and one headline in words."""
    page = app.run()

    assert not page.error
    assert not page.exception
    assert "2026年9月执行力总览" in words(page)
    assert re.search(r"120\s个单位中有\s\d+\s个需要重点关注", words(page))


def test_a_link_opens_on_what_its_sender_saw(app: AppTest) -> None:
    """The filters in the address are the filters on the page, in the link's language."""
    app.query_params.update({"month": "2026-07", "tier": "township", "language": "en"})

    page = app.run()

    assert page.selectbox(key="filter-month-en").value == "2026-07"
    assert "July 2026" in words(page)
    assert re.search(r"\d+ of \d\d teams need attention", words(page))
    assert "Tier · Township" in words(page)


def test_choosing_a_month_writes_the_whole_address(app: AppTest) -> None:
    """A choice goes into the address, with every other value written out."""
    page = app.run()

    page.selectbox(key="filter-month-zh").set_value("2026-05").run()

    assert "2026年5月执行力总览" in words(page)
    assert page.query_params["month"] == "2026-05"
    assert page.query_params["team"] == "all"


def test_what_a_link_says_in_error_is_named(app: AppTest) -> None:
    """A filter that is not on is said not to be on."""
    app.query_params.update({"month": "1999-01", "team": "nobody", "colour": "red"})

    page = app.run()

    assert re.search("有 3 项条件无法识别.*月份.*所属单位", words(page))


def test_links_to_teams_carry_the_view(app: AppTest) -> None:
    """A team's page opens in the same month, and knows the way back."""
    app.query_params.update({"month": "2026-07", "team": "431102"})

    page = app.run()

    assert re.search(
        r'href="\./team\?month=2026-07&amp;team=\w+&amp;within=431102&amp;', words(page)
    )


def test_conditions_no_team_fits_are_said(app: AppTest) -> None:
    """An empty list is a sentence, not an empty page."""
    app.query_params.update({"tier": "bureau", "team": "431102"})

    page = app.run()

    assert [box.value for box in page.info] == ["放宽上方的筛选条件，或换一个月份。"]


def test_overdue_departments_are_named_with_the_age_of_their_data(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most five, each with its badge in shape and word, its last day, and the way on."""
    monkeypatch.setattr(overview, "clock", lambda _: date(2026, 10, 12))

    said = words(app.run())

    assert "逾期未报的部门（3 个）" in said
    assert said.count('<span aria-hidden="true">■</span> 逾期 7 天') == 3
    assert "8月30日（43 天前）" in said
    assert "2026年9月应报材料最迟应于 2026年10月5日 前报齐" in said
    assert re.search(r'href="\./uploads\?month=2026-09&amp;[^"]+">查看全部到期情况', said)


def test_a_calm_month_says_that_nobody_is_overdue(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the last day in time nothing is overdue."""
    monkeypatch.setattr(overview, "clock", lambda _: date(2026, 10, 5))

    assert "截至 2026年10月5日，没有部门逾期未报。" in words(app.run())


def test_the_overview_asks_few_questions(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """At most four queries beside the tree that rights rest on; none for the same view."""
    asked: list[str] = []
    text = runner._sql
    monkeypatch.setattr(runner, "_sql", lambda name: asked.append(name) or text(name))

    page = app.run()
    first = len(asked)
    page.run()

    assert asked.count("lineages") == 1
    assert 0 < first - 1 <= 4
    assert len(asked) == first


def test_a_run_sends_little(
    app: AppTest, sent_bytes: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most 60 KB a run, 4 KB for looking whether newer data is there."""
    looking: list[int] = []
    watch = shell.watch

    def counted(visit: Visit) -> None:
        before = sent_bytes()
        watch(visit)
        looking.append(sent_bytes())
        looking.append(before)

    monkeypatch.setattr(shell, "watch", counted)
    app.run()

    assert looking[0] <= 4_000
    assert sum(looking) + sent_bytes() <= 60_000


def test_newer_data_is_offered_and_never_loaded_unasked(
    app: AppTest, synthetic_workspace: Workspace
) -> None:
    """The page stays on its version until its reader loads the newer one."""
    page = app.run()
    built = synthetic_workspace.built.folder
    newer = built / "v20261009-010000.duckdb"
    newer.write_bytes(next(built.glob("*.duckdb")).read_bytes())
    try:
        page.run()
        assert "v20261008-013000" in words(page)
        page.button(key="tc-load").click().run()
        assert "v20261009-010000" in words(page)
    finally:
        newer.unlink()


def test_a_bug_shows_a_reference_and_nothing_else(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reader sees a number; the traceback is in the log."""
    monkeypatch.setattr(shell, "settle", lambda _: 1 / 0)

    page = app.run()

    assert re.fullmatch(
        r"系统出现故障，已记录。请把编号 \w{8} 告诉管理员。", page.error[0].value
    )
    assert "ZeroDivisionError" in "".join(capsys.readouterr())


def test_the_entry_script_stays_thin() -> None:
    """It says how the app starts; a new page is one line of the menu."""
    lines = (ROOT / "streamlit_app.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 40
