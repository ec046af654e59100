"""S9: a session ends when it should, in every tab, and begins with a secret of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.identity import viewers
from dashboard.identity.passwords import hash_of
from dashboard.identity.viewers import session_of, viewer_of
from dashboard.serving import process
from dashboard.serving.cookies import cookie_name, set_cookie
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace
from tests.people import quick_hashes
from tests.real_server import Answer, Site, served

PHRASE = "three green lamps walking"
NEW_PHRASE = "four red boats rowing"
COOKIE = "two-cards"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The server, over whatever workspace a test puts behind it."""
    with served() as site:
        yield site


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hash costs is not what these tests are about."""
    quick_hashes(monkeypatch)


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with local accounts; clerk2 has not changed the first password yet."""
    stores = open_workspace(Settings(data=tmp_path / "data", identity="local"))
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    for login in ("clerk1", "clerk2"):
        kept = hash_of(PHRASE)
        must_change = login == "clerk2"
        stores.records.accounts.add(login, "tests", password_hash=kept, must_change=must_change)
    return stores


def sign_in(site: Site, login: str, cookie: str = "", wanted: str = "/flags?month=1") -> Answer:
    """Send the form of the page on which one signs in."""
    fields = {"login": login, "password": PHRASE, "next": wanted}
    return site.post("/sign-in", fields, cookie)


def cookie_of(answer: Answer) -> str:
    """What the browser sends from now on."""
    return f"{COOKIE}={answer.cookies[COOKIE]}"


def test_signing_out_ends_every_tab_and_no_other_browser(site: Site, stores: Workspace) -> None:
    """Two tabs share one session; another browser of the same person has its own."""
    tab, elsewhere = cookie_of(sign_in(site, "clerk1")), cookie_of(sign_in(site, "clerk1"))
    assert site.get("/", tab).status == 200

    answer = site.post("/sign-out", {}, tab)

    assert (answer.status, answer.location) == (303, "/sign-in?said=out")
    assert answer.cookies[COOKIE] is None
    assert site.get("/flags?month=1", tab).location == "/sign-in?next=%2Fflags%3Fmonth%3D1"
    assert site.get("/", elsewhere).status == 200


def test_a_link_alone_signs_nobody_out(site: Site, stores: Workspace) -> None:
    """Opening the address asks; another site's form is refused."""
    tab = cookie_of(sign_in(site, "clerk1"))

    assert site.get("/sign-out", tab).status == 200
    foreign = site._ask("POST", "/sign-out", tab, "", "", {"Origin": "http://evil.example"})
    assert foreign.status == 403
    assert site.get("/", tab).status == 200


def test_each_sign_in_has_a_secret_of_its_own(site: Site, stores: Workspace) -> None:
    """A token that somebody planted before is worth nothing after, nor is the last one."""
    planted = f"{COOKIE}=planted-by-somebody-else"
    first = sign_in(site, "clerk1", planted)
    second = sign_in(site, "clerk1", cookie_of(first))

    tokens = {"planted-by-somebody-else", first.cookies[COOKIE], second.cookies[COOKIE]}
    assert len(tokens) == 3
    assert site.get("/", planted).status == 303
    assert site.get("/", cookie_of(first)).status == 303
    assert site.get("/", cookie_of(second)).status == 200


def test_a_deep_link_survives_signing_in(site: Site, stores: Workspace) -> None:
    """Logged out, a link leads to the sign-in page and from there to what it names."""
    asked = site.get("/flags?month=2026-03&team=D1%2FT2")

    assert asked.location == "/sign-in?next=%2Fflags%3Fmonth%3D2026-03%26team%3DD1%252FT2"
    page = site.get(asked.location)
    assert 'value="/flags?month=2026-03&amp;team=D1%2FT2"' in page.body
    entered = sign_in(site, "clerk1", wanted="/flags?month=2026-03&team=D1%2FT2")
    assert entered.location == "/flags?month=2026-03&team=D1%2FT2"
    assert sign_in(site, "clerk1", wanted="//evil.example").location == "/"


def test_a_wrong_password_says_no_more_than_an_unknown_login(
    site: Site, stores: Workspace
) -> None:
    """The page is the same to the letter, but for the login that was typed."""
    answers = [
        site.post("/sign-in", {"login": login, "password": "wrong", "next": "/"})
        for login in ("clerk1", "nobody")
    ]

    assert {answer.status for answer in answers} == {401}
    assert all(answer.cookies == {} for answer in answers)
    bodies = {answer.body.replace("nobody", "clerk1") for answer in answers}
    assert len(bodies) == 1


