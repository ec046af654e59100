"""The Stop button's door: what is asked for one tab is given up, for nobody else's."""

from __future__ import annotations

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response

from dashboard.identity.viewers import session_of
from dashboard.serving.cookies import token_in
from dashboard.serving.process import workspace
from dashboard.storage.questions import QUESTIONS


async def stop_tab(request: Request) -> Response:
    """Stop the run of a tab of whoever asks.

    A tab of somebody else is answered like one that does not exist, and like one that is
    at rest. That the request comes from our own pages is seen to at the doors.
    """
    stores = await run_sync(workspace)
    token = token_in(request.cookies, stores.settings)
    session = await run_sync(session_of, stores, token)
    if session is None:
        return Response(status_code=401)
    QUESTIONS.stop(session.login, request.path_params["tab"])
    return Response(status_code=204)
