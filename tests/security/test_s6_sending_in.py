"""S6: a file comes in from whoever may upload, and nobody fills the server's memory."""

from __future__ import annotations

import asyncio
import secrets
from datetime import date
from types import SimpleNamespace

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from dashboard.access.roles import Role
from dashboard.serving.guards import sending_in
from dashboard.serving.guards.sending_in import MOST_COMING, MOST_HELD, SendingIn
from dashboard.serving.guards.turns import HOLDER
from dashboard.storage.workspace import Workspace
from tests.knocking import nobody_asks, nobody_hears


def begin(stores: Workspace, login: str, role: Role | None) -> str:
    """Sign somebody in with a role over every team."""
    if role is not None:
        stores.records.grants.add(
            login,
            role,
            "*",
            "tests",
            valid_from=date(2000, 1, 1),
        )
    token = secrets.token_urlsafe(32)
    stores.records.sessions.begin(token, login, "local", seconds=3600)
    return token


def put(token: str, login: str, name: str = "a") -> Scope:
    """A file on its way to a page of this person."""
    return {
        "type": "http",
        "method": "PUT",
        "path": f"/_stcore/upload_file/tab/{name}",
        "headers": [(b"cookie", f"two-cards={token}".encode())],
        "query_string": b"",
        HOLDER: login,
    }


def statuses(scopes: list[Scope]) -> list[int]:
    """Send files at the same moment; 204 is what Streamlit took."""

    async def streamlit(_: Scope, __: Receive, send: Send) -> None:
        await asyncio.sleep(0.2)
        await send({"type": "http.response.start", "status": 204, "headers": []})

    async def sent(scope: Scope) -> int:
        told: list[Message] = []

        async def send(message: Message) -> None:
            told.append(message)

        await door(scope, nobody_asks, send)
        return told[0]["status"]

    async def all_sent() -> list[int]:
        return await asyncio.gather(*(sent(scope) for scope in scopes))

    door = SendingIn(streamlit)
    return sorted(asyncio.run(all_sent()))


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 403),
        ("leader", 403),
        ("team_head", 403),
        ("auditor", 403),
        ("admin", 403),
        ("clerk", 204),
        ("register", 204),
        ("assessor", 204),
    ],
)
def test_a_file_is_taken_from_whoever_may_upload(
    stores: Workspace, role: Role | None, status: int
) -> None:
    """Streamlit would hold what anybody sends, for a page that asked for nothing."""
    assert statuses([put(begin(stores, "person1", role), "person1")]) == [status]


def test_a_few_files_of_one_person_come_at_once(stores: Workspace) -> None:
    """What is more is refused before it is read; others are not kept waiting by it."""
    one, other = begin(stores, "clerk1", "clerk"), begin(stores, "clerk2", "clerk")
    files = [put(one, "clerk1", str(number)) for number in range(6)]

    expected = [204] * (MOST_COMING + 1) + [429] * (6 - MOST_COMING)
    assert statuses([*files, put(other, "clerk2")]) == expected


def test_older_files_of_one_person_are_let_go(
    stores: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are sent to however many pages, a few are held."""
    kept = MemoryUploadedFileManager("/_stcore/upload_file")
    instance = SimpleNamespace(uploaded_file_mgr=kept)
    runtime = SimpleNamespace(exists=lambda: True, instance=lambda: instance)
    monkeypatch.setattr(sending_in, "Runtime", runtime)
    token = begin(stores, "clerk1", "clerk")

    async def streamlit(scope: Scope, _: Receive, __: Send) -> None:
        name = scope["path"].rpartition("/")[2]
        kept.add_file("tab", UploadedFileRec(name, name, "text/csv", b"a"))

    async def send_all() -> None:
        door = SendingIn(streamlit)
        for number in range(20):
            await door(put(token, "clerk1", str(number)), nobody_asks, nobody_hears)

    asyncio.run(send_all())

    assert list(kept.file_storage["tab"]) == [
        str(number) for number in range(20 - MOST_HELD, 20)
    ]
