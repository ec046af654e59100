"""Answers kept in memory, shared by every session of the process.

A version never changes and a frame is never edited, so an answer is handed out as it is:
no copy, no expiry. The key must hold everything the answer depends on, the rights of the
person who asked included.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from dashboard.errors import StoppedError
from dashboard.storage.questions import Asker

Answer = TypeVar("Answer")

# A page asks at most four questions, so this is about 250 different views.
MOST_ANSWERS = 1_000

_LOOK_SECONDS = 0.2


class Answers:
    """The answers used last. Safe to share between threads."""

    def __init__(self, most: int = MOST_ANSWERS) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._guard = threading.Lock()

    def get(
        self, key: Hashable, ask: Callable[[], Answer], asker: Asker | None = None
    ) -> Answer:
        """Return the answer kept under this key, asking once when there is none.

        Sessions that ask the same at the same moment wait for one answer. A failure is
        passed on and not kept; but that one of them stopped, or left, is nobody else's.

        Args:
            asker: whose Stop ends the waiting; None is nobody.

        Raises:
            StoppedError: its asker was stopped.
        """
        while True:
            future, is_first = self._future(key)
            if is_first:
                self._fill(key, future, ask)
            else:
                _wait(future, asker)
            if is_first or not _is_own(future.exception()):
                return future.result()

    def _future(self, key: Hashable) -> tuple[Future[Any], bool]:
        with self._guard:
            future = self._kept.get(key)
            is_first = future is None
            if future is None:
                future = self._kept[key] = Future()
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
        return future, is_first

    def _fill(self, key: Hashable, future: Future[Any], ask: Callable[[], Any]) -> None:
        try:
            future.set_result(ask())
        # A page that is left in the middle stops its thread with a BaseException; those
        # who wait for the same answer must not wait for ever.
        except BaseException as error:
            with self._guard:
                if self._kept.get(key) is future:
                    del self._kept[key]
            future.set_exception(error)


def _wait(future: Future[Any], asker: Asker | None) -> None:
    while not future.done():
        with suppress(TimeoutError):
            future.exception(_LOOK_SECONDS)
        if asker is not None and not future.done():
            asker.give_up()


def _is_own(error: BaseException | None) -> bool:
    """Tell whether a failure concerns nobody but the session that met it."""
    is_failure = isinstance(error, Exception) and not isinstance(error, StoppedError)
    return error is not None and not is_failure
