"""S6: asked in a way that no route of ours reads, no address shows Streamlit's page."""

from __future__ import annotations

import secrets

import pytest

from dashboard.serving.routes import ROUTES
from dashboard.storage.workspace import Workspace
from tests.knocking import HOST, doors, knock

OWN = ("origin", f"http://{HOST}")
PAGE = ("accept", "text/html")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_what_is_only_written_to_is_read_by_nobody(
    stores: Workspace, method: str, is_signed_in: bool
) -> None:
    """The address of a form, the Stop button, an upload: nothing of Streamlit answers."""
    token = secrets.token_urlsafe(32)
    stores.records.sessions.begin(token, "clerk1", "local", seconds=3600)
    cookie = [("cookie", f"two-cards={token}")] if is_signed_in else []
    server = doors(stores.settings, routes=ROUTES)

    for path in ("/sign-in/demo", "/stop/x", "/_stcore/upload_file/a/b"):
        reply = knock(server, path, method=method, headers=[PAGE, OWN, *cookie])
        is_open = path.startswith("/sign-in") or is_signed_in
        assert reply.status == (404 if is_open else 303), path
        assert "let in" not in reply.body
