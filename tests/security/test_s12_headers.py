"""S12: every answer tells the browser what it may do with it; in Chromium, see tests/e2e."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest
import streamlit
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.serving import process
from dashboard.serving.routes import ROUTES
from dashboard.settings import Settings
from dashboard.storage.workspace import Workspace, open_workspace
from tests.knocking import HOST, Reply, doors, knock

STREAMLITS_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
PAGE = ("accept", "text/html")
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}


def cookie(stores: Workspace, name: str = "two-cards") -> tuple[str, str]:
    """Sign somebody in; return the header a browser sends."""
    token = secrets.token_urlsafe(32)
    stores.records.sessions.begin(token, "clerk1", "local", seconds=3600)
    return "cookie", f"{name}={token}"


def streamlits_page() -> ASGIApp:
    """Answer everything with the very page Streamlit answers with."""
    headers = {"cache-control": "no-cache", "etag": "1"}
    return HTMLResponse(STREAMLITS_PAGE.read_text(encoding="utf-8"), headers=headers)


def directives(reply: Reply) -> dict[str, list[str]]:
    """Return the policy of an answer, by directive."""
    rules = reply.headers["content-security-policy"].split("; ")
    return {rule.split()[0]: rule.split()[1:] for rule in rules}


def test_every_answer_carries_them(stores: Workspace) -> None:
    """Pages, files, refusals, failures and sockets, let in or not."""

    async def failing(*_: object) -> None:
        raise RuntimeError("a secret")

    own, signed_in = ("origin", f"http://{HOST}"), cookie(stores)
    server = doors(stores.settings, streamlits_page(), ROUTES)
    replies = [
        knock(server, "/teams", headers=[PAGE, signed_in]),
        knock(server, "/teams", headers=[PAGE]),
        knock(server, "/teams"),
        knock(server, "/media/x", headers=[signed_in]),
        knock(server, "/media%2fx", headers=[PAGE, signed_in]),
        knock(server, "/nothing", headers=[PAGE, signed_in]),
        knock(server, "/", host="evil.example"),
        knock(server, "/", method="POST", headers=[signed_in]),
        knock(server, "/assets/plain.css"),
        knock(server, "/sign-in", headers=[PAGE]),
        knock(server, "/s/abc", headers=[PAGE]),
        knock(server, "/_stcore/stream", kind="websocket", headers=[own]),
        knock(doors(stores.settings, failing), "/teams", headers=[PAGE, signed_in]),
        knock(
            doors(stores.settings),
            "/_stcore/stream",
            kind="websocket",
            headers=[own, signed_in],
        ),
    ]

    statuses = [reply.status for reply in replies]
    assert statuses[:10] == [200, 303, 401, 403, 400, 404, 400, 403, 200, 200]
    assert statuses[11:] == [401, 500, 101]
    for reply in replies:
        assert {name: reply.headers.get(name) for name in ALWAYS} == ALWAYS
        assert "camera=()" in reply.headers["permissions-policy"]
        assert directives(reply)["frame-ancestors"] == ["'none'"]
        assert "strict-transport-security" not in reply.headers


def test_no_script_runs_that_is_not_ours_or_streamlits(stores: Workspace) -> None:
    """No eval, no inline script but those that are in the page, each named by its sum."""
    server = doors(stores.settings, streamlits_page())
    reply = knock(server, "/", headers=[PAGE, cookie(stores)])
    policy = directives(reply)

    assert "unsafe-eval" not in str(policy)
    assert policy["default-src"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    first, *sums = policy["script-src"]
    assert first == "'self'"
    # A release of Streamlit with another inline script is looked at before it is shipped.
    assert sums == ["'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"]
    assert len(re.findall(r"<script(?![^>]*\bsrc=)", reply.body)) == 1
    assert not re.search(r"\son\w+=", reply.body)
    assert policy["connect-src"] == ["'self'", f"ws://{HOST}"]
    outside = {"https:", "http:", "*", "data:"} & {
        *policy["script-src"],
        *policy["connect-src"],
    }
    assert not outside


def test_streamlits_page_becomes_ours(stores: Workspace) -> None:
    """It says its language and our name, is kept by nobody, and offers programs nothing."""
    server = doors(stores.settings, streamlits_page())
    reply = knock(server, "/", headers=[PAGE, cookie(stores)])

    assert '<html lang="zh-CN">' in reply.body
    assert "<title>两卡一公开</title>" in reply.body
    assert "JavaScript，请在浏览器中启用" in reply.body
    assert "_stcore/agent" not in reply.body
    assert "assets/shell.js" in reply.body
    assert reply.headers["cache-control"] == "no-store"
    assert "etag" not in reply.headers
    assert reply.headers["content-length"] == str(len(reply.body.encode()))


def test_over_tls_a_browser_never_speaks_without_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Strict transport, sockets over TLS only, and every cookie for TLS only."""
    settings = Settings(
        data=tmp_path / "data", identity="local", public_url="https://kpi.example.gov.cn"
    )
    stores = open_workspace(settings)
    monkeypatch.setattr(process, "_workspace", lambda: stores)

    async def with_cookie(scope: Scope, receive: Receive, send: Send) -> None:
        answer = Response()
        answer.set_cookie("_streamlit_xsrf", "a")
        await answer(scope, receive, send)

    server = doors(settings, with_cookie)
    headers = [cookie(stores, "__Host-two-cards")]
    reply = knock(server, "/", host="kpi.example.gov.cn", headers=headers)

    assert reply.headers["strict-transport-security"] == "max-age=31536000"
    assert directives(reply)["connect-src"] == ["'self'", "wss://kpi.example.gov.cn"]
    assert reply.headers["set-cookie"].endswith("; Secure")


def test_what_a_route_says_itself_stays(stores: Workspace) -> None:
    """A stricter policy, or leave to keep an answer for a while."""
    own = {"content-security-policy": "sandbox", "cache-control": "max-age=60"}
    server = doors(stores.settings, PlainTextResponse("a", headers=own))
    reply = knock(server, "/", headers=[cookie(stores)])

    assert {name: reply.headers[name] for name in own} == own
