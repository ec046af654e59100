"""A link that is made, opened by somebody else, and revoked while it is open."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from dashboard.links.making import revoke
from dashboard.storage.workspace import Workspace
from tests.e2e.conftest import settled
from tests.people import viewer


def test_a_link_is_made_opened_elsewhere_and_closed_while_it_is_open(
    browser: Browser,
    browser_context_args: dict,
    own_site: str,
    own_sample_workspace: Workspace,
) -> None:
    """Share a filtered view; it opens elsewhere on the same words; revoked, it closes."""
    mine = browser.new_context(
        **browser_context_args, permissions=["clipboard-read", "clipboard-write"]
    )
    page = mine.new_page()
    page.goto(f"{own_site}/teams?month=2026-08&grade=poor")
    settled(page)
    shown = page.locator(".tc-headline").inner_text()
    page.locator("[data-tc-share]").click()
    page.get_by_role("button", name="生成链接").click()
    page.locator("[data-tc-copy-beside]").click()
    expect(page.locator("[data-tc-copy-beside]")).to_have_text("已复制")
    address = page.evaluate("navigator.clipboard.readText()")
    mine.close()

    theirs = browser.new_context(**browser_context_args)
    other = theirs.new_page()
    other.goto(address)
    settled(other)
    assert other.locator(".tc-headline").inner_text() == shown
    expect(other.locator(".tc-shared")).to_be_visible()

    revoke(own_sample_workspace, viewer("admin"), address.rsplit("/", 1)[-1])
    # An open page asks every few seconds.
    expect(other.get_by_role("alert")).to_contain_text("链接已失效", timeout=10_000)
    expect(other.locator(".tc-headline")).to_have_count(0)
    assert other.request.get(address).status == 410
    theirs.close()
