"""S4: whoever holds nothing sees nothing: no row, no title, no month, no count."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from dashboard.pages.menu import MENU
from dashboard.rights.register import register_of
from tests.office import Office, words_of

# A month of the data; a day of one's own grant is told to its holder.
MONTH = re.compile(r"20\d\d年\d{1,2}月(?!\d{1,2}日)|20\d\d-\d\d(?!-\d\d)|[A-Z][a-z]+ 20\d\d")
ASKED = {"month": "2026-10", "team": "T0013", "within": "all", "language": "zh"}
WIDGETS = ("selectbox", "text_input", "dataframe", "vega_lite_chart", "expander", "multiselect")


def nobody(office: Office) -> str:
    """An account without any grant."""
    return office.add("nobody1")


def expired(office: Office) -> str:
    """A grant whose last day was yesterday."""
    return office.give("late1", "leader", begins=-30, ends=-1).login


def begins_tomorrow(office: Office) -> str:
    """A grant whose first day is tomorrow."""
    return office.give("early1", "leader", begins=1).login


def taken_back(office: Office) -> str:
    """A grant that was taken back."""
    grant = office.give("former1", "assessor")
    office.stores.records.grants.revoke(grant.number, "setup")
    return grant.login


def unknown_department(office: Office) -> str:
    """A grant over a department that never was in the register."""
    return office.give("lost1", "leader", "T9999").login


EVERYWHERE = tuple(page.name for page in MENU)
# Refused before a page is looked at, so that a few stand for all.
SOME = ("overview", "team", "people")


@pytest.mark.parametrize(
    ("person", "pages"),
    [
        (nobody, EVERYWHERE),
        (unknown_department, (*SOME, "links", "log", "uploads")),
        (expired, SOME),
        (begins_tomorrow, SOME),
        (taken_back, SOME),
    ],
    ids=lambda of: of.__name__ if callable(of) else "",
)
def test_s4_without_a_right_no_page_shows_anything(
    office: Office, person: Callable[[Office], str], pages: Sequence[str]
) -> None:
    """Asked for with a team and a month, a page answers with one calm sentence."""
    token = office.sign_in(person(office))
    names = {name for name in register_of(office.stores).names.values() if len(name) > 1}

    for page in pages:
        tab = office.tab(token, page if page != MENU[0].name else "", **ASKED)
        tab.run()
        said = words_of(tab)

        assert "tc-refusal" in said, page
        assert [kind for kind in WIDGETS if tab.get(kind)] == [], page
        assert [name for name in names if name in said] == [], page
        assert MONTH.findall(visible(said)) == [], page


def test_s4_a_department_taken_out_of_the_register_takes_the_sight_along(
    office: Office,
) -> None:
    """The grant stands, the team is gone: nothing is shown, and it is said why."""
    office.give("clerk1", "leader", "T9999")

    said = words_of(office.opened("clerk1", "teams", language="en"))

    assert "reaches no team" in said
    assert "tc-table" not in said


def test_s4_a_right_to_upload_opens_uploads_and_no_score(office: Office) -> None:
    """The petition office lands where it works, and every page of scores stays shut."""
    office.give("register1", "register")
    token = office.sign_in("register1")

    landed = words_of(office.tab(token, language="en").run())

    assert "Two Cards" in landed
    assert "tc-refusal" not in landed
    assert "Data version" not in landed
    for page in ("teams", "flags", "compare", "health", "people"):
        said = words_of(office.tab(token, page, language="en").run())
        assert "This page is not open to you" in said, page


def test_s4_an_administrator_sees_people_and_no_score(office: Office) -> None:
    """The front door leads on to the page on people; scores stay shut."""
    office.give("admin1", "admin")
    token = office.sign_in("admin1")

    landed = words_of(office.tab(token, language="en").run())
    refused = words_of(office.tab(token, "teams", language="en").run())

    assert "People and rights" in landed
    assert "This page is not open to you" in refused
    for said in (landed, refused):
        assert "Data version" not in said


def test_s4_records_out_of_reach_show_a_reference_and_nothing_else(office: Office) -> None:
    """Who cannot be asked for rights sees none of the pages: it fails closed."""
    office.give("leader1", "leader")
    tab = office.tab(office.sign_in("leader1"), "teams", language="en")
    assert "Data version" in words_of(tab.run())
    records = office.stores.records
    records.engine.dispose()
    file = office.stores.settings.data / "records.sqlite"
    for beside in file.parent.glob("records.sqlite-*"):
        beside.unlink()
    file.write_bytes(b"these are not the records" * 400)

    tab.run()

    said = words_of(tab)
    assert re.search(r"reference: \w{8}\.", said)
    assert "tc-" not in said
    assert "sqlite" not in said.lower()


def visible(said: str) -> str:
    """Return what is for people to read, without the addresses that were asked for."""
    return re.sub(r"<[^>]*>", " ", said)
