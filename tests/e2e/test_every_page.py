"""What every page owes every reader: no barrier, no overflow, no error, no outside request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.e2e.conftest import settled
from tests.e2e.server import PAGES

QUERIES = {
    "team": "team=T0013&month=2026-10",
    "record": "kind=tasks&key=D20261000001~T0002&month=2026-10",
}

AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}


# What reaches over the right edge of the window; what scrolls in its own box may.
BEYOND_THE_EDGE = """() => [
    ...document.querySelectorAll('.st-key-tc-page *')
].filter(element => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!box.width || style.position === 'absolute') return false;
    if (element.closest("svg, .tc-scroll")) return false;
    // Heads of tables that are cards on a phone are there for ears only.
    const head = element.closest("thead");
    if (head && getComputedStyle(head).position === "absolute") return false;
    return box.right > innerWidth + 1;
}).map(element => element.outerHTML.slice(0, 160))"""


@pytest.fixture(scope="module")
def reader(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """One reader for all pages: what the browser keeps of the app is fetched once."""
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


@pytest.fixture
def page(reader: BrowserContext) -> Iterator[Page]:
    """A tab of the reader."""
    page = reader.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def phone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """The same reader on a phone."""
    narrow = {"viewport": {"width": 360, "height": 2400}}
    context = browser.new_context(**{**browser_context_args, **narrow})
    yield context
    context.close()


def address_of(site: str, name: str, language: str) -> str:
    """Return the address of a page with its month and language."""
    return f"{site}/{name}?{QUERIES.get(name, 'month=2026-10')}&language={language}"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(page: Page, site: str, name: str, language: str) -> None:
    """
    No serious or critical barrier by the rules of WCAG 2.2 AA, and the page says its language.
    """
    page.goto(address_of(site, name, language))
    settled(page)
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    serious = [
        (rule["id"], [node["html"][:160] for node in rule["nodes"]])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]

    assert serious == []
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_clipped_on_a_phone(phone: BrowserContext, site: str, name: str) -> None:
    """
    At 360 px the page scrolls down only, in both languages.
    """
    page = phone.new_page()
    for language in ("zh", "en"):
        page.goto(address_of(site, name, language))
        settled(page)
        beyond = page.evaluate(BEYOND_THE_EDGE)
        assert beyond == [], language
    page.close()


def test_the_numbers_of_a_trend_fit_on_a_phone(phone: BrowserContext, site: str) -> None:
    """
    Opened, a month whose mark has a long English name still fits.
    """
    page = phone.new_page()
    page.goto(f"{site}/team?team=T0114&within=all&month=2026-10&language=en")
    settled(page)
    page.get_by_text("The numbers, month by month").click()

    expect(page.get_by_role("rowheader", name="November 2025")).to_be_visible()
    assert page.evaluate(BEYOND_THE_EDGE) == []
    page.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_menu_keeps_its_place(
    browser: Browser, browser_context_args: dict, site: str, language: str
) -> None:
    """
    Name and tools share a line, the menu has one below; on a phone it opens and closes.
    """
    wide = {"viewport": {"width": 1280, "height": 900}}
    context = browser.new_context(**{**browser_context_args, **wide})
    page = context.new_page()
    page.goto(address_of(site, "teams", language))
    settled(page)
    tops = "all => [...new Set(all.map(element => element.getBoundingClientRect().top))]"
    assert len(page.locator(".tc-nav li").evaluate_all(tops)) == 1
    name, tools = (page.locator(of).bounding_box() for of in (".tc-brand", ".tc-tools"))
    assert name is not None
    assert tools is not None
    assert tools["y"] < name["y"] + name["height"]

    page.set_viewport_size({"width": 360, "height": 900})
    menu, links = page.locator("[data-tc-menu]"), page.locator(".tc-nav")
    expect(links).to_be_hidden()
    menu.click()
    expect(links).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    links.locator("a").first.click()
    settled(page)
    expect(menu).to_contain_text({"zh": "总览", "en": "Overview"}[language])
    expect(links).to_be_hidden()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nobody_outside_and_logs_no_error(page: Page, site: str, name: str) -> None:
    """
    Every request goes to the app itself; neither light nor dark breaks its policy, or fails.
    """
    outside: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: _note(outside, request.url, site))
    page.on("console", lambda line: _note_error(errors, line))
    page.on("pageerror", lambda error: errors.append(str(error)))
    answer = page.goto(address_of(site, name, "zh"))
    settled(page)
    page.emulate_media(color_scheme="dark")
    settled(page)

    assert answer is not None
    assert "script-src 'self' 'sha256-" in answer.headers["content-security-policy"]
    assert outside == []
    assert errors == []


def _note_error(errors: list[str], line: ConsoleMessage) -> None:
    # Streamlit itself looks for its server below the page's own path first.
    is_its_own_search = "/_stcore/" in line.location["url"] and "404" in line.text
    if line.type == "error" and not is_its_own_search:
        errors.append(f"{line.text} {line.location['url']}")


def _note(outside: list[str], address: str, site: str) -> None:
    if not address.startswith((site, site.replace("http", "ws", 1), "data:", "blob:")):
        outside.append(address)
