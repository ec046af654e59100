"""S25: what one person has made keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import threading

import pytest
from starlette.types import Message, Scope

from dashboard.serving.downloads.files import TICKETS, Offer
from dashboard.serving.guards.turns import Turns, holder_of
from dashboard.storage.people.sessions import Session
from dashboard.storage.workspace import Workspace
from tests.asking import our_server
from tests.people import begin

MOST = 3


def test_one_person_waits_for_a_few_files_at_once(stores: Workspace) -> None:
    """With however many browsers; what is more is refused at once, and another gets theirs."""
    waits = threading.Event()

    def slow(_: object) -> bytes:
        waits.wait(20)
        return b"slow"

    def offered(session: Session, key: str) -> str:
        make = slow if session.login == "clerk1" else (lambda _: b"quick")
        return TICKETS.draw(session, key, Offer("a.csv", "text/csv", make, lambda _: True))

    asked: list[tuple[str, str]] = []
    for browser in range(2):
        token, session = begin(stores, "clerk1")
        asked += [(offered(session, f"{browser}-{number}"), token) for number in range(4)]
    other, session = begin(stores, "leader1")
    statuses = asyncio.run(_taken(asked, (offered(session, "a"), other), waits))

    assert statuses == [200] * (MOST + 1) + [429] * (len(asked) - MOST)


async def _taken(
    asked: list[tuple[str, str]], other: tuple[str, str], waits: threading.Event
) -> list[int]:
    server = our_server()

    async def taken(ticket: str, token: str) -> int:
        told: list[Message] = []

        async def nothing() -> Message:
            return {"type": "http.request", "body": b""}

        async def send(message: Message) -> None:
            told.append(message)

        await server(_scope(ticket, token), nothing, send)
        return told[0]["status"]

    files = [asyncio.create_task(taken(*one)) for one in asked]
    for _ in range(500):
        if sum(file.done() for file in files) >= len(asked) - MOST:
            break
        await asyncio.sleep(0.01)
    waits.set()
    return sorted([*(await asyncio.gather(*files)), await taken(*other)])


def _scope(ticket: str, token: str) -> Scope:
    return {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": f"/files/{ticket}",
        "raw_path": f"/files/{ticket}".encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"cookie", f"two-cards={token}".encode())],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 80),
    }


def test_a_turn_is_given_back(stores: Workspace) -> None:
    """Also after a fault; nothing is kept of whoever has none."""
    turns = Turns(1)

    def fail() -> None:
        with turns.one("clerk1") as first, turns.one("clerk1") as second:
            assert (first, second) == (True, False)
            with turns.one("leader1") as other:
                assert other
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with turns.one("clerk1") as again:
        assert again
    assert not turns._taken


def test_in_the_demo_each_browser_counts_for_itself(stores: Workspace) -> None:
    """There everybody is one of the same few people."""
    one, two = (begin(stores, "clerk1")[1] for _ in range(2))
    demo = Session(**{**vars(one), "method": "demo"})

    assert holder_of(one) == holder_of(two) == "clerk1"
    assert holder_of(demo) == one.token_sha256
