"""S8: what a provider confirmed becomes a session of ours, and no more than that."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message
from streamlit import config
from streamlit.web.server.starlette import starlette_auth_routes
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from dashboard.identity.viewers import session_of
from dashboard.serving import process
from dashboard.serving.signing_in.oidc import OIDC_ROUTES, Oidc, login_of, session_seconds
from dashboard.serving.signing_in.streamlit_login import auth_secrets
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace

URL = "https://kpi.example.gov.cn"
SECRET = "a secret of the test, long enough"
CLAIMS = {"sub": "leader1", "name": "甲", "email": "leader1@example.gov.cn", "exp": 0}


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace behind a provider, reached over TLS."""
    settings = Settings(data=tmp_path / "data", identity="oidc", public_url=URL)
    stores = open_workspace(settings)
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    monkeypatch.setattr(config, "get_option", lambda name: SECRET if "ecret" in name else None)
    return stores


def asked(
    path: str, claims: dict[str, Any] | None, cookie: str = "", **headers: str
) -> tuple[int, str, dict[str, str]]:
    """Ask behind our door what Streamlit answers; return status, location and cookies."""

    async def callback(request: Request) -> Response:
        answer = RedirectResponse("/", 302)
        if claims is not None:
            user = {**claims, "origin": URL, "is_logged_in": True, "provider": "default"}
            tokens = {"id_token": "the id token", "access_token": "opens other doors"}
            await starlette_auth_routes._set_auth_cookie(answer, user, tokens)
        answer.set_cookie("_streamlit_session", "state", httponly=True)
        return answer

    names = ("/auth/login", "/auth/logout", "/oauth2callback")
    app = Oidc(Starlette(routes=[*OIDC_ROUTES, *(Route(name, callback) for name in names)]))
    address, _, query = path.partition("?")
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    given = {"host": "kpi.example.gov.cn", "cookie": cookie} | headers
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "https",
        "path": address,
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "client": ("10.0.0.7", 50_000),
    }
    asyncio.run(app(scope, receive, send))
    location, cookies = "", {}
    for name, value in sent[0]["headers"]:
        if name == b"location":
            location = value.decode()
        if name == b"set-cookie":
            key, _, rest = value.decode().partition("=")
            cookies[key] = rest
    return sent[0]["status"], location, cookies


def test_what_the_provider_confirmed_begins_a_session(stores: Workspace) -> None:
    """It leads back to where somebody wanted to go, once."""
    cookie = "__Host-two-cards-next=%2Fflags%3Fmonth%3D2026-03"
    status, location, cookies = asked("/oauth2callback?code=1&state=2", CLAIMS, cookie)

    assert (status, location) == (303, "/flags?month=2026-03")
    session = session_of(stores, cookies["__Host-two-cards"].partition(";")[0])
    assert session is not None
    assert (session.login, session.method, session.name) == ("leader1", "oidc", "甲")
    assert cookies["__Host-two-cards-next"].startswith("; Max-Age=0")


def test_nothing_the_provider_said_stays_in_the_browser(stores: Workspace) -> None:
    """But what signing out there needs, read at one address only, over TLS only."""
    _, _, cookies = asked("/oauth2callback?code=1&state=2", CLAIMS)

    contents = {}
    for name in ("_streamlit_user", "_streamlit_user_tokens"):
        value, *attributes = cookies[name].split("; ")
        assert {"Path=/auth", "HttpOnly", "SameSite=Lax", "Secure"} == set(attributes)
        decoded = decode_signed_value(SECRET, name, value)
        assert decoded is not None
        contents[name] = json.loads(decoded)
    assert contents["_streamlit_user"] == {"provider": "default", "is_logged_in": False}
    assert contents["_streamlit_user_tokens"] == {"id_token": "the id token"}
    assert cookies["_streamlit_session"].endswith("; Secure")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/oauth2callback?error=access_denied&state=1", "/sign-in?said=failed"),
        ("/oauth2callback?code=1&state=2", "/sign-in?said=failed"),
        ("/oauth2callback", "/sign-in?said=out"),
        ("/auth/login?provider=too-old", "/sign-in"),
        ("/auth/logout", "/sign-in?said=out"),
    ],
)
def test_what_the_provider_did_not_confirm_begins_none(
    stores: Workspace, path: str, location: str
) -> None:
    """A refusal, a code that was used before, the way back from signing out."""
    status, led, cookies = asked(path, None)

    assert (status, led) == (303, location)
    assert "__Host-two-cards" not in cookies


