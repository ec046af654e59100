"""S11: a header that names a login is believed from the proxy, and from nobody else."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from dashboard.identity.viewers import session_of
from dashboard.serving import process
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace
from tests.real_server import Answer, Site, served

COOKIE = "two-cards"
PROXY = "127.0.0.2"
STRANGER = "127.0.0.3"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A server that sees who connects, as it must to start behind a proxy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORWARDED_ALLOW_IPS", "")
        with served() as site:
            yield site


@pytest.fixture
def behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Workspace]:
    """Puts a workspace with these settings behind the server."""

    def put(**settings: object) -> Workspace:
        given = {"identity": "proxy", "proxy_addresses": PROXY, "data": tmp_path / "data"}
        stores = open_workspace(Settings.model_validate(given | settings))
        monkeypatch.setattr(process, "_workspace", lambda: stores)
        return stores

    return put


@pytest.fixture
def stores(behind: Callable[..., Workspace]) -> Workspace:
    """A workspace that trusts one proxy."""
    return behind()


def login_of(stores: Workspace, answer: Answer) -> str | None:
    """Whose session an answer began; None if it began none."""
    session = session_of(stores, answer.cookies.get(COOKIE))
    return None if session is None else session.login


def test_the_proxy_signs_somebody_in(site: Site, stores: Workspace) -> None:
    """The session begins by itself, with an account that sees nothing yet."""
    answer = site.get("/flags", source=PROXY, X_Forwarded_User="leader1")

    assert answer.status == 200
    assert login_of(stores, answer) == "leader1"
    account = stores.records.accounts.find("leader1")
    assert account is not None
    assert account.password_hash is None


def test_nobody_reads_the_header_after_the_door(site: Site, stores: Workspace) -> None:
    """Neither the proxy's nor a stranger's, nor the secret that goes with it."""
    answer = site.get("/", source=PROXY, X_Forwarded_User="leader1", X_Proxy_Secret="s")

    seen = json.loads(answer.body)["headers"]
    assert "x-forwarded-user" not in seen
    assert "x-proxy-secret" not in seen


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X_Forwarded_For": PROXY},
        {"X_Forwarded_For": f"{PROXY}:4711"},
        {"X_Forwarded_For": f"{PROXY}, {PROXY}"},
        {"X_Real_IP": PROXY},
        {"Forwarded": f"for={PROXY}"},
    ],
)
def test_a_stranger_signs_nobody_in(
    site: Site, stores: Workspace, headers: dict[str, str]
) -> None:
    """Whatever is said about the way the request came."""
    answer = site.get("/", source=STRANGER, X_Forwarded_User="leader1", **headers)

    assert answer.status == 303
    assert answer.location.startswith("/sign-in")
    assert answer.cookies == {}
    assert stores.records.accounts.all() == []


def test_a_word_about_the_way_never_makes_a_proxy(
    behind: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the server takes such words over, a login is not believed on them."""
    stores = behind()
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    with served() as site:
        answer = site.get("/", X_Forwarded_User="leader1", X_Forwarded_For=PROXY)

    assert answer.status == 303
    assert stores.records.accounts.all() == []


def test_a_session_needs_the_word_of_the_proxy_each_time(site: Site, stores: Workspace) -> None:
    """A stolen cookie is worth nothing without it, nor one of somebody else."""
    begun = site.get("/", source=PROXY, X_Forwarded_User="leader1")
    tab = f"{COOKIE}={begun.cookies[COOKIE]}"
    assert site.get("/", tab, source=PROXY, X_Forwarded_User="leader1").cookies == {}

    assert site.get("/", tab, source=STRANGER).status == 303
    assert site.get("/", tab, source=STRANGER, X_Forwarded_User="leader1").status == 303
    assert site.get("/", tab, source=PROXY).status == 303

    changed = site.get("/", tab, source=PROXY, X_Forwarded_User="leader2")
    assert login_of(stores, changed) == "leader2"
    assert json.loads(changed.body)["cookies"] == {COOKIE: changed.cookies[COOKIE]}
    assert session_of(stores, begun.cookies[COOKIE]) is None


