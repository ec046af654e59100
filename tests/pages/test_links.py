"""Links: made from any page, listed, extended, revoked."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from dashboard.links import commands
from dashboard.links.views import filters_of
from dashboard.pages.frame import share
from dashboard.pages.links import page
from dashboard.text import catalogue
from tests.links import sent
from tests.office import Office, words_of
from tests.people import viewer


def press(tab: AppTest, start: str) -> AppTest:
    """Press the button whose key begins so."""
    found = [button for button in tab.button if (button.key or "").startswith(start)]
    return found[0].click().run()


def test_a_shared_view_is_written_out_and_listed(office: Office) -> None:
    """The link holds the filters of the page, and stands in the list of its maker."""
    office.give("leader1", "leader")
    token = office.sign_in("leader1")
    query = {"month": "2026-08", "grade": "poor", "language": "en"}
    tab = press(office.tab(token, "teams", **query).run(), "share-")
    press(tab, "link-make-")
    (link,) = office.stores.records.links.all()

    assert filters_of(link).grade == "poor"
    assert (link.page, link.follows, link.made_by) == ("teams", "fixed", "leader1")
    assert link.code in words_of(office.tab(token, "links", language="en").run())


def test_a_double_click_makes_one_link(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second press, done after the first one before the page has answered, makes none."""
    make = share._make
    monkeypatch.setattr(share, "_make", lambda *asked: (make(*asked), make(*asked))[0])
    office.give("leader1", "leader")
    tab = press(office.opened("leader1", "teams", language="en"), "share-")
    press(tab, "link-make-")

    assert len(office.stores.records.links.all()) == 1


@pytest.mark.parametrize(
    ("act", "starts", "said"),
    [
        ("_extend", ["extend-"], "links.extended_said"),
        ("_revoke", ["revoke-", "revoke-yes-"], "links.revoked_said"),
    ],
)
def test_a_double_click_changes_a_link_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, act: str, starts: list[str], said: str
) -> None:
    """The second press finds done what it asks for, and its person is told of that."""
    do = getattr(page, act)
    monkeypatch.setattr(page, act, lambda *asked: (do(*asked), do(*asked))[0])
    office.give("leader1", "leader")
    link = sent(office.stores, maker=viewer("leader", login="leader1"))
    tab = office.opened("leader1", "links", language="en")
    for start in starts:
        tab = press(tab, start)

    changed = office.stores.records.links.find(link.code)
    assert changed is not None
    assert changed.expires_at - link.expires_at in (
        0,
        office.stores.settings.link_days * 86_400,
    )
    assert (changed.expires_at > link.expires_at) != (changed.revoked_at is not None)
    assert catalogue("en")(said) in words_of(tab)


def test_a_compared_group_is_written_out(office: Office) -> None:
    """The page chooses the largest group by itself; its link says which one that was."""
    office.give("leader1", "leader")
    tab = office.opened("leader1", "compare", language="en")
    press(press(tab, "share-"), "link-make-")
    (link,) = office.stores.records.links.all()

    assert filters_of(link).peer_group is not None


def test_a_link_is_revoked_after_asking_once_more(office: Office) -> None:
    """The first press asks, the second revokes; then nothing is left to press."""
    office.give("leader1", "leader")
    link = sent(office.stores, maker=viewer("leader", login="leader1"))
    asked = press(office.opened("leader1", "links", language="en"), "revoke-")
    assert office.stores.records.links.find(link.code) == link

    after = press(asked, "revoke-yes-")
    assert catalogue("en")("links.revoked_said") in words_of(after)
    assert not [button for button in after.button if "revoke" in (button.key or "")]


def test_an_act_asks_for_the_right_when_it_is_done(office: Office) -> None:
    """A button that was drawn before a right was taken back makes nothing."""
    given = office.give("leader1", "leader")
    tab = press(office.opened("leader1", "teams", language="en"), "share-")
    office.stores.records.grants.revoke(given.number, "admin1")
    press(tab, "link-make-")

    assert office.stores.records.links.all() == []


def test_an_administrator_sees_links_and_not_what_they_show(office: Office) -> None:
    """Page, maker, dates and counts; neither a unit nor an address that opens."""
    office.give("admin1", "admin")
    link = sent(office.stores, "teams", team="T0002", maker=viewer("leader", login="leader1"))
    words = words_of(office.opened("admin1", "links", language="en"))

    assert link.name in words
    assert "leader1" in words
    assert link.code not in words
    assert office.stores.built.newest() is not None
    assert "T0002" not in words


def test_who_looks_as_somebody_else_makes_no_link(office: Office) -> None:
    """What is done is done in one's own name."""
    office.give("auditor1", "auditor")
    office.give("leader1", "leader")
    token = office.sign_in("auditor1")
    office.stores.records.sessions.look_as(token, "leader1", "auditor1")
    tab = office.tab(token, "teams", language="en").run()

    assert not [button for button in tab.button if (button.key or "").startswith("share-")]
    assert "data-tc-share" not in words_of(tab)


def test_the_banner_says_what_is_held_and_what_was_not_followed(office: Office) -> None:
    """A reader who changes the address reads that the sender fixed the view."""
    office.give("clerk1", "clerk", "T0002")
    link = sent(office.stores, "teams", grade="poor", wish={"is_latest": True})
    tab = office.opened(
        "clerk1", "teams", link=link.code, grade="good", light="red", language="en"
    )
    words, text = words_of(tab), catalogue("en")

    assert text("links.month_latest") in words
    assert text("links.out_of_reach") in words
    assert text("links.not_followed", names=text("filter.grade")) in words
    assert f"link={link.code}&amp;light=red" in words


def test_a_link_is_listed_and_revoked_from_the_command_line(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`link list --json` names it with its state, `link revoke` ends it."""
    link = sent(office.stores)
    monkeypatch.setattr(commands, "Settings", lambda: office.stores.settings)
    run = CliRunner().invoke
    revoked = json.loads(run(commands.app, ["revoke", link.code, "--json"]).stdout)
    (listed,) = json.loads(run(commands.app, ["list", "--json"]).stdout)

    assert revoked["state"] == listed["state"] == "revoked"
    assert listed["revoked_by"] == "operator"
    assert "1 links, 0 open." in run(commands.app, ["list"]).stdout
