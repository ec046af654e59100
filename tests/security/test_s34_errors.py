"""S34: whatever fails, the reader is shown a number and the log holds the rest."""

from __future__ import annotations

import functools
import re
import secrets
import tomllib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import StreamingResponse
from starlette.routing import Route
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from dashboard.errors import DamagedError
from dashboard.pages.frame.failures import on_script_error
from dashboard.serving.guards.doors import Doors
from dashboard.serving.middleware import EXCEPTION_HANDLERS
from dashboard.serving.refusals import Refusals
from dashboard.settings import ROOT
from dashboard.storage.workspace import Workspace
from tests.knocking import HOST, Reply, knock

SECRET = "select secret from scores.parts where team = '431100' -- /srv/data/records.sqlite"
REFERENCE = re.compile(r"\b[0-9a-f]{8}\b")
GIVES_AWAY = ("select", "431100", "/srv", "Traceback", "Error", ".py", "RuntimeError", "line ")


def asked(stores: Workspace, fail: Callable[..., Any], **how: Any) -> Reply:
    """Ask a route that fails, as somebody who is signed in."""
    token = secrets.token_urlsafe(32)
    stores.records.sessions.begin(token, "clerk1", "local", seconds=3600)
    routes = [Route("/fail", fail, methods=["GET", "POST"])]
    server = Starlette(
        routes=routes,
        middleware=[Middleware(Refusals), Middleware(Doors, routes=routes)],
        exception_handlers=EXCEPTION_HANDLERS,
    )
    headers = [("cookie", f"two-cards={token}"), ("origin", f"http://{HOST}")]
    headers += [("accept", how.pop("accept", "text/html")), ("accept-language", "en")]
    return knock(server, "/fail", headers=headers, **how)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
@pytest.mark.parametrize("error", [RuntimeError, DamagedError, KeyError, ExceptionGroup])
def test_a_route_that_fails_shows_a_number(
    stores: Workspace, error: type[Exception], accept: str, method: str
) -> None:
    """Pages and programs get the number of a log entry, which tells everything."""

    async def fail(_: object) -> None:
        raise error(SECRET, [ValueError(SECRET)]) if error is ExceptionGroup else error(SECRET)

    with structlog.testing.capture_logs() as lines:
        reply = asked(stores, fail, accept=accept, method=method)

    assert reply.status == 500
    assert not [word for word in GIVES_AWAY if word in reply.body]
    (line,) = lines
    assert REFERENCE.findall(reply.body) == [line["reference"]]
    assert SECRET in str(line["exc_info"])
    # The address may hold the code of a link, so it stays out of the log.
    assert "/fail" not in str(line)


def test_records_that_cannot_be_read_open_no_door(
    stores: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is not known to be signed in is not signed in."""

    async def never(_: object) -> None:
        raise AssertionError("the door was open")

    def unreachable(*_: object) -> None:
        raise OSError(SECRET)

    monkeypatch.setattr("dashboard.serving.guards.doors.session_of", unreachable)
    with structlog.testing.capture_logs() as lines:
        reply = asked(stores, never)

    assert reply.status == 500
    assert SECRET not in reply.body
    assert "door was open" not in str(lines)


def test_half_an_answer_is_cut_off(stores: Workspace) -> None:
    """A file that fails in the middle is logged, and must not look like a whole one."""

    async def half(_: object) -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            yield b"first half"
            raise RuntimeError(SECRET)

        return StreamingResponse(parts())

    with structlog.testing.capture_logs() as lines, pytest.raises(Exception, match="select"):
        asked(stores, half)

    assert [line["event"] for line in lines] == ["request_failed"]


PAGES = {
    "page": """
import streamlit as st
raise RuntimeError({secret!r})
""",
    "callback": """
import streamlit as st
def fail():
    raise RuntimeError({secret!r})
st.button("act", on_click=fail)
""",
    "fragment": """
import streamlit as st
@st.fragment
def part():
    if st.button("act"):
        raise RuntimeError({secret!r})
part()
""",
}


@pytest.mark.parametrize("place", PAGES)
def test_a_script_that_fails_shows_a_number(
    monkeypatch: pytest.MonkeyPatch, place: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A page, a callback and a fragment, outside what the shell catches itself."""
    begin = ScriptRunner.__init__

    @functools.wraps(begin)
    def with_our_handler(self: ScriptRunner, *given: Any, **named: Any) -> None:
        begin(self, *given, **{**named, "on_script_error": on_script_error})

    monkeypatch.setattr(ScriptRunner, "__init__", with_our_handler)
    app = AppTest.from_string(PAGES[place].format(secret=SECRET))
    app.session_state["language"] = "en"
    with structlog.testing.capture_logs() as lines:
        app.run()
        if app.button:
            app.button[0].click().run()

    assert not app.exception
    (error,) = app.error
    (line,) = lines
    assert REFERENCE.findall(error.value) == [line["reference"]]
    assert not [word for word in GIVES_AWAY if word in error.value]
    assert SECRET in str(line["exc_info"])
    capfd.readouterr()


def test_the_server_is_started_with_all_of_it() -> None:
    """What Streamlit would show by itself is off, and its app has our handlers."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    main = (ROOT / "streamlit_app.py").read_text(encoding="utf-8")

    assert config["client"]["showErrorDetails"] == "none"
    assert config["client"]["showErrorLinks"] is False
    for part in ("on_script_error=on_script_error", "exception_handlers=EXCEPTION_HANDLERS"):
        assert part in main
    assert "debug=True" not in main
