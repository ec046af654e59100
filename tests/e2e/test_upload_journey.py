"""A file's way: from a clerk's browser to the leader's screen, and back when it is wrong."""

from __future__ import annotations

import csv
import io
import re
import time

from playwright.sync_api import Browser, Page, expect

from dashboard.storage.workspace import Workspace
from tests.e2e.conftest import settled
from tests.e2e.sending import BUILD_SECONDS, CHECK_MILLISECONDS, MONTH, choose, undone_tasks
from tests.ingest.workbooks import packed, parts_of

# What the product promises, and what a machine that runs other tests may take on top.
PROMISED_SECONDS, SLACK_SECONDS = 5, 3


def test_a_messy_file_is_mended_confirmed_and_heard_of(
    browser: Browser,
    office_args: dict,
    office_site: str,
    own_sample_workspace: Workspace,
) -> None:
    """Title, total row, GB18030 and a bad row; mended, reloaded, confirmed by a double click.

    One upload is stored, and an open page hears of it and waits for the press.
    """
    leader = browser.new_context(**office_args).new_page()
    leader.goto(f"{office_site}/?month={MONTH}")
    settled(leader)
    team_id, score = first_listed(leader)
    clerk = browser.new_context(**office_args).new_page()
    clerk.goto(f"{office_site}/uploads?month={MONTH}")
    settled(clerk)
    before = own_sample_workspace.built.newest()
    assert before is not None
    good = undone_tasks(team_id)

    choose(clerk, "十月任务.csv", messy(good, is_bad=True))
    expect(clerk.get_by_text("需要改正的问题（1 处）")).to_be_visible(
        timeout=CHECK_MILLISECONDS
    )
    expect(clerk.get_by_text("第 4 行").first).to_contain_text("2021915日")
    expect(clerk.get_by_text("已略去的合计行")).to_be_visible()
    expect(clerk.get_by_role("button", name="确认报送")).to_have_count(0)
    expect(clerk.get_by_role("checkbox")).not_to_be_checked()
    with clerk.expect_download() as download:
        clerk.get_by_role("button", name="生成带“问题”列的原文件").click()
        clerk.get_by_role("link", name=re.compile("^下载 ")).click()
    assert "2021915日" in download.value.path().read_bytes().decode("gb18030")
    clerk.get_by_role("button", name="放弃此文件").click()

    choose(clerk, "十月任务.csv", messy(good, is_bad=False))
    expect(clerk.get_by_text("您的文件：十月任务.csv")).to_be_visible()
    clerk.reload()
    settled(clerk)
    expect(clerk.get_by_text("您有一份文件等待确认")).to_be_visible()
    clerk.get_by_role("button", name="打开").click()
    expect(clerk.get_by_text("文字编码 GB18030")).to_be_visible(timeout=CHECK_MILLISECONDS)
    expect(clerk.get_by_role("heading", name="对得分的影响")).to_be_visible()
    clerk.get_by_role("button", name="确认报送").dblclick()
    expect(clerk.get_by_role("heading", name="报送成功，编号 U000010")).to_be_visible()
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


def test_a_wrong_file_is_told_row_by_row(
    browser: Browser, office_args: dict, office_site: str
) -> None:
    """
    Every problem at once, each with its row and what to do; nothing can be confirmed.
    """
    page = browser.new_context(**office_args).new_page()
    page.goto(f"{office_site}/uploads?month={MONTH}&language=en")
    settled(page)

    wrong = (
        "任务编号,责任单位,任务名称,完成时限\n"
        "A1,T0013,一,2021915日\nA2,没有这个局,二,2026-10-20\nA3,T0013,,2026-10-20\n"
    )
    choose(page, "wrong.csv", wrong.encode("gb18030"))
    expect(page.get_by_role("heading", name="What is to be mended (3)")).to_be_visible(
        timeout=CHECK_MILLISECONDS
    )
    lines = page.locator(".st-key-tc-draft .tc-told").first.locator("li").all_inner_texts()

    assert [re.findall(r"Row (\d+)", line)[:1] for line in lines] == [["2"], ["3"], ["4"]]
    assert "2021915日" in lines[0]
    assert "没有这个局" in lines[1]
    assert "nothing is filled in" in lines[2]
    expect(page.get_by_role("button", name="Confirm and store")).to_have_count(0)
    expect(page.get_by_role("link", name="Download the list of problems")).to_be_visible()
    page.context.close()


def test_a_hostile_file_is_refused_by_name_while_others_read(
    browser: Browser, office_args: dict, office_site: str
) -> None:
    """A workbook that unpacks to a thousand times its size harms nobody but its own check."""
    bomb = packed(parts_of("0" * 60_000_000))
    clerk = browser.new_context(**office_args).new_page()
    clerk.goto(f"{office_site}/uploads?month={MONTH}")
    settled(clerk)
    leader = browser.new_context(**office_args).new_page()

    choose(clerk, "台账.xlsx", bomb)
    for name in ("", "teams", "flags"):
        leader.goto(f"{office_site}/{name}?month={MONTH}")
        settled(leader)

    assert len(bomb) < 100_000
    refusal = clerk.get_by_text("工作簿解压后的大小远超正常表格").first
    expect(refusal).to_be_visible(timeout=CHECK_MILLISECONDS)
    clerk.get_by_role("button", name="放弃此文件").click()
    expect(clerk.get_by_role("button", name="选择文件")).to_be_visible()
    for page in (leader, clerk):
        page.context.close()


def messy(content: str, *, is_bad: bool) -> bytes:
    """Return a file as a department sends it: a title, a total, perhaps a broken date."""
    header, first, *rest = content.splitlines()
    if is_bad:
        due_on = next(csv.DictReader(io.StringIO(f"{header}\n{first}")))["due_on"]
        first = first.replace(due_on, "2021915日")
    width = header.count(",")
    title = "十月份重点任务完成情况表" + "," * width
    total = "合计" + "," * width
    lines = [title, "填报单位：考核办" + "," * width, header, first, *rest, total]
    return "\r\n".join(lines).encode("gb18030")


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


def wait_for_version_after(workspace: Workspace, before: str) -> float:
    """Wait until a newer version is published; return the moment it was seen."""
    deadline = time.monotonic() + BUILD_SECONDS
    while workspace.built.newest() == before:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return time.monotonic()
