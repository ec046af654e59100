"""The page on people: rights given and taken back, by whom, and what nobody may do."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.access.roles import GIVEN_TO, RIGHTS, ROLES, Role
from dashboard.access.viewer import EVERYTHING, Grant, Viewer
from dashboard.identity.viewers import session_of, viewer_of
from dashboard.pages.people import acts
from dashboard.pages.people.acts import Wish
from dashboard.pages.people.matrix import matrix
from dashboard.rights import managing
from dashboard.rights.register import Register, register_of
from dashboard.text import catalogue
from tests.office import Office, words_of
from tests.people import grant, viewer

TODAY = date.today()
DISTRICT = "T0002"
TREE = Register(
    names={"city": "City", "east": "East", "west": "West", "road": "Road"},
    parents={"city": None, "east": "city", "west": "city", "road": "east"},
)


def entries(office: Office, act: str) -> list[tuple[str, str]]:
    """Who did an act, and to whom, as the log has it."""
    with office.stores.records.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "select actor, subject, act from audit order by number"
        )
        return [(actor, subject) for actor, subject, of in rows if of == act]


def press(tab: AppTest, label: str) -> AppTest:
    """Press the button of that label."""
    return next(button for button in tab.button if button.label == label).click().run()


def field(elements: Any, label: str) -> Any:
    """Return the field of that label."""
    return next(element for element in elements if element.label == label)


def test_a_right_is_given_by_searching_the_register(office: Office) -> None:
    """Found by part of its name, given with one press, told, and written to the log."""
    office.give("admin1", "admin")
    tab = office.opened("admin1", "people", language="en")
    name = register_of(office.stores).names[DISTRICT]

    field(tab.text_input, "Login").set_value("clerk1")
    field(tab.text_input, "Look for the unit").set_value(name)
    tab.run()
    field(tab.selectbox, "Role").select("clerk")
    field(tab.selectbox, "Unit, with everything below it").select(DISTRICT)
    press(tab, "Give this right")

    assert "Given to clerk1" in words_of(tab)
    held = office.stores.records.grants.all("clerk1")
    assert [(one.role, one.team_id, one.granted_by) for one in held] == [
        ("clerk", DISTRICT, "admin1")
    ]
    assert ("admin1", "clerk1") in entries(office, "grant")
    assert field(tab.text_input, "Login").value == ""


def test_a_right_taken_back_shuts_the_open_tab_at_its_next_press(office: Office) -> None:
    """The person reads on until the next run, and then is told why not."""
    office.give("admin1", "admin")
    office.give("leader1", "leader")
    reading = office.opened("leader1", "teams", language="en")
    assert "tc-table" in words_of(reading)
    tab = office.opened("admin1", "people", item="leader1", language="en")

    press(tab, "Take back")
    reading.run()

    assert "Taken back from leader1" in words_of(tab)
    assert "■ taken back" in words_of(tab)
    assert "nothing is granted to you yet" in words_of(reading)
    assert ("admin1", "leader1") in entries(office, "revoke_grant")


def test_a_disabled_account_is_out_in_every_tab(office: Office) -> None:
    """Both tabs of the browser say so at their next run; enabled again, it has to sign in."""
    office.give("admin1", "admin")
    office.give("leader1", "leader")
    token = office.sign_in("leader1")
    tabs = [office.tab(token, page, language="en").run() for page in ("teams", "flags")]
    admin = office.opened("admin1", "people", item="leader1", language="en")

    press(admin, "Disable the account")
    for tab in tabs:
        tab.run()

    assert all("You are signed out." in words_of(tab) for tab in tabs)
    press(admin, "Enable the account")
    assert session_of(office.stores, token) is None


def test_the_last_administrator_stays(office: Office) -> None:
    """Neither taken back nor disabled; when there is a second one, after a tick."""
    office.give("admin1", "admin")
    tab = office.opened("admin1", "people", item="admin1", language="en")

    press(tab, "Take back")
    assert "nobody would be left" in words_of(tab)

    office.give("admin2", "admin")
    tab.run()
    press(tab, "Take back")
    assert "Tick that you know it" in words_of(tab)
    tab.checkbox[0].check().run()
    press(tab, "Take back")
    assert "nothing is granted to you yet" in words_of(tab)


def test_an_administrator_who_cannot_come_in_does_not_count(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disabled one, or one without an account, leaves the last one where it is."""
    one = office.give("admin1", "admin")
    office.give("admin2", "admin")
    office.stores.records.accounts.set_state("admin2", "disabled", "setup")
    office.stores.records.grants.add("admin3", "admin", "*", "setup", valid_from=TODAY)
    monkeypatch.setattr(acts, "current_viewer", lambda _: Viewer("admin1", (one,)))

    assert acts.take_back(office.stores, one.number, is_sure=True).name == "last_admin"


