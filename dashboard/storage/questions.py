"""Questions under way: given up when they take too long, or when who asked says so.

DuckDB 1.5 knows no time limit, so one thread watches all questions of the process. An
interrupt that falls between two queries of a question, or before its first, is lost; it
is therefore repeated until the question is over.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

import duckdb

from dashboard.errors import StoppedError, TooLongError

_AGAIN_SECONDS = 0.05
_IDLE_SECONDS = 3600.0


@dataclass(eq=False)
class Asker:
    """One run of one page, whose questions can be stopped together.

    Attributes:
        login, tab: whose page it is, and in which of their tabs.
    """

    login: str
    tab: str
    _stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def is_stopped(self) -> bool:
        """Whether somebody pressed Stop since the last question was given up."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Give up the question that is asked now, or the next one of this run."""
        self._stopped.set()

    def give_up(self) -> None:
        """End a question here if it was stopped; what is asked after that runs again.

        Raises:
            StoppedError: it was.
        """
        if self._stopped.is_set():
            self._stopped.clear()
            raise StoppedError("Stopped by who asked.")


@dataclass(eq=False)
class _Question:
    cursor: duckdb.DuckDBPyConnection
    deadline: float
    asker: Asker | None
    is_late: bool = False

    @property
    def is_over(self) -> bool:
        return self.is_late or (self.asker is not None and self.asker.is_stopped)


class Questions:
    """All questions of a process, and the one thread that watches them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._asked: set[_Question] = set()
        self._askers: WeakValueDictionary[tuple[str, str], Asker] = WeakValueDictionary()
        self._wakes_at = 0.0
        self._watcher: threading.Thread | None = None

    def asker(self, login: str, tab: str) -> Asker:
        """Begin a run of a page; Stop in that tab means this run from now on."""
        asker = Asker(login, tab)
        with self._changed:
            self._askers[login, tab] = asker
        return asker

    def stop(self, login: str, tab: str) -> bool:
        """Stop the run of that tab, if it is one of this login's own; tell whether."""
        with self._changed:
            asker = self._askers.get((login, tab))
            if asker is None:
                return False
            asker.stop()
            self._changed.notify()
            return True

    @contextmanager
    def watched(
        self, cursor: duckdb.DuckDBPyConnection, seconds: float, asker: Asker | None = None
    ) -> Iterator[None]:
        """Give up what is asked through this cursor after so many seconds.

        Raises:
            TooLongError: it took longer, or more memory than one question may have.
            StoppedError: its asker was stopped.
        """
        if asker is not None:
            asker.give_up()
        question = _Question(cursor, time.monotonic() + seconds, asker)
        self._add(question)
        try:
            yield
        except duckdb.OutOfMemoryException as error:
            raise TooLongError("The question needs more memory than one may have.") from error
        except Exception as error:
            if question.is_late:
                raise TooLongError(f"The question took over {seconds:g} seconds.") from error
            if asker is not None and isinstance(error, duckdb.InterruptException):
                asker.give_up()
            raise
        finally:
            # Under the lock, so that no late interrupt meets whoever has the cursor next.
            with self._changed:
                self._asked.discard(question)

    def _add(self, question: _Question) -> None:
        with self._changed:
            self._asked.add(question)
            if self._watcher is None:
                self._watcher = threading.Thread(
                    target=self._watch, name="questions", daemon=True
                )
                self._watcher.start()
            elif question.deadline < self._wakes_at:
                self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                over = False
                for question in self._asked:
                    question.is_late = question.is_late or question.deadline <= now
                    if question.is_over:
                        question.cursor.interrupt()
                        over = True
                self._wakes_at = self._next(now, is_soon=over)
                self._changed.wait(self._wakes_at - now)

    def _next(self, now: float, *, is_soon: bool) -> float:
        if is_soon:
            return now + _AGAIN_SECONDS
        return min((one.deadline for one in self._asked), default=now + _IDLE_SECONDS)


QUESTIONS = Questions()
