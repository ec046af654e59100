"""S6: a file is worth nothing without the session that it was offered to."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.access.viewer import Viewer
from dashboard.serving import process
from dashboard.serving.downloads import files
from dashboard.serving.downloads.files import TICKETS, Offer
from dashboard.settings import Settings
from dashboard.storage.people.sessions import Session
from dashboard.storage.workspace import Workspace, open_workspace
from tests.asking import Reply, ask
from tests.people import begin

SECRET = "只给一个人看的内容".encode()


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with local accounts, behind our doors."""
    stores = open_workspace(Settings(data=tmp_path / "data", identity="local"))
    monkeypatch.setattr(process, "_workspace", lambda: stores)
    monkeypatch.setattr(TICKETS, "_tickets", type(TICKETS._tickets)())
    return stores


def offered(
    session: Session,
    make: Callable[[Viewer], bytes] = lambda _: SECRET,
    may: Callable[[Viewer], bool] = lambda _: True,
    key: str = "report",
) -> str:
    """Offer a file to a session; return its address."""
    return f"/files/{TICKETS.draw(session, key, Offer('问题 1.csv', 'text/csv', make, may))}"


def test_the_file_reaches_the_session_it_was_offered_to(stores: Workspace) -> None:
    """It comes whole, to be taken away under its Chinese name, and is kept by nobody."""
    token, session = begin(stores, "clerk1")

    reply = ask(offered(session), token)

    assert (reply.status, reply.body) == (200, SECRET)
    assert reply.file_name == "问题 1.csv"
    assert reply.headers["content-disposition"].startswith('attachment; filename="1.csv"')
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cache-control"] == "no-store"
    assert "sandbox" in reply.headers["content-security-policy"]


def test_no_cookie_reaches_no_file(stores: Workspace) -> None:
    """Without a session a file that is there answers like one that never was."""
    _, session = begin(stores, "clerk1")
    real, none = offered(session), f"/files/{secrets.token_urlsafe(16)}"

    for accept in ("text/html", "*/*"):
        answers = [ask(path, accept=accept) for path in (real, none)]
        assert {answer.status for answer in answers} <= {303, 401}
        assert answers[0].status == answers[1].status
        assert SECRET not in answers[0].body


def _same_as_unknown(reply: Reply, token: str) -> None:
    unknown = ask(f"/files/{secrets.token_urlsafe(16)}", token)
    assert (reply.status, reply.body) == (unknown.status, unknown.body)
    assert unknown.status == 404
    assert SECRET not in reply.body


def test_the_cookie_of_somebody_else_reaches_no_file(stores: Workspace) -> None:
    """Neither another person nor the same person in another browser."""
    _, session = begin(stores, "clerk1")
    address = offered(session)

    for login in ("clerk2", "clerk1"):
        token, _ = begin(stores, login)
        _same_as_unknown(ask(address, token), token)


def test_an_offer_ends(stores: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a quarter of an hour it is as if it had never been."""
    token, session = begin(stores, "clerk1")
    address, now = offered(session), time.monotonic()

    monkeypatch.setattr(files.time, "monotonic", lambda: now + files.OFFER_SECONDS - 5)
    assert ask(address, token).status == 200
    monkeypatch.setattr(files.time, "monotonic", lambda: now + files.OFFER_SECONDS + 5)
    _same_as_unknown(ask(address, token), token)
    assert len(TICKETS) == 0


def test_an_offer_ends_with_its_session(stores: Workspace) -> None:
    """Signing out shuts it, and signing in again does not open it."""
    token, session = begin(stores, "clerk1")
    address = offered(session)
    stores.records.sessions.end(token)

    assert ask(address, token, accept="*/*").status == 401
    again, _ = begin(stores, "clerk1")
    _same_as_unknown(ask(address, again), again)


def test_rights_are_asked_when_the_file_is_taken(stores: Workspace) -> None:
    """What was drawn with a right is not handed out without it."""
    token, session = begin(stores, "clerk1")
    allowed = [True]
    address = offered(session, may=lambda _: allowed[0])

    assert ask(address, token).status == 200
    allowed.clear()
    allowed.append(False)
    _same_as_unknown(ask(address, token), token)


def test_a_session_that_ends_while_the_file_is_made_gets_nothing(stores: Workspace) -> None:
    """Begun before, finished after: the bytes stay here."""
    token, session = begin(stores, "clerk1")

    def make(_: Viewer) -> bytes:
        stores.records.sessions.end(token)
        return SECRET

    reply = ask(offered(session, make), token)

    assert reply.status == 404
    assert SECRET not in reply.body


def test_a_failure_while_making_is_an_error_and_no_file(stores: Workspace) -> None:
    """S24: a reference to tell the administrator, no bytes, no word of the cause."""
    token, session = begin(stores, "clerk1")

    def make(_: Viewer) -> bytes:
        raise ValueError("secret cause /srv/x")

    reply = ask(offered(session, make), token)

    assert reply.status == 500
    assert "content-disposition" not in reply.headers
    assert b"secret cause" not in reply.body


def test_what_is_gone_meanwhile_is_not_here(stores: Workspace) -> None:
    """A draft that was left in another tab takes its report along."""
    token, session = begin(stores, "clerk1")

    def make(_: Viewer) -> bytes:
        raise FileNotFoundError("/srv/x")

    assert ask(offered(session, make), token).status == 404


def test_nothing_is_made_before_it_is_taken(stores: Workspace) -> None:
    """Drawing a page costs no file."""
    token, session = begin(stores, "clerk1")
    made: list[str] = []

    def make(viewer: Viewer) -> bytes:
        made.append(viewer.login)
        return SECRET

    address = offered(session, make)
    assert made == []
    ask(address, token)
    assert made == ["clerk1"]
    assert ask(address, token, method="HEAD").status == 405
    assert ask(address, token, method="POST").status in (403, 405)
    assert made == ["clerk1"]


def test_drawing_a_page_again_draws_no_second_ticket(stores: Workspace) -> None:
    """A page that reruns every few seconds holds as many offers as it shows."""
    _, session = begin(stores, "clerk1")

    addresses = {offered(session) for _ in range(200)}
    assert len(addresses) == 1
    assert len(TICKETS) == 1
    for number in range(files.MOST_OF_A_SESSION * 2):
        offered(session, key=f"file {number}")
    assert len(TICKETS) == files.MOST_OF_A_SESSION