def test_a_first_password_is_changed_before_anything_else(
    site: Site, stores: Workspace
) -> None:
    """The session reaches the page that changes it, then everything with a new token."""
    entered = sign_in(site, "clerk2")
    tab = cookie_of(entered)
    assert entered.location == "/password?next=%2Fflags%3Fmonth%3D1"
    assert site.get("/flags", tab).location == "/password"
    assert site.get("/sign-in", tab).location.startswith("/password")

    fields = {"current": PHRASE, "new": NEW_PHRASE, "next": "/flags?month=1"}
    assert site.post("/password", fields | {"repeated": "other"}, tab).status == 422
    changed = site.post("/password", fields | {"repeated": NEW_PHRASE}, tab)

    assert (changed.status, changed.location) == (303, "/flags?month=1")
    assert site.get("/flags", tab).status == 303
    assert site.get("/flags", cookie_of(changed)).status == 200


def test_in_the_demo_a_role_is_picked_and_nothing_else(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The role switch leads back; other logins and passwords are not there."""
    stores = open_workspace(Settings(data=tmp_path / "demo"))
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    before = site.get("/flags")

    chosen = site.post(
        "/sign-in/demo", {"login": "demo-admin", "next": "/flags?month=1"}, cookie_of(before)
    )

    assert (chosen.status, chosen.location) == (303, "/flags?month=1")
    session = session_of(stores, chosen.cookies[COOKIE])
    assert session is not None
    assert session.login == "demo-admin"
    assert session_of(stores, before.cookies[COOKIE]) is None
    assert 'value="demo-clerk"' in site.get("/sign-in", cookie_of(chosen)).body
    assert site.post("/sign-in/demo", {"login": "clerk1"}).status == 404
    assert sign_in(site, "clerk1").status == 404
    monkeypatch.setattr(
        process, "_workspace", lambda: replace(stores, settings=Settings(identity="local"))
    )
    assert site.post("/sign-in/demo", {"login": "demo-admin"}).status == 404


def test_a_disabled_account_is_out_at_the_next_click(site: Site, stores: Workspace) -> None:
    """Its sessions end at once, and do not come back when it is enabled again."""
    tab = cookie_of(sign_in(site, "clerk1"))
    stores.records.accounts.set_state("clerk1", "disabled", "tests")
    assert site.get("/", tab).status == 303

    stores.records.accounts.set_state("clerk1", "active", "tests")

    assert site.get("/", tab).status == 303
    assert site.get("/", cookie_of(sign_in(site, "clerk1"))).status == 200


def test_a_grant_taken_back_is_gone_at_the_next_question(stores: Workspace) -> None:
    """The session stays; what it may see is asked anew each time."""
    stores.records.sessions.begin("token", "clerk1", "local", seconds=60)
    given = stores.records.grants.add(
        "clerk1", "leader", "*", "tests", valid_from=date(2000, 1, 1)
    )
    session = session_of(stores, "token")
    assert session is not None
    assert viewer_of(stores, session).may("read")

    stores.records.grants.revoke(given.number, "tests")

    assert not viewer_of(stores, session).may("read")


@pytest.mark.parametrize(
    ("later", "is_open"),
    [(119 * 60, True), (121 * 60, False), (13 * 3600, False)],
)
def test_a_session_ends_unused_and_ends_at_last(
    stores: Workspace, monkeypatch: pytest.MonkeyPatch, later: float, is_open: bool
) -> None:
    """After two hours without use, and after twelve hours whatever was done."""
    stores.records.sessions.begin("token", "clerk1", "local", seconds=12 * 3600)
    now = viewers.time.time()
    monkeypatch.setattr(viewers.time, "time", lambda: now + later)

    assert (session_of(stores, "token") is not None) == is_open


def test_a_session_of_another_method_counts_for_nothing(stores: Workspace) -> None:
    """What the demo began is over when the site signs people in."""
    stores.records.sessions.begin("token", "clerk1", "demo", seconds=60)

    assert session_of(stores, "token") is None


def test_the_cookie_is_for_this_host_and_no_script() -> None:
    """Over TLS it never travels without; it is gone when the browser is closed."""
    plain, secure = Settings(), Settings(public_url="https://kpi.example.gov.cn")

    assert cookie_name(secure).startswith("__Host-")
    for settings in (plain, secure):
        cookie = set_cookie("token", settings)
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Max-Age" not in cookie
        assert "Domain" not in cookie
    assert "Secure" in set_cookie("token", secure).split("; ")
