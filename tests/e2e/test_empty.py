"""Before the first file: the page says so, and shows the first scores by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from dashboard.access.roles import Role
from dashboard.pipeline.build import build
from dashboard.settings import Settings
from dashboard.storage.workspace import open_workspace
from tests.e2e.conftest import settled, signed_in
from tests.e2e.server import serving
from tests.ingest.factories import VALID, upload


def test_who_waits_for_the_first_scores_sees_them_come(
    browser: Browser, browser_context_args: dict[str, Any], tmp_path: Path
) -> None:
    """A leader and a clerk look before there is anything; teams alone change nothing."""
    stores = open_workspace(Settings(data=tmp_path / "data", identity="local"))
    people: dict[str, Role] = {"leader1": "leader", "office1": "assessor"}
    with serving(stores.settings.data, DASHBOARD_IDENTITY="local") as address:
        states = (signed_in(stores.records, login, role) for login, role in people.items())
        leader, office = (
            browser.new_context(**browser_context_args, storage_state=state).new_page()
            for state in states
        )
        leader.goto(address)
        office.goto(f"{address}/uploads")
        for page in (leader, office):
            settled(page)
        expect(leader.get_by_text("还没有得分")).to_be_visible()
        expect(office.get_by_role("heading", name="报送文件")).to_be_visible()

        upload(stores, "teams", VALID["teams"])
        build(stores, date(2026, 3, 31))
        upload(stores, "tasks", VALID["tasks"])
        expect(leader.get_by_text("还没有得分")).to_be_visible()
        build(stores, date(2026, 3, 31))

        for page in (leader, office):
            expect(page.locator(".tc-footer")).to_contain_text("b000002")
            page.context.close()
