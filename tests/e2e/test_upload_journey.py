"""A file's way: from a clerk's browser to the leader's screen, and back when it is wrong."""

from __future__ import annotations

import csv
import io
import re
import time

from playwright.sync_api import Browser, FilePayload, Page, expect

from dashboard.first_run import SAMPLE
from dashboard.storage.workspace import Workspace
from tests.e2e.conftest import settled

MONTH = "2026-10"
# What the product promises, and what a machine that runs other tests may take on top.
PROMISED_SECONDS, SLACK_SECONDS = 5, 3
BUILD_SECONDS = 120


def test_an_upload_reaches_an_open_page(
    browser: Browser,
    browser_context_args: dict,
    own_site: str,
    own_sample_workspace: Workspace,
) -> None:
    """An open page hears of an upload, waits for the press, and shows another score then.

    A double click stores one upload.
    """
    leader = browser.new_context(**browser_context_args).new_page()
    leader.goto(f"{own_site}/?month={MONTH}")
    settled(leader)
    team_id, score = first_listed(leader)
    clerk = browser.new_context(**browser_context_args).new_page()
    clerk.goto(f"{own_site}/uploads?month={MONTH}")
    settled(clerk)
    before = own_sample_workspace.built.newest()
    assert before is not None

    choose(clerk, "十月任务.csv", undone_tasks(team_id))
    expect(clerk.get_by_text("十月任务.csv 可以接收")).to_be_visible()
    clerk.get_by_role("button", name="确认报送").dblclick()
    expect(clerk.get_by_text("报送编号 U000010")).to_be_visible()
    published = wait_for_version_after(own_sample_workspace, before)
    expect(leader.get_by_text("有新数据")).to_be_visible(
        timeout=1000 * (PROMISED_SECONDS + SLACK_SECONDS)
    )

    assert time.monotonic() - published <= PROMISED_SECONDS + SLACK_SECONDS
    assert first_listed(leader) == (team_id, score)
    assert len(own_sample_workspace.records.uploads()) == 10
    leader.get_by_role("button", name="载入").click()
    expect(leader.locator(".tc-footer")).not_to_contain_text(before)
    settled(leader)
    assert score_of(leader, team_id) < score
    expect(clerk.get_by_text("您的报送已计入版本")).to_be_visible()
    for page in (leader, clerk):
        page.context.close()


def test_a_wrong_file_is_told_row_by_row(page: Page, site: str) -> None:
    """Every problem at once, each with its row and what to do; nothing can be confirmed."""
    page.goto(f"{site}/uploads?month={MONTH}&language=en")
    settled(page)

    choose(
        page,
        "wrong.csv",
        "任务编号,责任单位,任务名称,完成时限\n"
        "A1,T0013,一,2021915日\nA2,没有这个局,二,2026-10-20\nA3,T0013,,2026-10-20\n",
    )
    expect(page.get_by_role("heading", name="Problems: 3")).to_be_visible()
    rows = page.locator(".st-key-tc-upload tbody tr").all_inner_texts()

    assert [re.findall(r"Row (\d+)", row)[:1] for row in rows] == [["2"], ["3"], ["4"]]
    assert "2021915日" in rows[0]
    assert "没有这个局" in rows[1]
    assert "nothing is filled in" in rows[2]
    expect(page.get_by_role("button", name="Confirm and store")).to_have_count(0)
    expect(page.get_by_role("button", name="Download all problems")).to_be_visible()


def choose(page: Page, name: str, content: str) -> None:
    """Choose a file in the form."""
    file = FilePayload(name=name, mimeType="text/csv", buffer=content.encode("gb18030"))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)


def first_listed(page: Page) -> tuple[str, float]:
    """Return the team the overview names first, and its score."""
    link = page.locator(".tc-cards tbody tr a").first.get_attribute("href")
    team_id = re.search(r"team=(\w+)", link or "")
    assert team_id is not None
    return team_id[1], score_of(page, team_id[1])


def score_of(page: Page, team_id: str) -> float:
    """Return the score the overview shows of a team it lists."""
    row = page.locator(".tc-cards tbody tr", has=page.locator(f"a[href*='team={team_id}&']"))
    score = re.search(r"(\d+\.\d+) 分", row.first.inner_text())
    assert score is not None
    return float(score[1])


def undone_tasks(team_id: str) -> str:
    """Return the team's tasks of the month as a file, none of them done after all."""
    file = io.StringIO((SAMPLE / "tasks.csv").read_text(encoding="utf-8-sig"))
    found = [
        {**row, "done_on": "", "quality": "", "progress": "0"}
        for row in csv.DictReader(file)
        if row["team_id"] == team_id and row["due_on"].startswith(MONTH)
    ]
    assert found, "the sample gives every team tasks in its last month"
    written = io.StringIO()
    writer = csv.DictWriter(written, found[0].keys())
    writer.writeheader()
    writer.writerows(found)
    return written.getvalue()


def wait_for_version_after(workspace: Workspace, before: str) -> float:
    """Wait until a newer version is published; return the moment it was seen."""
    deadline = time.monotonic() + BUILD_SECONDS
    while workspace.built.newest() == before:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return time.monotonic()
