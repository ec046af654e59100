"""S5, S6: the address of a link says nothing to whom it does not open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.links.making import revoke
from dashboard.links.views import SHARED_PAGES
from dashboard.serving.cookies import cookie_name
from dashboard.text import catalogue
from tests.links import sent
from tests.office import Office, words_of
from tests.people import viewer
from tests.real_server import Site, served

_AUGUST = date(2026, 8, 1)
_OF_PEERS = ("team", "compare")


def parts(tab: AppTest) -> list[str]:
    """What the page itself says, without bar and banner; addresses and ages left out."""
    bodies = [element.proto.body for element in tab.get("html")]
    around = ("data-tc-bar", "tc-shared", "tc-chips", "tc-export")
    own = [body for body in bodies if not any(mark in body for mark in around)]
    return [re.sub(r'href="[^"]*"|just now|\d+ minutes? ago', "", body) for body in own]


def message(body: str) -> list[str]:
    """The headline of a page and its message."""
    return re.findall(r'<(?:h1|p class="tc-message"|strong)>?(.*?)</', body)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The server, over whatever workspace a test puts behind it."""
    with served() as site:
        yield site


def cookie(office: Office, login: str) -> str:
    """The cookie of somebody who signed in."""
    return f"{cookie_name(office.stores.settings)}={office.sign_in(login)}"


def test_s5_unknown_malformed_and_ended_links_name_nothing(office: Office, site: Site) -> None:
    """404 for what never was, 410 for what ended; no team, page or person is named."""
    ended = sent(office.stores, "teams", maker=viewer("leader", "T0002", login="leader1"))
    revoke(office.stores, viewer("admin"), ended.code)
    unknown = site.get("/s/" + "A" * 22)
    malformed = site.get("/s/short")
    gone = site.get(f"/s/{ended.code}")

    assert (unknown.status, malformed.status, gone.status) == (404, 404, 410)
    assert unknown.body == malformed.body
    for answer in (unknown, gone):
        for word in ("leader1", "T0002", "teams", catalogue("zh")("page.teams"), ended.code):
            assert word not in answer.body


def test_s6_a_link_leads_through_signing_in_without_saying_where(
    office: Office, site: Site
) -> None:
    """Which page it opens is said after signing in, and not before."""
    office.give("leader1", "leader")
    link = sent(office.stores, "teams", wish={"language": "en"})
    before = site.get(f"/s/{link.code}")
    after = site.get(f"/s/{link.code}", cookie(office, "leader1"))

    assert before.status == after.status == 303
    assert before.location == f"/sign-in?next=%2Fs%2F{link.code}"
    assert after.location == f"/teams?link={link.code}&language=en"


def test_s6_a_public_link_shows_nothing_before_it_is_disclosed(
    office: Office, site: Site
) -> None:
    """Anyone may open it, and learns that nothing is disclosed; no page takes it either."""
    office.give("leader1", "leader")
    link = sent(office.stores, "teams", wish={"audience": "public", "language": "en"})
    answer = site.get(f"/s/{link.code}")
    tab = office.opened("leader1", "teams", link=link.code, language="en")

    assert answer.status == 200
    assert catalogue("en")("board.nothing") in answer.body
    assert catalogue("en")("links.unknown") in words_of(tab)


@pytest.mark.parametrize("given", [["", ""], ["x"], ["A" * 22], ["' or 1=1 --"]])
def test_s5_a_page_with_a_wrong_link_shows_nothing_of_itself(
    office: Office, given: list[str]
) -> None:
    """The code stands in the page's own address too; a repeated one is none."""
    office.give("leader1", "leader")
    tab = office.tab(office.sign_in("leader1"), "teams", language="en")
    tab.query_params["link"] = given
    words = words_of(tab.run())

    assert catalogue("en")("links.unknown") in words
    assert "tc-table" not in words


def test_s5_a_link_opens_on_no_other_page(office: Office) -> None:
    """Every other page says that it was not made for it, and which way leads on."""
    office.give("leader1", "leader")
    link, token = sent(office.stores, "teams"), office.sign_in("leader1")
    for page in ("", "compare", "health", "uploads", "links"):
        words = words_of(office.tab(token, page, link=link.code, language="en").run())
        assert catalogue("en")("links.elsewhere") in words
        assert "tc-table" not in words


def test_s5_a_reader_without_any_of_its_teams_is_told_so_in_words(office: Office) -> None:
    """No name of what was sent, and none of its numbers."""
    office.give("clerk1", "clerk", "T0002")
    link = sent(office.stores, "teams", team="T0003")
    words = words_of(office.opened("clerk1", "teams", link=link.code, language="en"))

    assert catalogue("en")("links.nothing") in words
    assert "T0003" not in words
    assert "tc-table" not in words


@pytest.mark.parametrize("shown", SHARED_PAGES)
def test_a_view_opens_as_it_was_sent(office: Office, shown: str) -> None:
    """Each page, sent from one language and opened in the other: the same rows, a banner."""
    office.give("leader1", "leader")
    token = office.sign_in("leader1")
    name = "" if shown == "overview" else shown
    query = {"month": "2026-08", "team": "T0002" if shown != "team" else "T0003"}
    if shown == "team":
        query["within"] = "all"
    own = parts(office.tab(token, name, language="en", **query).run())
    choices: dict[str, Any] = {"team": "T0002"} if shown != "team" else {"open_team": "T0003"}
    link = sent(office.stores, shown, month=_AUGUST, **choices)
    tab = office.tab(token, name, link=link.code, language="en").run()

    assert 'class="tc-shared"' in words_of(tab)
    if shown in _OF_PEERS:
        # What a page says of teams beside the link's own is left out through the link.
        own, sent_parts = own[:1], parts(tab)[:1]
        assert message(sent_parts[0]) == message(own[0])
    else:
        assert parts(tab) == own
