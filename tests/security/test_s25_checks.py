"""S25: files that one person sends to be checked keep nobody else waiting for long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from dashboard.drafts import queue
from dashboard.drafts.drafts import Draft
from dashboard.drafts.queue import MOST_OF_ONE, drafts_of, send
from dashboard.errors import CrowdedError
from dashboard.ingest.examining import Request
from dashboard.storage.workspace import Workspace

TASKS = Request("tasks", "a.csv")
_PATIENCE_SECONDS = 20.0


class Checks:
    """Stands for the processes that check; none ends before it is told to."""

    def __init__(self) -> None:
        self.logins: list[str] = []
        self.may_end = threading.Event()

    def __call__(self, _: Workspace, draft: Draft, __: bytes) -> None:
        self.logins.append(draft.login)
        self.may_end.wait(_PATIENCE_SECONDS)


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Checks]:
    """Checks that wait; at the end each of them has ended."""
    checks = Checks()
    monkeypatch.setattr(queue, "_work", checks)
    yield checks
    checks.may_end.set()
    at_rest()


def at_rest() -> None:
    """Wait until nothing is checked any more."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while queue._checking:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_few_files_of_one_person_wait(stores: Workspace, checks: Checks) -> None:
    """The next is refused and leaves nothing; somebody else's is taken, and later theirs."""
    for _ in range(MOST_OF_ONE):
        send(stores, "clerk1", TASKS, b"a")
    with pytest.raises(CrowdedError):
        send(stores, "clerk1", TASKS, b"a")

    assert len(drafts_of(stores).of("clerk1")) == MOST_OF_ONE
    send(stores, "clerk2", TASKS, b"a")
    checks.may_end.set()
    at_rest()
    send(stores, "clerk1", TASKS, b"a")


def test_what_was_left_meanwhile_is_not_checked(stores: Workspace, checks: Checks) -> None:
    """Sending and leaving again and again gives nobody a longer turn."""
    drafts = [send(stores, "clerk1", TASKS, b"a") for _ in range(MOST_OF_ONE)]
    for draft in drafts:
        drafts_of(stores).discard(draft)
    with pytest.raises(CrowdedError):
        send(stores, "clerk1", TASKS, b"a")
    checks.may_end.set()
    at_rest()

    # Those that were under way already, and no other.
    assert len(checks.logins) <= stores.settings.checks_at_once
