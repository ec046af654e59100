"""S8 and S9 in a browser: signing in with a provider or a password, and signing out."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.identity.passwords import hash_of
from dashboard.settings import Identity, Settings
from dashboard.storage.workspace import Workspace, open_workspace
from tests.e2e.server import serving

PHRASE = "three green lamps walking"
DEEP = "/flags?month=2026-03&language=zh"
BAR = "[data-tc-bar]"


def opened(folder: Path, source: Path, identity: Identity) -> Workspace:
    """A sample city of these tests alone, with somebody who may read it."""
    shutil.copytree(source, folder)
    stores = open_workspace(Settings(data=folder, identity=identity))
    stores.records.grants.add("leader1", "leader", "*", "tests", valid_from=date(2000, 1, 1))
    return stores


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A real provider of identities, as a process of its own: it warns of itself."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--host", "localhost"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://localhost:{port}"
        wait_for(f"{address}/.well-known/openid-configuration", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def city(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The city behind the provider."""
    return opened(tmp_path_factory.mktemp("oidc") / "data", sample_folder, "oidc")


@pytest.fixture(scope="module")
def behind_provider(city: Workspace, provider: str) -> Iterator[str]:
    """The app, where the provider knows who it is."""
    with serving(
        city.settings.data,
        DASHBOARD_IDENTITY="oidc",
        DASHBOARD_OIDC_CLIENT_ID="two-cards",
        DASHBOARD_OIDC_CLIENT_SECRET="known to the two of us",
        DASHBOARD_OIDC_METADATA_URL=f"{provider}/.well-known/openid-configuration",
    ) as address:
        # The provider leads back to this name, and cookies belong to names.
        yield address.replace("127.0.0.1", "localhost")


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    for _ in range(150):
        assert process.poll() is None
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


def sign_in(page: Page, address: str, login: str) -> None:
    """Open an address without a session, and come in by the provider."""
    page.goto(address)
    page.locator("a.button").click()
    page.wait_for_url("**/oauth2/authorize**")
    page.get_by_placeholder("sub").fill(login)
    page.get_by_role("button", name="Authorize").click()


def test_a_deep_link_leads_through_the_provider_to_its_own_view(
    page: Page, behind_provider: str
) -> None:
    """Page and filters are those of the link; what the provider said stays on the server."""
    sign_in(page, behind_provider + DEEP, "leader1")

    expect(page.locator(BAR)).to_be_visible()
    page.wait_for_url(re.compile(r"/flags\?.*month=2026-03"))
    kept = {cookie.get("name"): cookie for cookie in page.context.cookies()}
    assert kept["two-cards"].get("expires") == -1
    assert kept["_streamlit_user"].get("path") == "/auth"
    assert kept["_streamlit_user"].get("expires") == -1
    assert "two-cards-next" not in kept


def test_signing_out_ends_the_other_tab_and_the_provider(
    page: Page, behind_provider: str
) -> None:
    """The other tab says so by itself; its socket and its address are worth nothing."""
    sign_in(page, behind_provider + "/?language=zh", "leader1")
    expect(page.locator(BAR)).to_be_visible()
    other = page.context.new_page()
    other.goto(behind_provider + DEEP)
    expect(other.locator(BAR)).to_be_visible()

    page.goto(behind_provider + "/sign-out")
    page.locator("form button").click()

    page.wait_for_url("**/oauth2/end_session**")
    expect(other.locator("[data-tc-sign-in]")).to_be_visible()
    expect(other.locator(BAR)).to_have_count(0)
    other.goto(behind_provider + DEEP)
    expect(other.locator("a.button")).to_be_visible()


def test_a_disabled_account_is_shown_the_door(
    browser: Browser, behind_provider: str, city: Workspace
) -> None:
    """While a page is open it goes dark; the provider's word does not bring it back."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    sign_in(page, behind_provider + DEEP, "clerk1")
    page.wait_for_url(re.compile("/flags"))
    expect(page.locator(BAR)).to_be_visible()

    city.records.accounts.set_state("clerk1", "disabled", "tests")

    expect(page.locator("[data-tc-sign-in]")).to_be_visible()
    sign_in(page, behind_provider + DEEP, "clerk1")
    expect(page.get_by_role("alert")).to_be_visible()
    context.close()


def test_a_first_password_is_changed_on_the_way_in(
    page: Page, sample_folder: Path, tmp_path: Path
) -> None:
    """Local accounts: link, form, new password, and the view of the link; fit for a phone."""
    stores = opened(tmp_path / "data", sample_folder, "local")
    stores.records.accounts.add("leader1", "tests", password_hash=hash_of(PHRASE))
    with serving(stores.settings.data, DASHBOARD_IDENTITY="local") as site:
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(site + DEEP)
        for password in ("a wrong one, surely", PHRASE):
            page.get_by_label("账号").fill("leader1")
            page.get_by_label("密码").fill(password)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            page.get_by_role("button").click()
        page.wait_for_url("**/password?next=**")
        page.get_by_label("当前密码").fill(PHRASE)
        page.get_by_label("新密码", exact=True).fill("four red boats rowing")
        page.get_by_label("再次输入新密码").fill("four red boats rowing")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_role("button").click()

        page.wait_for_url(re.compile(r"/flags\?.*month=2026-03"))
        expect(page.locator(BAR)).to_be_visible()
