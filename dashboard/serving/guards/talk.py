"""What an open page says through its socket: what our pages ask, and nothing else.

Streamlit's language says more than that: it names the files of the server's repository,
empties what others work with, installs tools for programmers, and takes messages of any
length on the thread that serves everybody.
"""

from __future__ import annotations

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.serving.guards.turns import Turns, held_by
from dashboard.serving.refusals import refuse
from dashboard.settings import ROOT

_SAID = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"})
# All that is typed into the fullest page of ours is a twentieth of it.
MOST_BYTES = 256 * 1024
# One is chosen at a time; each name costs the thread that serves everybody.
MOST_FILES = 10
# Nobody reads more at once. Each costs memory, and a thread when all are drawn anew.
MOST_TABS = 60
_TOO_LARGE, _NOT_UNDERSTOOD = 1009, 1008
_PLACE = str(ROOT).encode()


class Talk:
    """Hand on what our pages say and hear; close the socket of whoever says what none does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._tabs = Turns(MOST_TABS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one socket."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        with self._tabs.one(held_by(scope)) as is_free:
            if is_free:
                await self._app(scope, _heard(receive, send), _told(send))
            else:
                await refuse(scope, receive, send, 429)


def _heard(receive: Receive, send: Send) -> Receive:
    async def next_message() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            code, is_said = _judged(message.get("bytes"))
            if code:
                await send({"type": "websocket.close", "code": code})
                return {"type": "websocket.disconnect", "code": code}
            if is_said:
                return message

    return next_message


def _judged(content: bytes | None) -> tuple[int, bool]:
    """Return the code to close the socket with, 0 for none, and whether to hand it on."""
    if content is None:
        return _NOT_UNDERSTOOD, False
    if len(content) > MOST_BYTES:
        return _TOO_LARGE, False
    said = BackMsg()
    try:
        said.ParseFromString(content)
    except DecodeError:
        return _NOT_UNDERSTOOD, False
    kind = said.WhichOneof("type")
    if kind == "file_urls_request" and len(said.file_urls_request.file_names) > MOST_FILES:
        return _NOT_UNDERSTOOD, False
    # What is no harm and no use, such as of a browser's tool for programmers, is passed over.
    return 0, kind in _SAID


def _told(send: Send) -> Send:
    async def without_place(message: Message) -> None:
        content = message.get("bytes")
        if message["type"] == "websocket.send" and content and _PLACE in content:
            message = {**message, "bytes": _placeless(content)}
        await send(message)

    return without_place


def _placeless(content: bytes) -> bytes:
    """Leave out where our files lie, which Streamlit tells each page as it begins."""
    told = ForwardMsg()
    told.ParseFromString(content)
    if told.WhichOneof("type") != "new_session":
        return content
    told.new_session.main_script_path = told.new_session.name
    told.new_session.initialize.environment_info.ClearField("python_version")
    told.new_session.initialize.environment_info.ClearField("server_os")
    return told.SerializeToString()
