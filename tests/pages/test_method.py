"""The page on the method over the real sample, the whole app without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.reads.method import method
from dashboard.storage.workspace import Workspace
from tests.pages.looking import opened_in_october as opened

# What the fixture `page` opens.
PAGE = "method"


def test_each_step_stands_with_this_months_numbers(page: AppTest) -> None:
    """The list, the raters, chance, the standard, what is missed, and the lowest scores."""
    said = opened(page)

    assert re.search(r"\d+ of 117 teams are listed as below the standard", said)
    assert re.search(r"\d+ raters are corrected", said)
    assert re.search(r"What ratings differ by: \d+% the teams, \d+% who rates", said)
    assert "With chance taken off it stands at" in said
    assert "5 points below the middle of comparable teams" in said
    assert "How far below its standard a team must really be" in said
    assert "“The lowest 5%”" in said
    for word in ("Candidate", "Since", "Disagrees", "Not linked"):
        assert f"<dt>{word}</dt>" in said
    assert len(page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")) == 2


def test_the_numbers_are_those_of_the_teams_in_sight(sample_workspace: Workspace) -> None:
    """A tree of five teams counts five; nobody in sight is nobody counted."""
    built = sample_workspace.built
    with built.open(str(built.newest())).cursor() as cursor:
        newest = cursor.sql("select max(month) from scores.months").fetchall()[0][0]
        everyone = method(cursor, Filters(month=newest))
        own = method(cursor, Filters(month=newest, scope=("T0002",)))
        nothing = method(cursor, Filters(month=newest, scope=()))

    assert 0 < own.lists["team_count"] < everyone.lists["team_count"]
    assert own.groups["team_count"].sum() == own.lists["team_count"]
    assert nothing.lists["team_count"] == 0
    assert nothing.example is None
    assert everyone.lists["sure_count"] <= everyone.lists["listed_count"]
    assert everyone.lists["sure_wrong"] <= everyone.lists["listed_wrong"]


def test_no_team_fits(page: AppTest) -> None:
    """An empty page says what to do."""
    opened(page, tier="bureau", team="T0002")

    assert [box.value for box in page.info] == [
        "Loosen the filters above, or choose another month."
    ]


@pytest.mark.parametrize("month", ["2024-11", "2025-03"])
def test_the_first_months_stand_too(page: AppTest, month: str) -> None:
    """A short past leaves gaps in what can be said, never an error."""
    for language in ("en", "zh"):
        assert "tc-headline" in opened(page, month=month, language=language)


def test_a_run_sends_little_and_asks_little(
    page: AppTest, sent_bytes: Callable[[], int], asked: set[str]
) -> None:
    """The page stays within 60 KB, and two questions beside the choices fill it."""
    opened(page, language="zh")

    assert sent_bytes() <= 60_000
    assert asked == {"choices", "method", "scheme_in_force"}
