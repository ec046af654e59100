"""S11: a name that is not ours is answered nothing, so no other site can pass for us."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from dashboard.serving import process
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace
from tests.knocking import doors, knock

FOREIGN = (
    "evil.example",
    "evil.example:8501",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "127.0.0.1@evil.example",
    "evil.example#127.0.0.1",
    "evil.example/localhost",
    "192.168.0.7:8501",
    "0.0.0.0:8501",
    "[::]:8501",
    "2130706433",
    "localhost:port",
    "localhost:99999",
    "local host",
    "",
    None,
)
OUR_OWN = ("127.0.0.1", "127.0.0.1:8501", "localhost:1", "LOCALHOST", "[::1]:8501", "127.8.8.8")
PATHS = ("/", "/teams", "/sign-in", "/s/abc", "/assets/plain.css", "/_stcore/health")


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The demo, which begins a session for whoever opens a page."""
    stores = open_workspace(Settings(data=tmp_path / "data"))
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    return stores


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_name_is_refused_before_anything_else(
    stores: Workspace, host: str | None
) -> None:
    """Pages, open addresses and sockets alike; no session begins, and the answer is 400."""
    server, page = doors(stores.settings), [("accept", "text/html")]
    own = [*page, ("x-forwarded-host", "localhost"), ("sec-fetch-site", "same-origin")]

    for path in PATHS:
        for headers in (page, own):
            reply = knock(server, path, host=host, headers=headers)
            assert reply.status == 400
            assert "set-cookie" not in reply.headers
    socket = knock(server, "/_stcore/stream", kind="websocket", host=host, headers=own)
    assert socket.status == 400
    assert stores.records.sessions.open_counts(0) == {}


def test_a_name_given_twice_is_refused(stores: Workspace) -> None:
    """Whoever reads the second would see another request than we do."""
    server = doors(stores.settings)

    assert knock(server, "/", headers=[("host", "evil.example")]).status == 400


@pytest.mark.parametrize("host", OUR_OWN)
def test_without_a_public_address_this_computer_is_ours(stores: Workspace, host: str) -> None:
    """By any of its own names, at any port."""
    assert knock(doors(stores.settings), "/_stcore/health", host=host).status == 200
    page = knock(doors(stores.settings), "/", host=host, headers=[("accept", "text/html")])
    assert page.status == 200


@pytest.mark.parametrize(
    ("url", "ours", "foreign"),
    [
        (
            "https://kpi.example.gov.cn",
            ("kpi.example.gov.cn", "KPI.example.gov.cn", "kpi.example.gov.cn:443"),
            ("kpi.example.gov.cn:8501", "example.gov.cn", "a.kpi.example.gov.cn", "localhost"),
        ),
        (
            "https://kpi.example.gov.cn:8443/",
            ("kpi.example.gov.cn:8443",),
            ("kpi.example.gov.cn", "kpi.example.gov.cn:443", "127.0.0.1:8501"),
        ),
        ("http://kpi.example.gov.cn", ("kpi.example.gov.cn:80",), ("kpi.example.gov.cn:443",)),
    ],
)
def test_with_a_public_address_only_that_is_ours(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    ours: tuple[str, ...],
    foreign: tuple[str, ...],
) -> None:
    """Host and port; the name of this computer is good for its health only."""
    settings = Settings(data=tmp_path / "data", identity="local", public_url=url)
    stores = open_workspace(settings)
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    server, token = doors(settings), secrets.token_urlsafe(32)
    stores.records.sessions.begin(token, "clerk1", "local", seconds=3600)
    name = "__Host-two-cards" if url.startswith("https") else "two-cards"
    headers = [("cookie", f"{name}={token}")]

    assert {knock(server, "/teams", host=one, headers=headers).status for one in ours} == {200}
    assert {knock(server, "/teams", host=one, headers=headers).status for one in foreign} == {
        400
    }
    assert knock(server, "/_stcore/health", host="localhost:8501").status == 200