def test_a_double_click_takes_a_grant_back_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second press is told what the first one did; another person's, that it was done."""
    admin, other = (office.give(login, "admin") for login in ("admin1", "admin2"))
    given = office.give("leader1", "leader")
    pressing = Viewer("admin1", (admin,))
    monkeypatch.setattr(acts, "current_viewer", lambda _: pressing)
    told = [acts.take_back(office.stores, given.number, is_sure=False) for _ in range(2)]
    pressing = Viewer("admin2", (other,))

    assert [(one.name, one.is_done) for one in told] == [("taken_back", True)] * 2
    assert acts.take_back(office.stores, given.number, is_sure=False).name == "outdated"


def test_nobody_gives_rights_to_themselves_or_beyond_their_tree(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked at the moment of the act, whatever the page had drawn."""
    local = viewer("admin", DISTRICT, login="admin1")
    monkeypatch.setattr(acts, "current_viewer", lambda _: local)

    def told(login: str, role: Role, team_id: str) -> str:
        return acts.give(office.stores, Wish(login, role, team_id, TODAY, None)).name

    assert told("clerk1", "auditor", EVERYTHING) == "not_allowed"
    assert told("clerk1", "clerk", "T0001") == "not_allowed"
    assert told("clerk1", "clerk", "T9999") == "not_allowed"
    assert told("admin1", "leader", DISTRICT) == "own_grant"
    assert told("two words", "leader", DISTRICT) == "bad_login"
    assert told("clerk1", "leader", DISTRICT) == "given"
    assert told("clerk1", "leader", DISTRICT) == "held_already"
    assert [one.login for one in office.stores.records.grants.all()] == ["clerk1"]


def test_whoever_lost_the_right_since_the_page_was_drawn_changes_nothing(
    office: Office,
) -> None:
    """The form is still on the screen; the press finds the right gone."""
    mine = office.give("admin1", "admin")
    office.give("admin2", "admin")
    theirs = office.give("leader1", "leader")
    tab = office.opened("admin1", "people", item="leader1", language="en")

    office.stores.records.grants.revoke(mine.number, "admin2")
    press(tab, "Take back")

    assert office.stores.records.grants.all("leader1") == [theirs]
    assert "nothing is granted to you yet" in words_of(tab)


def test_an_auditor_looks_at_everybody_and_changes_nobody(office: Office) -> None:
    """The page without its forms; acts are refused as well."""
    office.give("audit1", "auditor")
    office.give("leader1", "leader")

    said = office.opened("audit1", "people", language="en")
    person = office.opened("audit1", "people", item="leader1", language="en")

    assert "giving and taking back is for administrators" in words_of(said)
    assert [button.label for button in said.button] == []
    assert [button.label for button in person.button] == ["Look as this person"]


def test_looking_as_somebody_narrows_and_leads_back(office: Office) -> None:
    """What both may see, a banner on every page, no act; then one's own rights again."""
    office.give("audit1", "auditor")
    office.give("head1", "team_head", "T0013")
    token = office.sign_in("audit1")
    tab = office.tab(token, "people", item="head1", language="en").run()

    press(tab, "Look as this person")
    assert "looking through the rights of head1 (Team head)" in words_of(tab)
    teams = office.tab(token, "teams", language="en").run()
    register = register_of(office.stores)
    seen = set(re.findall(r"team=(T\d{4})", words_of(teams)))
    assert all("T0013" in register.lineage(team) for team in seen)
    assert "T0013" in seen
    people = office.tab(token, "people", language="en").run()
    assert "This page is not open to you" in words_of(people)

    press(people, "Back to my own rights")
    assert "People and rights" in words_of(people)
    session = session_of(office.stores, token)
    assert session is not None
    assert viewer_of(office.stores, session).looking_as is None
    assert entries(office, "look_as") == [("audit1", "head1"), ("audit1", "audit1")]


def test_a_first_look_gives_nothing_away(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rights given by whoever opened the demo would hold once signing in is set up."""
    settings = office.stores.settings.model_copy(update={"identity": "demo"})
    monkeypatch.setattr(type(office.stores), "settings", settings, raising=False)
    object.__setattr__(office.stores, "settings", settings)
    monkeypatch.setattr(acts, "current_viewer", lambda _: viewer("admin"))

    told = acts.give(office.stores, Wish("x1", "admin", EVERYTHING, TODAY, None))

    assert told.name == "demo"
    assert office.stores.records.grants.all() == []


def test_the_matrix_is_the_table_that_every_check_reads() -> None:
    """A mark for each right a role has, and for no other."""
    shown = matrix(catalogue("en"))
    rows = re.findall(r"<tr role=\"row\"><th.*?</tr>", shown)[1:]

    assert len(rows) == len(RIGHTS)
    for right, row in zip(RIGHTS, rows, strict=True):
        given = ["tc-given" in cell for cell in re.findall(r"<td.*?</td>", row)]
        assert given == [role in GIVEN_TO[right] for role in ROLES]


GRANTS = st.builds(
    grant,
    login=st.sampled_from(["a", "b"]),
    role=st.sampled_from(ROLES),
    team_id=st.sampled_from([*TREE.names, EVERYTHING, "gone"]),
)


@given(held=st.lists(GRANTS, max_size=3), wanted=GRANTS)
def test_nobody_gives_more_than_they_manage(held: list[Grant], wanted: Grant) -> None:
    """Whatever tree is given lies within a tree that the giver administers."""
    giver = Viewer("giver", tuple(held))
    admins = {one.team_id for one in held if one.role == "admin"}

    if managing.may_manage(giver, wanted.team_id, TREE):
        assert EVERYTHING in admins or admins & set(TREE.lineage(wanted.team_id))
        assert wanted.team_id in TREE.names or EVERYTHING in admins
    if wanted.team_id == EVERYTHING and EVERYTHING not in admins:
        assert not managing.may_manage(giver, wanted.team_id, TREE)
        assert not managing.may_take_back(giver, wanted, TREE)


@given(held=st.lists(GRANTS, max_size=3), theirs=st.lists(GRANTS, min_size=1, max_size=3))
def test_while_looking_as_another_nothing_is_managed(
    held: list[Grant], theirs: list[Grant]
) -> None:
    """Not even what both of them administer."""
    looking = Viewer("giver", tuple(held), looking_as=Viewer("other", tuple(held)))

    assert not any(managing.may_take_back(looking, one, TREE) for one in theirs)
    assert not managing.may_look_as(looking, "third", theirs, TREE)


def test_whoever_rose_since_the_page_was_drawn_is_not_looked_as(office: Office) -> None:
    """What a person holds is asked at the press: it may reach further than was shown."""
    office.give("audit1", "auditor", "T0002")
    office.give("head1", "team_head", "T0056")
    token = office.sign_in("audit1")
    tab = office.tab(token, "people", item="head1", language="en").run()
    office.give("head1", "leader")

    press(tab, "Look as this person")

    assert office.viewer(token).looking_as is None
    assert entries(office, "look_as") == []
