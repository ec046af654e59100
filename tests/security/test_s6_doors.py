"""S6: whoever has no open session of this server reaches nothing of Streamlit."""

from __future__ import annotations

import secrets
import time

import pytest
import streamlit as st
from starlette.routing import Mount, Route, WebSocketRoute

from dashboard.serving.guards.doors import Doors
from dashboard.serving.middleware import EXCEPTION_HANDLERS, MIDDLEWARE
from dashboard.serving.routes import ROUTES
from dashboard.settings import ROOT
from dashboard.storage.people.sessions import token_sum
from dashboard.storage.tables import sessions
from dashboard.storage.workspace import Workspace
from tests.knocking import HOST, OPENED, Reply, doors, knock

OWN = ("origin", f"http://{HOST}")
PAGE = ("accept", "text/html")
# What answers whoever asks: signing in, links that look for themselves, our own style.
OPEN = ("/sign-in", "/s/", "/board", "/assets", "/_stcore/health", "/oidc")


@pytest.fixture
def server(stores: Workspace) -> st.App:
    """The whole server as `streamlit run` starts it, its runtime at rest."""
    app = st.App(
        str(ROOT / "streamlit_app.py"),
        routes=ROUTES,
        middleware=MIDDLEWARE,
        exception_handlers=EXCEPTION_HANDLERS,
    )
    app._runtime = app._create_runtime()
    app._starlette_app = app._build_starlette_app()
    return app


def begin(stores: Workspace, method: str = "local") -> str:
    """Sign somebody in; return the browser's cookie."""
    token = secrets.token_urlsafe(32)
    stores.records.sessions.begin(token, "clerk1", method, seconds=3600)
    return token


def cookies_of_nobody(stores: Workspace) -> dict[str, str | None]:
    """Every kind of cookie that does not open a door."""
    ended, expired, idle, other = (begin(stores) for _ in range(4))
    stores.records.sessions.end(ended)
    for token, column, value in (
        (expired, "expires_at", time.time() - 1),
        (idle, "seen_at", time.time() - 121 * 60),
        (other, "method", "demo"),
    ):
        whose = sessions.c.token_sha256 == token_sum(token)
        with stores.records.engine.begin() as connection:
            connection.execute(sessions.update().where(whose).values({column: value}))
    return {
        "none": None,
        "empty": "",
        "invented": secrets.token_urlsafe(32),
        "the sum of a good one": token_sum(begin(stores)),
        "ended": ended,
        "expired": expired,
        "idle": idle,
        "of another way to sign in": other,
    }


def addresses(server: st.App) -> list[tuple[str, str, str]]:
    """Every kind, method and address the server has a route for, Streamlit's own included."""
    assert server._starlette_app is not None
    found = [("http", "GET", path) for path in ("/", "/teams", "/nothing", "/index.html")]
    for route in server._starlette_app.routes:
        if isinstance(route, WebSocketRoute):
            found.append(("websocket", "GET", route.path))
        elif isinstance(route, Mount):
            found += [("http", "GET", f"{route.path}/{file}") for file in ("a", "static/a.js")]
        else:
            assert isinstance(route, Route), f"a kind of route this test does not know: {route}"
            path = route.path
            for name in route.param_convertors:
                path = path.replace(f"{{{name}}}", "a").replace(f"{{{name}:path}}", "a/b")
            found += [("http", method, path) for method in sorted(route.methods or ())]
    return found


def test_no_route_answers_a_cookie_that_is_worth_nothing(
    server: st.App, stores: Workspace
) -> None:
    """Each address of the server, each way it is asked, each kind of cookie."""
    knocked = 0
    for name, token in cookies_of_nobody(stores).items():
        cookie = [] if token is None else [("cookie", f"two-cards={token}")]
        for kind, method, path in addresses(server):
            if path.startswith(OPEN):
                continue
            knocked += 1
            reply = knock(server, path, kind=kind, method=method, headers=[OWN, *cookie])
            assert reply.status == 401, (name, kind, method, path)
            assert reply.body in ("请先登录\n", "Sign in first\n", ""), path
    assert knocked > 200


