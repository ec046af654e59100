"""Pictures of every page for the documents: both languages, desktop and phone.

Run with `poe pictures`; writes docs/pictures/<page>.<language>.<screen>.png.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from dashboard.first_run import prepare
from dashboard.settings import ROOT, Settings
from dashboard.storage.workspace import open_workspace
from tests.e2e.conftest import become, settled
from tests.e2e.install_browser import system_browser
from tests.e2e.server import BROWSER_ARGUMENTS, PAGES, serving
from tests.e2e.test_every_page import address_of

FOLDER = ROOT / "docs" / "pictures"
SCREENS = {"desktop": (1400, 1000), "phone": (360, 780)}

# Pages that the assessor, as whom everybody looks first, may not see.
AUDITED = ("people", "log")

# A long page is shown from its top; the rest is a scroll away for the reader too.
TALLEST = 2600
_COLOURS = 256


def main() -> None:
    """Build the sample in a temporary workspace and photograph every page."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(open_workspace(Settings(data=Path(folder))))
        with serving(Path(folder)) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=system_browser(), args=BROWSER_ARGUMENTS
            )
            for screen in SCREENS:
                for language in ("zh", "en"):
                    for name in (*PAGES, *AUDITED):
                        _photograph(browser, site, name, language, screen)
            browser.close()


def _photograph(browser: Browser, site: str, name: str, language: str, screen: str) -> None:
    width, height = SCREENS[screen]
    context = browser.new_context(
        locale={"zh": "zh-CN", "en": "en-GB"}[language],
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": height},
        # Half the size in the repository, and still sharp enough to read.
        device_scale_factor=1,
    )
    page = context.new_page()
    page.goto(address_of(site, name, language))
    settled(page)
    if name in AUDITED:
        become(page, "demo-auditor")
    # The page scrolls inside a container, so the window has to be as tall as the page.
    tall = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(tall, height), TALLEST)})
    settled(page)
    page.wait_for_timeout(700)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name or 'overview'}.{language}.{screen}.png"
    page.screenshot(path=path)
    context.close()
    # Calm pages have few colours; a palette of them takes a third of the room.
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(
            path, optimize=True
        )


if __name__ == "__main__":
    main()
