"""Stop: a page that takes long is given up by who opened it, and the next page opens."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from dashboard.storage.workspace import Workspace
from tests.e2e.conftest import settled
from tests.e2e.server import serving
from tests.stores import make_endless


def test_stop_gives_up_the_page_and_the_next_one_opens(
    own_sample_workspace: Workspace, page: Page
) -> None:
    """After two seconds the bar offers Stop; pressing it says so, and all else works."""
    make_endless(own_sample_workspace)
    data = own_sample_workspace.settings.data
    with serving(data, DASHBOARD_QUERY_SECONDS="120") as site:
        page.goto(f"{site}/scheme")
        settled(page)
        stop = page.locator("[data-tc-stop]")
        expect(stop).to_be_hidden()
        page.goto(f"{site}/method")
        expect(stop).to_be_visible()
        stop.click()
        expect(page.get_by_text("已停止").first).to_be_visible()
        expect(page.get_by_role("button", name="重新显示本页")).to_be_visible()
        expect(stop).to_be_hidden()
        page.get_by_role("link", name=re.compile("办法|方案|评分")).first.click()
        settled(page)
