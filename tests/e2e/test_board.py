"""The public board in a real browser: nobody is signed in, and nothing stands in the way."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from dashboard.settings import Settings
from dashboard.storage.workspace import open_workspace
from tests.disclosed import publish, team
from tests.e2e.server import serving
from tests.e2e.test_every_page import AXE_OPTIONS


def test_anybody_reads_the_board_on_a_phone(
    browser: Browser, browser_context_args: dict, tmp_path: Path
) -> None:
    """
    Both languages, light and dark: no barrier, nothing beyond the edge, no error, no cookie.
    """
    stores = open_workspace(Settings(data=tmp_path / "data"))
    publish(stores, "2026-08", tuple(team(number) for number in range(1, 12)))
    with serving(stores.settings.data, DASHBOARD_PUBLIC_BOARD="true") as site:
        for language, scheme in (("zh", "light"), ("en", "dark")):
            context = browser.new_context(
                **{
                    **browser_context_args,
                    "viewport": {"width": 360, "height": 800},
                    "color_scheme": scheme,
                }
            )
            page = context.new_page()
            errors: list[str] = []
            page.on(
                "console",
                lambda line, to=errors: to.append(line.text) if line.type == "error" else None,
            )
            page.goto(f"{site}/board?language={language}")
            found = Axe().run(page, options=AXE_OPTIONS).response["violations"]

            assert [rule["id"] for rule in found] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            assert page.get_by_role("row").count() == 12
            assert errors == []
            assert context.cookies() == []
            context.close()
