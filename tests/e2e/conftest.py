"""Fixtures of the journeys: the real app over the sample city, in a real Chromium."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, StorageState, StorageStateCookie, expect

from dashboard.access.roles import Role
from dashboard.storage.records import Records
from dashboard.storage.workspace import Workspace
from tests.e2e.install_browser import system_browser
from tests.e2e.server import BROWSER_ARGUMENTS, serving

# A page of a cold server, on a machine that runs other tests as well.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one."""
    return {
        **browser_type_launch_args,
        "executable_path": system_browser(),
        "args": BROWSER_ARGUMENTS,
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in China, with a screen tall enough to see whole pages."""
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1400, "height": 1600},
    }


@pytest.fixture(scope="session")
def site(sample_workspace: Workspace) -> Iterator[str]:
    """The app over a sample city that all journeys share: look, never upload."""
    with serving(sample_workspace.settings.data) as address:
        yield address


@pytest.fixture
def own_site(own_sample_workspace: Workspace) -> Iterator[str]:
    """The app over a sample city of this test alone."""
    with serving(own_sample_workspace.settings.data) as address:
        yield address


@pytest.fixture
def office_site(own_sample_workspace: Workspace) -> Iterator[str]:
    """The same, where people have accounts."""
    data = own_sample_workspace.settings.data
    with serving(data, DASHBOARD_IDENTITY="local") as address:
        yield address


@pytest.fixture
def office_args(
    own_sample_workspace: Workspace, browser_context_args: dict[str, Any]
) -> dict[str, Any]:
    """A browser in which somebody is signed in who does everything there is with files."""
    roles = ("assessor", "clerk", "register")
    state = signed_in(own_sample_workspace.records, "office1", *roles)
    return {**browser_context_args, "storage_state": state}


def signed_in(records: Records, login: str, *roles: Role) -> StorageState:
    """Make an account with roles over every team; return a browser's state that is in it."""
    token = secrets.token_urlsafe()
    records.accounts.add(login, "tests", must_change=False)
    for role in roles:
        records.grants.add(login, role, "*", "tests", valid_from=date(2000, 1, 1))
    records.sessions.begin(token, login, "local", seconds=3_600)
    cookie: StorageStateCookie = {
        "name": "two-cards",
        "value": token,
        "domain": "127.0.0.1",
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }
    return {"cookies": [cookie], "origins": []}


def settled(page: Page) -> Page:
    """Wait until the app has drawn the page and is at rest."""
    app = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
    expect(app).to_be_visible()
    expect(page.locator("[data-tc-bar]")).to_be_visible()
    # Charts are fetched after the page and drawn when they are there.
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    undrawn = '[data-testid="stVegaLiteChart"]:not(:has(svg.marks, canvas))'
    expect(page.locator(undrawn)).to_have_count(0)
    return page


def become(page: Page, login: str) -> None:
    """Switch to another person of the demo by its banner."""
    page.locator(".tc-demo select").select_option(login)
    page.locator(".tc-demo button").click()
    expect(page.locator(".tc-who")).to_contain_text(login)
    settled(page)
