"""One tab of a browser without the browser: the socket through which pages come.

Streamlit's own messages, as its page in a browser sends and receives them: a run is asked
for with the address of a page, and everything the page draws arrives as deltas.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

_Status = ForwardMsg.ScriptFinishedStatus
_DONE = (_Status.FINISHED_SUCCESSFULLY, _Status.FINISHED_WITH_COMPILE_ERROR)
_DONE_FRAGMENT = (*_DONE, _Status.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass
class Run:
    """What one run of a page sent.

    Attributes:
        seconds: from asking to the last element.
        content: everything that was sent, one piece per message.
        errors: what the page says went wrong.
    """

    seconds: float = 0.0
    content: list[bytes] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class PageSocket:
    """One tab, signed in by a cookie."""

    def __init__(self, base: str, cookie: str, *, patience: float = 60.0) -> None:
        self._base = urlsplit(base)
        self._cookie = cookie
        self._patience = patience
        self._socket: ClientConnection | None = None
        self._page = ""
        self._fragment = ""

    async def open(self) -> None:
        """Connect as a page of ours does."""
        self._socket = await connect(
            f"ws://{self._base.netloc}/_stcore/stream",
            origin=f"http://{self._base.netloc}",  # pyright: ignore[reportArgumentType]
            subprotocols=["streamlit"],  # pyright: ignore[reportArgumentType]
            additional_headers={"Cookie": self._cookie},
            max_size=None,
            compression=None,
            proxy=None,
        )

    async def close(self) -> None:
        """Close the tab."""
        if self._socket is not None:
            await self._socket.close()

    async def show(self, page: str, query: str) -> Run:
        """Open a page with an address, and wait until it is drawn."""
        self._page, self._fragment = page, ""
        return await self._run(self._asked(query), _DONE)

    async def look(self) -> Run | None:
        """Ask what an open page asks every few seconds; None if the page asks nothing."""
        if not self._fragment:
            return None
        message = self._asked("")
        message.rerun_script.fragment_id = self._fragment
        message.rerun_script.is_auto_rerun = True
        return await self._run(message, _DONE_FRAGMENT)

    def _asked(self, query: str) -> BackMsg:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name = query, self._page
        state.context_info.locale = "zh-CN"
        state.context_info.timezone = "Asia/Shanghai"
        state.context_info.timezone_offset = -480
        state.context_info.url = f"{self._base.geturl()}/{self._page}"
        return message

    async def _run(self, message: BackMsg, done: tuple[int, ...]) -> Run:
        assert self._socket is not None, "open() first"
        run, begun = Run(), time.perf_counter()
        await self._socket.send(message.SerializeToString())
        while True:
            data = await asyncio.wait_for(self._socket.recv(), self._patience)
            assert isinstance(data, bytes)
            run.content.append(data)
            answer = ForwardMsg()
            answer.ParseFromString(data)
            kind = answer.WhichOneof("type")
            if kind == "script_finished" and answer.script_finished in done:
                run.seconds = time.perf_counter() - begun
                return run
            if kind == "auto_rerun":
                self._fragment = answer.auto_rerun.fragment_id
            elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
                run.errors += _errors(answer)


def _errors(answer: ForwardMsg) -> list[str]:
    element = answer.delta.new_element
    kind = element.WhichOneof("type")
    if kind == "exception":
        return [f"{element.exception.type}: {element.exception.message}"]
    if kind == "alert" and element.alert.format in (Alert.ERROR, Alert.WARNING):
        return [element.alert.body]
    return []