def test_a_cookie_that_the_browser_brings_confirms_nothing(stores: Workspace) -> None:
    """Only what Streamlit hands out in this very answer counts."""
    _, _, cookies = asked("/oauth2callback?code=1&state=2", CLAIMS)
    old = "; ".join(f"{name}={value.partition(';')[0]}" for name, value in cookies.items())

    _, location, cookies = asked("/oauth2callback?code=1&state=2", None, old)

    assert location == "/sign-in?said=failed"
    assert "__Host-two-cards" not in cookies


def test_a_disabled_account_stays_out(stores: Workspace) -> None:
    """The provider's word does not open it, and the log has the attempt."""
    stores.records.accounts.add("leader1", "tests", must_change=False)
    stores.records.accounts.set_state("leader1", "disabled", "tests")

    _, location, cookies = asked("/oauth2callback?code=1&state=2", CLAIMS)

    assert location == "/sign-in?said=closed"
    assert "__Host-two-cards" not in cookies


def test_another_site_does_not_sign_anybody_out(stores: Workspace) -> None:
    """A picture or a link elsewhere cannot end the session at the provider."""
    _, location, cookies = asked("/auth/logout", None, **{"sec-fetch-site": "cross-site"})

    assert (location, cookies) == ("/", {})


def test_without_a_provider_its_addresses_are_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit's own login opens nothing that is not set up."""
    stores = open_workspace(Settings(data=tmp_path / "other", identity="local"))
    monkeypatch.setattr(process, "_workspace", lambda: stores)

    for path in ("/oauth2callback?code=1&state=2", "/auth/login", "/sign-in/provider"):
        assert asked(path, CLAIMS)[0] == 404


@pytest.mark.parametrize(
    ("claim", "claims", "login"),
    [
        ("sub", {"sub": "a"}, "a"),
        ("sub", {"sub": 7}, ""),
        ("sub", {}, ""),
        ("email", {"email": "a@b.cn"}, ""),
        ("email", {"email": "a@b.cn", "email_verified": False}, ""),
        ("email", {"email": "a@b.cn", "email_verified": True}, "a@b.cn"),
    ],
)
def test_the_login_is_a_claim_to_rely_on(claim: str, claims: dict, login: str) -> None:
    """An address of mail that nobody verified is its user's own word."""
    assert login_of(claims, Settings(oidc_claim=claim)) == login


def test_a_long_identity_ends_the_session_and_a_short_one_does_not() -> None:
    """Most providers give five minutes to an hour, which is for handing it over only."""
    now = time.time()

    assert session_seconds({"exp": now + 300}, now) is None
    assert session_seconds({"exp": now + 3600}, now) is None
    assert session_seconds({"exp": now + 7200}, now) == pytest.approx(7200)
    assert session_seconds({}, now) is None
    assert session_seconds({"exp": "soon"}, now) is None


def test_streamlit_gets_its_secrets_from_our_settings(tmp_path: Path) -> None:
    """The secret that signs its cookies is made once; other ways of signing in have none."""
    known = {"oidc_client_id": "a", "oidc_client_secret": "b", "oidc_metadata_url": "https://c"}
    asked = {"data": tmp_path, "identity": "oidc", "public_url": f"{URL}/", **known}
    settings = Settings.model_validate(asked)

    given, again = auth_secrets(settings), auth_secrets(settings)

    assert given is not None
    assert given == again
    assert given["auth"]["redirect_uri"] == f"{URL}/oauth2callback"
    assert len(given["auth"]["cookie_secret"]) >= 32
    assert (tmp_path / "secret" / "cookie_secret").stat().st_mode & 0o077 == 0
    assert auth_secrets(Settings.model_validate({**asked, "identity": "local"})) is None
    assert auth_secrets(Settings(data=tmp_path, identity="oidc")) is None
