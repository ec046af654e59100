"""S9: guessing costs whoever guesses, from whatever address it seems to come."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Receive, Scope, Send

from dashboard.identity import signing_in
from dashboard.identity.signing_in import LIMITS, by_password
from dashboard.serving import process
from dashboard.serving.signing_in.proxies import Proxies
from dashboard.storage.workspace import Workspace
from tests.knocking import nobody_asks, nobody_hears


def test_guessing_on_at_a_locked_login_locks_the_address(
    stores: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each guess is as much work as another, and its work is not given away without end."""
    hashed: list[str] = []

    def is_right(password: str, _: str | None) -> bool:
        hashed.append(password)
        return False

    monkeypatch.setattr(signing_in, "is_right", is_right)
    for _ in range(100):
        by_password(stores, "nobody1", "wrong", "10.0.0.7")

    assert len(hashed) == LIMITS.per_address


@pytest.mark.parametrize(
    ("public_url", "seen"),
    [(None, "127.0.0.1"), ("https://kpi.example.gov.cn", "203.0.113.9")],
)
def test_an_address_in_a_header_counts_where_something_stands_in_front(
    stores: Workspace, monkeypatch: pytest.MonkeyPatch, public_url: str | None, seen: str
) -> None:
    """Without a public address there is no proxy, and the header is of whoever guesses."""
    settings = stores.settings.model_copy(update={"public_url": public_url})
    changed = Workspace(**{**vars(stores), "settings": settings})
    monkeypatch.setattr(process, "_workspace", lambda: changed)
    clients: list[str] = []

    async def behind(scope: Scope, _: Receive, __: Send) -> None:
        clients.append(scope["client"][0])

    # The server has put the header's word in place of the address that connects.
    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/sign-in",
        "scheme": "http",
        "headers": [(b"x-forwarded-for", b"203.0.113.9")],
        "client": ("203.0.113.9", 0),
    }
    asyncio.run(Proxies(behind)(scope, nobody_asks, nobody_hears))

    assert clients == [seen]
