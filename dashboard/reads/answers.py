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
from typing import Any, TypeVar

Answer = TypeVar("Answer")

# A page asks at most four questions, so this is about 250 different views.
MOST_ANSWERS = 1_000


class Answers:
    """The answers used last. Safe to share between threads."""

    def __init__(self, most: int = MOST_ANSWERS) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: Hashable, ask: Callable[[], Answer]) -> Answer:
        """Return the answer kept under this key, asking once when there is none.

        Sessions that ask the same at the same moment wait for one answer. A failure is
        passed on and not kept.
        """
        with self._guard:
            future = self._kept.get(key)
            is_first = future is None
            if future is None:
                future = self._kept[key] = Future()
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
        if is_first:
            self._fill(key, future, ask)
        return future.result()

    def _fill(self, key: Hashable, future: Future[Any], ask: Callable[[], Any]) -> None:
        try:
            future.set_result(ask())
        # A page that is left in the middle stops its thread with a BaseException; those
        # who wait for the same answer must not wait for ever.
        except BaseException as error:
            with self._guard:
                self._kept.pop(key, None)
            future.set_exception(error)
