"""The page on people in a real browser, and the way between the people of a first look."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import become, settled
from tests.e2e.test_every_page import AXE_OPTIONS, BEYOND_THE_EDGE


def test_a_first_look_changes_its_role_and_keeps_its_place(page: Page, site: str) -> None:
    """The address stays; where it is not open any more, it is said what is."""
    page.goto(f"{site}/tasks?month=2026-09&state=overdue&language=en")
    settled(page)

    become(page, "demo-auditor")
    expect(page).to_have_url(re.compile("month=2026-09.*state=overdue"))
    become(page, "demo-admin")
    expect(page.get_by_role("heading", name="This page is not open to you")).to_be_visible()
    expect(page.locator(".tc-nav")).not_to_contain_text("Tasks")
    page.goto(f"{site}/?language=en")
    expect(page).to_have_url(re.compile("/people"))
    expect(page.get_by_role("heading", name="People and rights")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in"))


def test_people_and_the_log_fit_on_a_phone(
    browser: Browser, browser_context_args: dict, site: str
) -> None:
    """The list, the table of rights, one person, the log: no barrier, nothing clipped."""
    narrow = {"viewport": {"width": 360, "height": 2400}}
    context = browser.new_context(**{**browser_context_args, **narrow})
    page = context.new_page()
    page.goto(f"{site}/people?language=en")
    settled(page)
    become(page, "demo-auditor")

    for language in ("zh", "en"):
        for shown in ("people?", "people?item=demo-team-head&", "log?"):
            page.goto(f"{site}/{shown}language={language}")
            settled(page)
            if shown == "people?":
                page.locator(".tc-fold summary").click()
                expect(page.locator(".tc-matrix")).to_be_visible()
            assert page.evaluate(BEYOND_THE_EDGE) == [], (language, shown)
            found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
            assert [rule["id"] for rule in found if rule["impact"] != "minor"] == []
    context.close()
