"""S10: nothing is changed, and no socket opened, because another site made a browser ask."""

from __future__ import annotations

import itertools
import secrets
from pathlib import Path

import pytest

from dashboard.serving import process
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace
from tests.knocking import HOST, OPENED, doors, knock

OWN = f"http://{HOST}"
ORIGINS = {
    "none": None,
    "own": OWN,
    "another port": "http://127.0.0.1:9999",
    "without port": "http://127.0.0.1",
    "another name of this computer": "http://localhost:8501",
    "tls": f"https://{HOST}",
    "foreign": "http://evil.example",
    "ours in front": f"{OWN}.evil.example",
    "ours as a user": f"http://{HOST}@evil.example",
    "hidden": "null",
    "more than an origin": f"{OWN}/",
    "broken": "http://[::1",
    "empty": "",
}
SITES = (None, "same-origin", "same-site", "cross-site", "none", "Same-Origin")
WAYS = [("http", "POST"), ("http", "PUT"), ("http", "DELETE"), ("http", "PATCH")]
WAYS += [("websocket", "GET")]


def cookie_of(stores: Workspace) -> str:
    """Sign somebody in; return the browser's cookie."""
    token = secrets.token_urlsafe(32)
    stores.records.sessions.begin(token, "clerk1", "local", seconds=3600)
    return f"two-cards={token}"


@pytest.mark.parametrize(("kind", "method"), WAYS)
def test_only_our_own_page_may_act(stores: Workspace, kind: str, method: str) -> None:
    """Over every Origin, every Sec-Fetch-Site, with and without a cookie."""
    server, cookie = doors(stores.settings), cookie_of(stores)
    path = "/_stcore/stream" if kind == "websocket" else "/_stcore/upload_file/a/b"
    opened = OPENED if kind == "websocket" else 200

    for (name, origin), site, signed_in in itertools.product(
        ORIGINS.items(), SITES, (True, False)
    ):
        headers = [("origin", origin)] if origin is not None else []
        headers += [("sec-fetch-site", site)] if site is not None else []
        headers += [("cookie", cookie)] if signed_in else []
        reply = knock(server, path, kind=kind, method=method, headers=headers)

        is_own = name == "own" and site in (None, "same-origin", "none")
        is_own = is_own or (name == "none" and site == "same-origin")
        expected = (opened if signed_in else 401) if is_own else 403
        assert reply.status == expected, (name, site, signed_in)


def test_a_socket_of_a_program_needs_more_than_a_cookie(stores: Workspace) -> None:
    """Streamlit itself would let in who says nothing about where it comes from."""
    headers = [("cookie", cookie_of(stores))]

    reply = knock(
        doors(stores.settings),
        "/_stcore/stream",
        kind="websocket",
        headers=headers,
        can_say_why=False,
    )

    assert reply.status == 403


def test_a_second_origin_is_not_believed(stores: Workspace) -> None:
    """Two answers to one question are none."""
    headers = [("cookie", cookie_of(stores)), ("origin", OWN), ("origin", OWN)]

    assert knock(doors(stores.settings), "/", method="POST", headers=headers).status == 403


def test_a_script_of_another_site_reads_nothing(stores: Workspace) -> None:
    """Not even what changes nothing, and before Streamlit looks up who that is."""
    server, cookie = doors(stores.settings), ("cookie", cookie_of(stores))
    foreign, own = ("origin", "http://evil.example"), ("origin", OWN)

    for path in ("/_stcore/host-config", "/_stcore/health", "/static/js/index.js", "/teams"):
        assert knock(server, path, headers=[cookie, foreign]).status == 403
        assert knock(server, path, headers=[cookie, own]).status == 200


def test_behind_a_proxy_only_the_public_address_may_act(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Scheme, host and port of the address people use, whatever the proxy speaks to us."""
    url = "https://kpi.example.gov.cn"
    settings = Settings(data=tmp_path / "data", identity="local", public_url=url)
    stores = open_workspace(settings)
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    server, host = doors(settings), "kpi.example.gov.cn"
    cookie = cookie_of(stores).replace("two-cards", "__Host-two-cards")

    def status(origin: str, scheme: str = "http") -> int:
        headers = [("cookie", cookie), ("origin", origin)]
        return knock(
            server, "/", method="POST", headers=headers, host=host, scheme=scheme
        ).status

    assert status(url) == status(f"{url}:443") == status(url, scheme="https") == 200
    for origin in (url.replace("https", "http"), f"{url}:8443", OWN, "https://example.gov.cn"):
        assert status(origin) == 403
