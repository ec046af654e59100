"""Files on their way in: from whom one may come, and how many of one person are held.

Streamlit takes a file for any open page, whether or not the page asked for one, and holds
it in memory for as long as the page is open.
"""

from __future__ import annotations

from collections import OrderedDict

from anyio.to_thread import run_sync
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from dashboard.access.roles import UPLOADED_BY
from dashboard.access.viewer import may_upload
from dashboard.identity.viewers import session_of, viewer_of
from dashboard.serving.cookies import token_in
from dashboard.serving.guards.addresses import UPLOADS
from dashboard.serving.guards.turns import Turns, held_by
from dashboard.serving.process import workspace
from dashboard.serving.refusals import refuse

# A page takes its file out within a second, and each may be as large as an upload may be.
MOST_COMING, MOST_HELD = 2, 4

File = tuple[str, str]


class SendingIn:
    """Let files in from whoever may upload, a few at a time, and let older ones go."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._coming = Turns(MOST_COMING)
        self._held: dict[str, OrderedDict[File, None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one socket."""
        is_file = scope["type"] == "http" and scope["path"].startswith(UPLOADS)
        if not is_file or scope["method"] != "PUT":
            await self._app(scope, receive, send)
            return
        if not await run_sync(_may_send, scope):
            await refuse(scope, receive, send, 403)
            return
        whose = held_by(scope)
        with self._coming.one(whose) as is_free:
            if not is_free:
                await refuse(scope, receive, send, 429)
                return
            self._make_room(whose, _file_of(scope["path"]))
            await self._app(scope, receive, send)

    def _make_room(self, whose: str, file: File) -> None:
        held = self._held.setdefault(whose, OrderedDict())
        held[file] = None
        held.move_to_end(file)
        while len(held) > MOST_HELD:
            _let_go(held.popitem(last=False)[0])


def _let_go(file: File) -> None:
    if Runtime.exists():
        kept = Runtime.instance().uploaded_file_mgr
        assert isinstance(kept, MemoryUploadedFileManager)
        kept.remove_file(*file)


def _may_send(scope: Scope) -> bool:
    stores = workspace()
    session = session_of(stores, token_in(HTTPConnection(scope).cookies, stores.settings))
    if session is None:
        return False
    viewer = viewer_of(stores, session)
    return any(may_upload(viewer, kind) for kind in UPLOADED_BY)


def _file_of(path: str) -> File:
    tab, _, name = path.removeprefix(UPLOADS).partition("/")
    return tab, name