def test_a_page_leads_to_signing_in_and_back(stores: Workspace) -> None:
    """A person is sent on with the whole address; nothing tells what exists."""
    server = doors(stores.settings)

    for path in ("/", "/teams?month=2026-10&team=T1", "/media/x", "/nothing"):
        reply = knock(server, path, headers=[PAGE])
        assert reply.status == 303
        assert reply.headers["location"].startswith("/sign-in?next=%2F")
    assert (
        "month%3D2026-10%26team%3DT1"
        in knock(server, "/teams?month=2026-10&team=T1", headers=[PAGE]).headers["location"]
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/teams", 200),
        ("/teams/", 200),
        ("/static/js/index.js", 200),
        ("/favicon.png", 200),
        ("/_stcore/host-config", 200),
        ("/media/abc", 403),
        ("/media", 403),
        ("/_stcore/metrics", 403),
        ("/app/static/a", 403),
        ("/component/a/b", 403),
        ("/_stcore/bidi-components/a/b", 404),
        ("/_stcore/script-health-check", 404),
        ("/_stcore/agent/mcp", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/_stcore/nothing", 404),
        ("/nothing", 404),
        ("/teams/more", 404),
        ("/teams/_stcore/health", 404),
        ("/index.html", 404),
        ("/auth/login/more", 404),
        ("/sign-in/more", 404),
        ("/s", 404),
        ("/MEDIA/abc", 404),
        ("/Teams", 404),
        ("//media/abc", 400),
        ("/./media/abc", 400),
        ("/x/../media/abc", 400),
        ("/media/../teams", 400),
        ("/%2e%2e/media/abc", 400),
        ("/%6dedia/abc", 400),
        ("/%2fmedia/abc", 400),
        ("/media%2fabc", 400),
        ("/static/..%2f..%2fx", 400),
        ("/static/%5c..%5cx", 400),
        ("/static\\x", 400),
        ("/media./abc", 400),
        ("/media%20/abc", 400),
        ("/media;a=b/abc", 400),
        ("/teams%00", 400),
        ("/teams%0d%0aSet-Cookie:a=b", 400),
        ("/%252e%252e/media", 400),
    ],
)
def test_whoever_is_signed_in_reaches_what_is_on_the_list(
    stores: Workspace, path: str, status: int
) -> None:
    """And nothing by another spelling of it."""
    headers = [PAGE, ("cookie", f"two-cards={begin(stores)}")]

    assert knock(doors(stores.settings), path, headers=headers).status == status


def test_every_answer_to_media_is_the_same(stores: Workspace) -> None:
    """A file that exists cannot be told from one that does not."""
    headers = [("cookie", f"two-cards={begin(stores)}")]
    server = doors(stores.settings)
    replies = [knock(server, f"/media/{name}", headers=headers) for name in ("a.csv", "b.pdf")]

    assert replies[0] == replies[1]
    assert knock(server, "/media/a.csv", method="HEAD", headers=headers).status == 403
    assert knock(server, "/media/a.csv", method="OPTIONS", headers=headers).status == 403


def test_a_first_password_opens_nothing_but_its_change(stores: Workspace) -> None:
    """Pages lead to the change; sockets, files and exports are shut until then."""
    stores.records.accounts.add("clerk2", "admin1", must_change=True)
    token = secrets.token_urlsafe(32)
    stores.records.sessions.begin(token, "clerk2", "local", seconds=3600)
    cookie, server = ("cookie", f"two-cards={token}"), doors(stores.settings, routes=ROUTES)

    def asked(path: str, kind: str = "http", method: str = "GET") -> Reply:
        return knock(server, path, kind=kind, method=method, headers=[cookie, PAGE, OWN])

    for page in ("/", "/teams", "/uploads"):
        assert (asked(page).status, asked(page).headers["location"]) == (303, "/password")
    for path in ("/static/js/a.js", "/files/abc", "/export/scores.csv", "/_stcore/host-config"):
        assert asked(path).status == 403
    assert asked("/_stcore/stream", kind="websocket").status == 403
    assert asked("/_stcore/upload_file/a/b", method="PUT").status == 403
    for path in ("/password", "/sign-out", "/assets/plain.css", "/sign-in"):
        assert asked(path).status == 200


def test_only_static_files_are_remembered(
    stores: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session that ended opens no socket, upload or page from that moment on."""
    clock = [1000.0]
    monkeypatch.setattr("dashboard.serving.guards.doors.time.monotonic", lambda: clock[0])
    token = begin(stores)
    headers, server = [OWN, ("cookie", f"two-cards={token}")], doors(stores.settings)
    script = "/static/js/index.js"
    assert knock(server, script, headers=headers).status == 200
    stores.records.sessions.end(token)

    assert knock(server, script, headers=headers).status == 200
    for path in ("/", "/teams", "/_stcore/host-config", "/_stcore/upload_file/a/b"):
        assert knock(server, path, headers=headers).status == 401
    socket = knock(server, "/_stcore/stream", kind="websocket", headers=headers)
    assert socket.status == 401
    clock[0] += 2.1
    assert knock(server, script, headers=headers).status == 401


def test_what_is_remembered_stays_small(stores: Workspace) -> None:
    """However many people come, and invented tokens leave nothing behind."""
    kept = Doors(doors(stores.settings))
    for _ in range(20):
        headers = [("cookie", f"two-cards={secrets.token_urlsafe(32)}")]
        knock(kept, "/static/js/index.js", headers=headers)

    assert kept._seen == {}


def test_a_socket_is_opened_by_whoever_is_signed_in(stores: Workspace) -> None:
    """The way in that the pages use, and no other path that speaks its language."""
    headers, server = [OWN, ("cookie", f"two-cards={begin(stores)}")], doors(stores.settings)

    def opened(path: str) -> int:
        return knock(server, path, kind="websocket", headers=headers).status

    assert opened("/_stcore/stream") == OPENED
    assert {opened(path) for path in ("/", "/teams", "/_stcore/stream/x")} == {404}
