"""How much one person may have at once, so that nobody's crowd keeps the others waiting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import Scope

from dashboard.storage.people.sessions import Session

# Where the doors write whose request it is, for what comes behind them.
HOLDER = "two-cards.holder"


class Turns:
    """What each person has at once of one thing; used by one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[str] = Counter()

    @contextmanager
    def one(self, whose: str) -> Iterator[bool]:
        """Hold one while the block runs; tell whether there was one left."""
        if self._taken[whose] >= self._most:
            yield False
            return
        self._taken[whose] += 1
        try:
            yield True
        finally:
            self._taken[whose] -= 1
            if not self._taken[whose]:
                del self._taken[whose]


def holder_of(session: Session) -> str:
    """Return who shares a limit: a person with all their browsers, in the demo a browser."""
    # There everybody is one of the same few people.
    return session.token_sha256 if session.method == "demo" else session.login


def held_by(scope: Scope) -> str:
    """Return whose request it is, as the doors wrote it down."""
    return scope.get(HOLDER, "")
