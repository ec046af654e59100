"""What pages offer to take away: with the page's choices, and to those who may."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access.viewer import Viewer
from dashboard.drafts.queue import drafts_of
from dashboard.exports.marked import FORMATS
from dashboard.ingest.examining import Request
from dashboard.serving.downloads.files import TICKETS
from dashboard.sharing import from_query
from dashboard.storage.workspace import Workspace
from tests.asking import ask
from tests.people import demo_token, office, viewer

BAD = "task_id,team_id,title,due_on\nN1,T0013,一,2026-10-20\nN2,T0013,=2+3,2021915日\n".encode()


@pytest.fixture(autouse=True)
def _no_offers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is on offer at first."""
    monkeypatch.setattr(TICKETS, "_tickets", OrderedDict())


def looking(monkeypatch: pytest.MonkeyPatch, who: Viewer) -> None:
    """Let somebody look at the page, and take files from it."""
    for module in ("pages.signed_in", "serving.downloads.files"):
        monkeypatch.setattr(f"dashboard.{module}.viewer_of", lambda *_: who)


def exports(app: AppTest) -> list[str]:
    """The addresses of the exports on a page."""
    for language in ("zh", "en"):
        app.session_state[f"exports-{language}"] = True
    app.run()
    assert not app.exception
    said = "".join(element.proto.body for element in app.get("html"))
    return [unescape(one) for one in re.findall(r'href="\./(export/[^"]+)"', said)]


def tickets(app: AppTest) -> list[str]:
    """The addresses of the files a page offers by a button."""
    return [one.proto.url.removeprefix(".") for one in app.get("link_button")]


def test_a_page_offers_what_it_shows(app: AppTest) -> None:
    """Every address is understood whole, keeps the filters, and names the version."""
    app.query_params.update({"month": "2026-06", "light": "red"})

    found = exports(app.run())

    assert {urlsplit(one).path.rpartition(".")[2] for one in found} == set(FORMATS)
    assert len(found) == 2 * 2 * len(FORMATS)
    for address in found:
        query = parse_qs(urlsplit(address).query)
        [version] = query.pop("version")
        assert query.pop("months", ["all"]) == ["all"]
        filters, dropped = from_query(query)
        assert dropped == ()
        assert (str(filters.month), filters.light) == ("2026-06-01", "red")
        assert version.startswith("v2026")


def test_exports_are_offered_to_those_who_may(
    city_app: Callable[[str], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How lenient raters are is for the assessor of every team; without a right, nothing."""
    app, offered = city_app("method"), {}
    for role in ("assessor", "leader", "admin"):
        looking(monkeypatch, viewer(role))
        offered[role] = {urlsplit(one).path for one in exports(app.run())}

    assert offered["assessor"] - offered["leader"] == {
        f"export/severity.{suffix}" for suffix in FORMATS
    }
    assert "export/levels.csv" in offered["leader"]
    assert offered["admin"] == set()


def test_a_list_of_problems_leaves_through_our_own_door(
    city_app: Callable[[str], AppTest],
    stores: Workspace,
    quick_checks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A link that is worth something to its own session only, and stays the same."""
    who = office()
    looking(monkeypatch, who)
    draft = quick_checks.send(stores, who.login, Request("tasks", "任务.csv"), BAD)
    app = city_app("uploads").run()
    app.button(key=f"open-{draft.draft_id}-zh").click().run()

    [address] = tickets(app)
    reply = ask(address, demo_token(stores))
    assert reply.status == 200
    assert reply.body.startswith(b"\xef\xbb\xbf")
    assert "2021915日" in reply.body.decode("utf-8-sig")
    assert reply.file_name.endswith(".csv")

    assert tickets(app.run()) == [address]
    assert len(TICKETS) == 1
    assert ask(address, demo_token(stores, "demo-clerk")).status == 404
    looking(monkeypatch, viewer("leader", login=who.login))
    assert ask(address, demo_token(stores)).status == 404
    assert drafts_of(stores).of(who.login)
