"""What every page owes every reader: no barrier, no overflow, no error, no outside request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
)

from tests.e2e.conftest import settled
from tests.e2e.server import PAGES

QUERIES = {
    "team": "team=T0013&month=2026-10",
    "record": "kind=tasks&key=D20261000001~T0002&month=2026-10",
}

AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}

PHONE = ViewportSize(width=360, height=2400)

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


@dataclass
class Seen:
    """What one look at a page found.

    Attributes:
        serious: rules of WCAG 2.2 AA that it breaks, and where.
        language: that the page says of itself.
        policy: what it may run, as its answer says.
        outside: addresses it asked that are not the app's.
        errors: lines of the console, in light and in dark.
        clipped: what reaches over the edge when the window becomes as narrow as a phone.
    """

    serious: list[tuple[str, list[str]]]
    language: str | None
    policy: str
    outside: list[str]
    errors: list[str]
    clipped: list[str]


@pytest.fixture(scope="module")
def reader(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """One reader for all pages: what the browser keeps of the app is fetched once."""
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


@pytest.fixture(scope="module")
def look(reader: BrowserContext, site: str) -> Callable[[str, str], Seen]:
    """Return a page in a language, looked at once for all the tests that ask of it."""

    @cache
    def look(name: str, language: str) -> Seen:
        page, outside, errors = reader.new_page(), [], []
        page.on("request", lambda request: _note(outside, request.url, site))
        page.on("console", lambda line: _note_error(errors, line))
        page.on("pageerror", lambda error: errors.append(str(error)))
        answer = page.goto(address_of(site, name, language))
        assert answer is not None
        settled(page)
        serious = barriers(page)
        page.emulate_media(color_scheme="dark")
        settled(page)
        page.set_viewport_size(PHONE)
        settled(page)
        clipped = page.evaluate(BEYOND_THE_EDGE)
        said = page.locator("html").get_attribute("lang")
        page.close()
        policy = answer.headers["content-security-policy"]
        return Seen(serious, said, policy, outside, errors, clipped)

    return look


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """Return the rules that a page breaks so that it shuts readers out, and where."""
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [
        (rule["id"], [node["html"][:160] for node in rule["nodes"]])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]


@pytest.fixture(scope="module")
def phone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """The same reader on a phone."""
    context = browser.new_context(**{**browser_context_args, "viewport": PHONE})
    yield context
    context.close()


def address_of(site: str, name: str, language: str) -> str:
    """Return the address of a page with its month and language."""
    return f"{site}/{name}?{QUERIES.get(name, 'month=2026-10')}&language={language}"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(
    look: Callable[[str, str], Seen], name: str, language: str
) -> None:
    """
    No serious or critical barrier by the rules of WCAG 2.2 AA, and the page says its language.
    """
    seen = look(name, language)

    assert seen.serious == []
    assert seen.language == {"zh": "zh-CN", "en": "en"}[language]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nobody_outside_and_logs_no_error(
    look: Callable[[str, str], Seen], name: str, language: str
) -> None:
    """
    Every request goes to the app itself; neither light nor dark breaks its policy, or fails.
    """
    seen = look(name, language)

    assert "script-src 'self' 'sha256-" in seen.policy
    assert seen.outside == []
    assert seen.errors == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_clipped_on_a_phone(
    look: Callable[[str, str], Seen], phone: BrowserContext, site: str, name: str
) -> None:
    """
    At 360 px the page scrolls down only: opened there in English, made narrow in Chinese.
    """
    page = phone.new_page()
    page.goto(address_of(site, name, "en"))
    settled(page)

    assert page.evaluate(BEYOND_THE_EDGE) == []
    assert look(name, "zh").clipped == []
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


def _note_error(errors: list[str], line: ConsoleMessage) -> None:
    # Streamlit itself looks for its server below the page's own path first.
    is_its_own_search = "/_stcore/" in line.location["url"] and "404" in line.text
    if line.type == "error" and not is_its_own_search:
        errors.append(f"{line.text} {line.location['url']}")


def _note(outside: list[str], address: str, site: str) -> None:
    if not address.startswith((site, site.replace("http", "ws", 1), "data:", "blob:")):
        outside.append(address)
