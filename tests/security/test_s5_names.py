"""S5: no name of a team or a person stands in what is said to those who may not know it."""

from __future__ import annotations

import re

from dashboard.rights.register import register_of
from tests.office import Office, words_of


def test_s5_a_forbidden_team_and_an_unknown_one_look_the_same(office: Office) -> None:
    """A clerk of one district asks for a team of another one, and for one that is not."""
    office.give("clerk1", "clerk", "T0002")
    token = office.sign_in("clerk1")
    register = register_of(office.stores)
    forbidden = next(
        team
        for team in register.names
        if "T0002" not in register.lineage(team) and register.parents[team] is not None
    )

    pages = [
        words_of(office.tab(token, "team", team=team, within="all", language="en").run())
        for team in (forbidden, "T9998")
    ]

    assert pages[0].replace(forbidden, "T9998") == pages[1]
    assert register.names[forbidden] not in pages[0]


def test_s5_a_forbidden_tree_and_an_unknown_one_look_the_same(office: Office) -> None:
    """As a condition of a list, both are said not to have been understood."""
    office.give("clerk1", "clerk", "T0002")
    token = office.sign_in("clerk1")
    register = register_of(office.stores)
    forbidden = next(
        team
        for team in register.names
        if "T0002" not in register.lineage(team) and team in register.parents.values()
    )

    for page in ("", "teams", "flags", "tasks"):
        said = [
            words_of(office.tab(token, page, team=team, language="en").run())
            for team in (forbidden, "T9998")
        ]
        assert said[0].replace(forbidden, "T9998") == said[1], page


def test_s5_a_person_out_of_sight_and_an_unknown_one_look_the_same(office: Office) -> None:
    """An administrator of one district learns of nobody in another."""
    office.give("admin1", "admin", "T0002")
    office.give("leader1", "leader", "T0013")
    token = office.sign_in("admin1")

    pages = [
        words_of(office.tab(token, "people", item=login, language="en").run())
        for login in ("leader1", "stranger")
    ]

    assert pages[0].replace("leader1", "stranger") == pages[1]
    assert "No such person in sight" in pages[0]


def test_s5_the_list_of_people_names_nobody_out_of_sight(office: Office) -> None:
    """Neither the logins nor the teams of other districts, nor how many there are."""
    office.give("admin1", "admin", "T0002")
    office.give("clerk1", "clerk", "T0002")
    office.give("leader1", "leader", "T0013")
    office.give("leader2", "leader")

    said = words_of(office.opened("admin1", "people", language="en"))

    assert "clerk1" in said
    assert "leader1" not in said
    assert "leader2" not in said
    assert re.search(r"\b2 people hold rights today", said)


def test_s5_a_refusal_names_no_page_that_is_shut(office: Office) -> None:
    """The menu and the way on name only what is open."""
    office.give("leader1", "leader")

    said = words_of(office.opened("leader1", "people", language="en"))

    assert "This page is not open to you" in said
    assert "./people" not in said.replace('href="./people?month', "", 1)
