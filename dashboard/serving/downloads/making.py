"""Files are made a few at a time, so that they take neither every thread nor all memory."""

from __future__ import annotations

from collections.abc import Callable

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response

from dashboard.serving.guards.turns import Turns, held_by
from dashboard.serving.plain_page import language_of, plain_page
from dashboard.serving.process import workspace
from dashboard.serving.refusals import refusal
from dashboard.storage.workspace import Workspace

# For the whole server: each holds a table and a file in memory.
_AT_ONCE = 2
_OF_ONE_PERSON = 3


class Making:
    """The making of one sort of files."""

    def __init__(self, make: Callable[[Workspace, Request], Response]) -> None:
        """Take what answers one request; it runs in a thread."""
        self._make = make
        self._limiter = CapacityLimiter(_AT_ONCE)
        self._turns = Turns(_OF_ONE_PERSON)

    async def answer(self, request: Request) -> Response:
        """Make one file; refuse who has several made already."""
        if request.method != "GET":
            return refusal(request, 405)
        stores = await run_sync(workspace)
        with self._turns.one(held_by(request.scope)) as is_free:
            if not is_free:
                return _busy(request)
            return await run_sync(self._make, stores, request, limiter=self._limiter)


def _busy(request: Request) -> Response:
    text = language_of(request)
    body = f"<p>{text('exports.busy')}</p>"
    return plain_page(text, text("exports.busy_title"), body, status=429)
