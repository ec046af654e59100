"""A view shared by its address is the same view elsewhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import settled


def test_a_copied_link_opens_on_the_same_numbers(
    browser: Browser, browser_context_args: dict, site: str
) -> None:
    """
    Filter the Overview, copy the link, open it in another browser: same words and numbers.
    """
    mine = browser.new_context(
        **browser_context_args, permissions=["clipboard-read", "clipboard-write"]
    )
    page = mine.new_page()
    page.goto(site)
    settled(page)
    page.get_by_role("combobox", name="月份").click()
    page.get_by_role("option", name="2026年8月").click()
    expect(page.locator("[data-tc-bar]")).to_have_attribute(
        "data-address", re.compile("month=2026-08")
    )
    settled(page)
    page.locator("[data-tc-copy]").click()
    link = page.evaluate("navigator.clipboard.readText()")
    shown = _words(page)
    mine.close()

    theirs = browser.new_context(**browser_context_args)
    other = theirs.new_page()
    other.goto(link)
    settled(other)

    assert "month=2026-08" in link
    assert _words(other) == shown
    theirs.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_back_and_forward_keep_the_filters(page: Page, site: str, language: str) -> None:
    """
    From a month of the Overview to a team and back again: the month is still chosen.
    """
    page.goto(f"{site}/?month=2026-07&language={language}")
    settled(page)
    page.locator("a[href*='/team?']").first.click()
    page.wait_for_url("**/team?**")
    settled(page)
    assert "month=2026-07" in page.url
    page.go_back()
    page.wait_for_url(lambda url: "/team?" not in url)
    settled(page)

    assert "month=2026-07" in page.url


def test_what_an_address_gets_wrong_is_said(page: Page, site: str) -> None:
    """
    A filter that does not exist is named as dropped, and the page opens all the same.
    """
    page.goto(f"{site}/?month=2026-09&light=purple&language=en")
    settled(page)

    expect(page.get_by_role("alert")).to_be_visible()


def _words(page: Page) -> list[str]:
    """Return every heading, sentence and table of the page; pictures have tables beside."""
    shown = page.locator(".st-key-tc-page")
    expect(shown).to_contain_text("2026年8月执行力总览")
    sections = shown.locator(".tc-section").all_inner_texts()
    assert len(sections) >= 4
    return [*shown.locator("h1").all_inner_texts(), *sections]