def test_a_socket_is_whose_the_proxy_says(site: Site, behind: Callable[..., Workspace]) -> None:
    """With the token of somebody else it gets one of its own; of nobody, it is shut."""
    stores = behind(proxy_addresses="127.0.0.1")
    begun = site.get("/", X_Forwarded_User="leader1")
    address = f"ws://127.0.0.1:{site.port}/_stcore/stream"

    def opened(login: str | None, origin: str = site.origin) -> str | None:
        headers = {"Cookie": f"{COOKIE}={begun.cookies[COOKIE]}"}
        headers |= {} if login is None else {"X-Forwarded-User": login}
        with connect(address, additional_headers=headers, origin=Origin(origin)) as socket:
            session = session_of(stores, json.loads(socket.recv()).get(COOKIE))
            return None if session is None else session.login

    assert opened("leader1") == "leader1"
    assert opened("leader2") == "leader2"
    for login, origin in ((None, site.origin), ("leader3", "http://evil.example")):
        with pytest.raises(InvalidStatus):
            opened(login, origin)
    assert stores.records.accounts.find("leader3") is None


def test_two_names_are_one_too_many(site: Site, stores: Workspace) -> None:
    """Nobody can tell which of them the proxy wrote."""
    answer = site.get(
        "/", source=PROXY, **{"X-Forwarded-User": "leader1", "x-forwarded-user": "leader2"}
    )

    assert answer.status == 303


def test_a_disabled_account_stays_out(site: Site, stores: Workspace) -> None:
    """The proxy knows the person, and this site lets nobody in by that account."""
    stores.records.accounts.add("leader1", "tests", must_change=False)
    stores.records.accounts.set_state("leader1", "disabled", "tests")

    answer = site.get("/", source=PROXY, X_Forwarded_User="leader1")

    assert (answer.status, answer.location) == (303, "/sign-in?said=closed")
    told = site.get(answer.location, source=PROXY, X_Forwarded_User="leader1")
    assert (told.status, told.cookies) == (200, {})
    assert 'role="alert"' in told.body


def test_the_sign_in_page_leads_on_whom_the_proxy_names(site: Site, stores: Workspace) -> None:
    """A shared link that asks who it is comes back to itself."""
    answer = site.get("/sign-in?next=%2Fs%2Fabc", source=PROXY, X_Forwarded_User="leader1")

    assert (answer.status, answer.location) == (303, "/s/abc")
    assert login_of(stores, answer) == "leader1"


def test_the_proxy_proves_itself_by_a_secret(
    site: Site, behind: Callable[..., Workspace]
) -> None:
    """Where one is set, the right address alone is not enough."""
    stores = behind(proxy_secret="a shared secret")
    asked = {"source": PROXY, "X_Forwarded_User": "leader1"}

    assert site.get("/", **asked).status == 303
    assert site.get("/", **asked, X_Proxy_Secret="another").status == 303
    answer = site.get("/", **asked, X_Proxy_Secret="a shared secret")

    assert login_of(stores, answer) == "leader1"


def test_other_ways_of_signing_in_ignore_the_header(
    site: Site, behind: Callable[..., Workspace]
) -> None:
    """A header is worth nothing until somebody says that a proxy writes it."""
    stores = behind(identity="local")

    assert site.get("/", source=PROXY, X_Forwarded_User="leader1").status == 303
    assert stores.records.accounts.all() == []


def test_the_log_names_the_address_behind_the_proxy(site: Site, stores: Workspace) -> None:
    """The last address that the proxy itself has seen, not what its caller made up."""
    passed = "198.51.100.9, 203.0.113.5"
    site.get("/", source=PROXY, X_Forwarded_User="leader1", X_Forwarded_For=passed)

    with stores.records.engine.connect() as connection:
        entries = connection.exec_driver_sql(
            "select detail from audit where act = 'sign_in'"
        ).scalars()
        assert [json.loads(entry)["address"] for entry in entries] == ["203.0.113.5"]


def test_no_cookie_travels_with_what_is_kept_on_the_way(
    site: Site, behind: Callable[..., Workspace]
) -> None:
    """The public board may be kept by whatever stands between, a session never."""
    behind(public_board=True)
    connection = http.client.HTTPConnection("127.0.0.1", site.port, source_address=(PROXY, 0))
    headers = {"Accept": "text/html", "X-Forwarded-User": "leader1"}
    connection.request("GET", "/board", headers=headers)
    answer = connection.getresponse()
    connection.close()

    assert COOKIE in answer.headers["set-cookie"]
    assert answer.headers.get_all("cache-control") == ["no-store"]
