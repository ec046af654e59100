"""What is said when a request is not served: a page for people, a line for machines.

Nothing in an answer depends on what was asked for. So what exists and may not be seen, and
what does not exist, cannot be told from each other.
"""

from __future__ import annotations

from html import escape
from uuid import uuid4

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.errors import DashboardError, FaultError, RefusedError, SignedOutError
from dashboard.serving.plain_page import language_of, plain_page

_SAID = (400, 401, 403, 404, 405, 410, 413, 500)
_POLICY_VIOLATION = 1008
_NO_STORE = {"cache-control": "no-store"}


def refusal(connection: HTTPConnection, status: int, reference: str = "") -> Response:
    """Return the answer that a request of this status gets, whatever it asked for.

    Args:
        reference: under which the log tells what happened.
    """
    said = status if status in _SAID else (500 if status >= 500 else 400)
    text = language_of(connection)
    title = text(f"refusals.{said}.title")
    if not wants_page(connection):
        line = f"{title} {reference}".strip()
        return PlainTextResponse(f"{line}\n", status, headers=_NO_STORE)
    note = text(f"refusals.{said}.note", reference=reference)
    home = text("refusals.home")
    body = f'<p>{escape(note)}</p><p><a href="/">{escape(home)}</a></p>'
    return plain_page(text, title, body, status=status)


def wants_page(connection: HTTPConnection) -> bool:
    """Tell whether a person is there to read an answer."""
    return "text/html" in connection.headers.get("accept", "")


async def refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    """Answer a request or the opening of a socket with a refusal."""
    await _give(refusal(HTTPConnection(scope), status), scope, receive, send)


async def on_http_exception(connection: HTTPConnection, error: Exception) -> Response:
    """Answer what a route, of ours or of Streamlit, refuses by raising a status."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return refusal(connection, status)


class Refusals:
    """Turn whatever a route raises into an answer that gives nothing away."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; the unforeseen is logged whole and answered by a number."""
        has_begun = False

        async def noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:
            # Whoever left in the middle of an upload is told nothing.
            return
        except Exception as error:
            if scope["type"] not in ("http", "websocket"):
                raise
            answer = _answer(HTTPConnection(scope), error)
            if has_begun:
                # Half an answer must not look like a whole one: the connection is cut.
                raise
            await _give(answer, scope, receive, send)


async def _give(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    can_say_why = "websocket.http.response" in scope.get("extensions", {})
    if scope["type"] == "http" or can_say_why:
        await answer(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})


def _answer(connection: HTTPConnection, error: Exception) -> Response:
    if isinstance(error, RefusedError):
        return refusal(connection, _status_of(error))
    reference = uuid4().hex[:8]
    # The address may hold what nobody else may read, such as the code of a link.
    kind = "request_refused" if isinstance(error, FaultError) else "request_failed"
    structlog.get_logger().error(kind, reference=reference, exc_info=error)
    return refusal(connection, 500, reference)


def _status_of(error: DashboardError) -> int:
    if isinstance(error, SignedOutError):
        return 401
    # A missing right and a missing thing answer alike.
    return 404
