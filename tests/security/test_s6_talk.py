"""S6: an open page says what our pages say, and hears nothing of where our files lie."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Sequence

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.serving.guards import talk
from dashboard.serving.guards.doors import Doors
from dashboard.serving.guards.sending_in import SendingIn
from dashboard.serving.guards.talk import MOST_BYTES, MOST_FILES, MOST_TABS, Talk
from dashboard.serving.guards.turns import HOLDER
from dashboard.serving.middleware import MIDDLEWARE
from dashboard.settings import ROOT
from tests.knocking import nobody_asks, nobody_hears

Frame = bytes | str


def said(kind: str) -> bytes:
    """A message of this kind as a page sends it."""
    message = BackMsg()
    if kind == "rerun_script":
        message.rerun_script.page_name = "teams"
    elif kind == "file_urls_request":
        message.file_urls_request.file_names.append("a.csv")
    elif kind == "backend_operation_request":
        message.backend_operation_request.request_id = "1"
    else:
        setattr(message, kind, True)
    return message.SerializeToString()


def talked(
    frames: Sequence[Frame], answers: Sequence[bytes] = ()
) -> tuple[list[bytes], list[Message]]:
    """Say these frames; return what Streamlit heard and what the browser did."""
    heard: list[bytes] = []
    told: list[Message] = []
    waiting = iter(
        [
            *({"type": "websocket.receive", _kind(frame): frame} for frame in frames),
            {"type": "websocket.disconnect", "code": 1000},
        ]
    )

    async def streamlit(_: Scope, receive: Receive, send: Send) -> None:
        for answer in answers:
            await send({"type": "websocket.send", "bytes": answer})
        while (message := await receive())["type"] == "websocket.receive":
            heard.append(message["bytes"])

    async def receive() -> Message:
        return next(waiting)

    async def send(message: Message) -> None:
        told.append(message)

    asyncio.run(Talk(streamlit)({"type": "websocket", HOLDER: "clerk1"}, receive, send))
    return heard, told


def _kind(frame: Frame) -> str:
    return "text" if isinstance(frame, str) else "bytes"


def test_what_our_pages_say_is_heard() -> None:
    """To the byte."""
    frames = [
        said(kind)
        for kind in ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
    ]

    assert talked(frames) == (frames, [])


@pytest.mark.parametrize(
    "kind",
    [
        "load_git_info",
        "clear_cache",
        "set_run_on_save",
        "debug_disconnect_websocket",
        "debug_shutdown_runtime",
        "backend_operation_request",
    ],
)
def test_what_programmers_say_is_passed_over(kind: str) -> None:
    """The page goes on as if nothing had been said."""
    after = said("app_heartbeat")

    assert talked([said(kind), b"", after]) == ([after], [])


def _many_files() -> bytes:
    message = BackMsg()
    message.file_urls_request.file_names.extend(["a"] * (MOST_FILES + 1))
    return message.SerializeToString()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"\xff" * 50, 1008),
        ("hello", 1008),
        (b"a" * (MOST_BYTES + 1), 1009),
        (_many_files(), 1008),
    ],
    ids=["no message", "text", "too long", "many files"],
)
def test_what_no_page_says_closes_the_socket(frame: Frame, code: int) -> None:
    """Before Streamlit works on it: that work would keep everybody waiting."""
    heard, told = talked([frame, said("rerun_script")])

    assert heard == []
    assert told == [{"type": "websocket.close", "code": code}]


def test_no_page_hears_where_our_files_lie() -> None:
    """Streamlit tells it at the beginning of each run; all else arrives as it was sent."""
    begun = ForwardMsg()
    begun.new_session.name = "streamlit_app"
    begun.new_session.main_script_path = str(ROOT / "streamlit_app.py")
    begun.new_session.initialize.session_id = "a"
    begun.new_session.initialize.environment_info.python_version = "3.11.7"
    drawn = ForwardMsg()
    drawn.delta.new_element.html.body = f"<p>{ROOT}</p>"
    answers = [begun.SerializeToString(), drawn.SerializeToString()]

    _, told = talked([], answers)

    assert str(ROOT).encode() not in told[0]["bytes"]
    assert b"3.11.7" not in told[0]["bytes"]
    kept = ForwardMsg()
    kept.ParseFromString(told[0]["bytes"])
    assert kept.new_session.name == "streamlit_app"
    assert kept.new_session.initialize.session_id == "a"
    assert told[1]["bytes"] == answers[1]


def test_one_person_holds_so_many_pages_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd of sockets is refused; others, and whoever closes one, come in."""
    monkeypatch.setattr(talk, "refuse", _refused)

    assert asyncio.run(_crowd()) == [MOST_TABS, MOST_TABS + 1, MOST_TABS + 2]


async def _refused(_: Scope, __: Receive, send: Send, status: int) -> None:
    await send({"type": "websocket.http.response.start", "status": status})


async def _crowd() -> list[int]:
    leaving = asyncio.Event()
    opened: list[str] = []

    async def streamlit(scope: Scope, _: Receive, __: Send) -> None:
        opened.append(scope[HOLDER])
        await leaving.wait()

    door = Talk(streamlit)

    def socket(login: str) -> asyncio.Task[None]:
        scope = {"type": "websocket", HOLDER: login}
        return asyncio.create_task(door(scope, nobody_asks, nobody_hears))

    sockets = [socket("clerk1") for _ in range(MOST_TABS + 20)]
    await asyncio.sleep(0)
    counts = [len(opened)]
    sockets.append(socket("leader1"))
    await asyncio.sleep(0)
    counts.append(len(opened))
    leaving.set()
    await asyncio.gather(*sockets)
    await socket("clerk1")
    return [*counts, len(opened)]


def test_the_server_asks_whose_it_is_before_it_counts() -> None:
    """Sockets and files of the running server pass here, behind the doors."""
    order: list[object] = [one.cls for one in MIDDLEWARE]

    assert order.index(Doors) < order.index(Talk)
    assert order.index(Doors) < order.index(SendingIn)


def test_a_message_is_gathered_up_to_a_few_megabytes() -> None:
    """The server reads it whole before it comes to us, for each open page."""
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))

    assert told["server"]["maxMessageSize"] <= 20
