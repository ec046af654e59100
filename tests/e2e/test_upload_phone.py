"""A workbook's way from a phone: one of two sheets, stored, taken back and put back."""

from __future__ import annotations

import csv
import io
import re

from playwright.sync_api import Browser, Page, expect
from xlsxwriter.workbook import Workbook as NewWorkbook

from dashboard.storage.workspace import Workspace
from tests.e2e.conftest import settled
from tests.e2e.sending import BUILD_SECONDS, CHECK_MILLISECONDS, MONTH, choose, undone_tasks


def test_a_workbook_is_sent_from_a_phone_taken_back_and_put_back(
    browser: Browser,
    office_args: dict,
    office_site: str,
    own_sample_workspace: Workspace,
) -> None:
    """Two sheets could be meant, one is chosen; confirmed, taken back and put back.

    Its effect is shown before each act. Nothing reaches over the edge of the screen.
    """
    phone = {"viewport": {"width": 360, "height": 780}, "locale": "en-GB"}
    page = browser.new_context(**{**office_args, **phone}).new_page()
    page.goto(f"{office_site}/uploads?month={MONTH}&language=en")
    settled(page)

    choose(page, "任务.xlsx", two_sheets(undone_tasks("T0013")))
    expect(page.get_by_text("Several sheets could be meant")).to_be_visible(
        timeout=CHECK_MILLISECONDS
    )
    settled(page)
    sheet = page.get_by_role("combobox", name="Sheet")
    sheet.scroll_into_view_if_needed()
    # A list that opens while the page still scrolls closes again.
    page.wait_for_timeout(1000)
    sheet.click()
    page.get_by_role("option", name="十月").click()
    expect(sheet).to_have_value("十月")
    page.get_by_role("button", name="Read again").click()
    expect(page.get_by_text("Sheet “十月”")).to_be_visible(timeout=CHECK_MILLISECONDS)
    expect(page.get_by_role("heading", name="What this does to scores")).to_be_visible()
    expect(page.get_by_text("Scores of a team in a month that change")).to_be_visible()
    assert width_of(page) <= 360
    page.get_by_role("button", name="Confirm and store").click()
    page.get_by_role("link", name="See the upload, or take it back").click()

    expect(page.get_by_role("heading", name="Upload U000010")).to_be_visible()
    turn(page, "See what taking it back does", "Take back", "Why it is taken back", "wrong")
    expect(page.get_by_text("This upload is taken back")).to_be_visible()
    assert own_sample_workspace.records.upload("U000010").state == "undone"
    expect(page.get_by_text("office1: wrong")).to_be_visible()
    turn(page, "See what putting it back does", "Put back", "Why it is put back", "right")
    expect(page.get_by_text("This upload is in force")).to_be_visible()
    assert own_sample_workspace.records.upload("U000010").state == "active"
    assert width_of(page) <= 360
    page.context.close()


def turn(page: Page, look: str, act: str, label: str, reason: str) -> None:
    """Look at the effect of an act, give a reason, and do it."""
    # It waits for a build that is under way.
    page.get_by_role("button", name=look).click(timeout=1000 * BUILD_SECONDS)
    field = page.get_by_role("textbox", name=re.compile(f"^{label}"))
    field.fill(reason, timeout=CHECK_MILLISECONDS)
    page.get_by_role("button", name=act, exact=True).click()


def width_of(page: Page) -> int:
    """Return how wide the page wants to be, pixels."""
    return page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth")


def two_sheets(content: str) -> bytes:
    """Return a workbook whose two sheets could both be meant; the second is the month."""
    file = io.BytesIO()
    rows = list(csv.reader(io.StringIO(content)))
    with NewWorkbook(file, {"in_memory": True}) as workbook:
        for name, shown in (("九月", rows[:2]), ("十月", rows)):
            sheet = workbook.add_worksheet(name)
            for place, row in enumerate(shown):
                sheet.write_row(place, 0, row)
    return file.getvalue()
