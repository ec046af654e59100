"""S5: what may not be seen and what does not exist are answered alike, and name nothing."""

from __future__ import annotations

import secrets

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from dashboard.errors import (
    DashboardError,
    NotAllowedError,
    SignedOutError,
    UnknownNameError,
    UploadRefusedError,
)
from dashboard.serving.guards.doors import Doors
from dashboard.serving.middleware import EXCEPTION_HANDLERS
from dashboard.serving.refusals import Refusals, refusal
from dashboard.storage.workspace import Workspace
from tests.knocking import Reply, knock

SECRET = "第十三工作队 T0013"
REASONS: dict[str, Exception] = {
    "forbidden": NotAllowedError(f"You may not see {SECRET}."),
    "unknown": UnknownNameError(f"There is no team '{SECRET}'."),
    "not found": HTTPException(404, f"No {SECRET}"),
    "signed out": SignedOutError(f"{SECRET} is signed out."),
    "refused": UploadRefusedError("too_large", file=SECRET),
    "too large": HTTPException(413, SECRET),
    "over": HTTPException(410, SECRET),
    "a teapot": HTTPException(418, SECRET),
}


def server() -> ASGIApp:
    """Serve one route that refuses for each reason."""

    async def refused(request: Request) -> Response:
        raise REASONS[request.path_params["reason"].replace("-", " ")]

    routes = [Route("/why/{reason}", refused)]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Refusals), Middleware(Doors, routes=routes)],
        exception_handlers=EXCEPTION_HANDLERS,
    )


def asked(stores: Workspace, path: str, *, accept: str = "text/html", language: str) -> Reply:
    """Ask as somebody who is signed in."""
    token = secrets.token_urlsafe(32)
    stores.records.sessions.begin(token, "clerk1", "local", seconds=3600)
    headers = [("cookie", f"two-cards={token}"), ("accept", accept)]
    return knock(server(), path, headers=[*headers, ("accept-language", language)])


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_forbidden_and_unknown_are_the_same_to_the_byte(
    stores: Workspace, accept: str, language: str
) -> None:
    """A right that is missing, a thing that is, and an address that never was."""
    replies = [
        asked(stores, path, accept=accept, language=language)
        for path in ("/why/forbidden", "/why/unknown", "/why/not-found", "/nothing", "/s/abc/d")
    ]

    assert replies[0].status == 404
    assert {(reply.status, reply.body) for reply in replies} == {(404, replies[0].body)}
    assert all(reply.headers == replies[0].headers for reply in replies)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_refusal_repeats_nothing_it_was_told(stores: Workspace, language: str) -> None:
    """Neither the reason, nor the address, nor a name or version of what answers."""
    for reason in REASONS:
        path = f"/why/{reason.replace(' ', '-')}?team=T0013"
        for accept in ("text/html", ""):
            reply = asked(stores, path, accept=accept, language=language)
            assert 400 <= reply.status < 500
            assert reply.headers["cache-control"] == "no-store"
            for word in ("T0013", "工作队", "why", "tarlette", "treamlit", "vicorn", "ython"):
                assert word not in reply.body


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 413, 500, 503])
def test_every_refusal_is_a_page_for_people_and_a_line_for_machines(
    status: int, language: str
) -> None:
    """In the reader's language, with a way back, and without a script."""

    def said(accept: str) -> tuple[int, str]:
        headers = [(b"accept", accept.encode()), (b"accept-language", language.encode())]
        scope = {"type": "http", "headers": headers, "query_string": b"", "path": "/"}
        answer = refusal(HTTPConnection(scope), status, "1a2b3c4d")
        return answer.status_code, bytes(answer.body).decode()

    assert said("text/html,*/*;q=0.8")[0] == status
    page = said("text/html,*/*;q=0.8")[1]
    assert f'<html lang="{language}">' in page
    assert '<a href="/">' in page
    assert "<script" not in page
    assert ("1a2b3c4d" in page) == (status >= 500)
    line = said("*/*")[1]
    assert line.count("\n") == 1
    assert "<" not in line


def test_signed_out_and_faults_have_a_status_of_their_own(stores: Workspace) -> None:
    """What a browser or program must do next is told by the number."""
    expected = {"signed-out": 401, "refused": 404, "too-large": 413, "over": 410}
    expected |= {"a-teapot": 418}
    for reason, status in expected.items():
        assert asked(stores, f"/why/{reason}", language="en").status == status
    assert issubclass(SignedOutError, DashboardError)
