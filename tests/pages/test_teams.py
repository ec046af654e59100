"""The list of teams over the real sample, the whole app without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.reads.team_tree import LISTED_TEAMS, order_of, team_list
from dashboard.storage.workspace import Workspace
from tests.pages.looking import opened_in_october as opened
from tests.pages.looking import words

# What the fixture `page` opens.
PAGE = "teams"


def names(said: str) -> list[str]:
    """The teams that are listed, in their order."""
    return re.findall(r'<th scope="row"[^>]*>.*?<a href="[^"]*team\?[^>]*>([^<]+)</a>', said)


def scores(said: str) -> list[float]:
    """The scores that are listed, in their order."""
    light = r"</span>(?:<small>\w+</small>)?</td>"
    cells = re.findall(rf'{light}<td role="cell" class="tc-n">([\d.]+)</td>', said)
    return [float(cell) for cell in cells]


def test_the_tree_opens_folded(page: AppTest) -> None:
    """Two levels are shown; the next one is a press away, and it is a link to share."""
    said = opened(page)

    assert re.search(r"\d+ teams, \d+ of them red", said)
    assert names(said)[:2] == ["舜州市", "云麓区"]
    assert "tc-in tc-in2" not in said
    assert re.search(r'href="\./teams\?month=2026-10&amp;team=T0002&amp;[^"]*">4 below', said)


def test_a_branch_is_the_team_and_those_below_it(page: AppTest) -> None:
    """A tree that is narrowed to begins at its root."""
    said = opened(page, team="T0002")

    assert names(said)[0] == "云麓区"
    assert len(names(said)) == 5


def test_the_order_is_in_the_address(page: AppTest) -> None:
    """A list by score goes down, page by page, and says how many there are."""
    first, second = opened(page, item="score"), opened(page, item="score~2")

    assert len(scores(first)) == LISTED_TEAMS
    assert scores(first) + scores(second) == sorted(scores(first + second), reverse=True)
    assert "Rows 1 to 60 of 117." in first
    assert "Rows 61 to 117 of 117." in second


def test_a_filter_keeps_the_way_up(page: AppTest) -> None:
    """Teams in red stand below their parents, which say that they are only the way."""
    said = opened(page, light="red")
    red = len(re.findall('class="tc-light tc-red"', said))

    assert f"{red} teams, {red} of them red" in said
    assert names(said)[0] == "舜州市"
    assert "Outside the filters" in said


def test_a_name_is_found_wherever_it_is(page: AppTest) -> None:
    """Short names count, folded teams are found, and nothing found is said."""
    opened(page)
    page.text_input(key="teams-search-en").set_value("教育局").run()
    assert len(names(words(page))) > 1

    page.text_input(key="teams-search-en").set_value("nobody").run()
    assert "None found." in words(page)


def test_no_team_fits(page: AppTest) -> None:
    """An empty list says what to do."""
    opened(page, tier="bureau", team="T0002")

    assert [box.value for box in page.info] == [
        "Loosen the filters above, or choose another month."
    ]


def test_a_viewer_sees_the_own_tree_only(sample_workspace: Workspace) -> None:
    """The rights narrow the list, and the top of the own tree is a top."""
    built = sample_workspace.built
    month = built.open(str(built.newest()))
    with month.cursor() as cursor:
        newest = cursor.sql("select max(month) from scores.months").fetchall()[0][0]
        listed = team_list(cursor, Filters(month=newest, scope=("T0002",)))
        nothing = team_list(cursor, Filters(month=newest, scope=()))

    assert {row["team_id"] for row in listed.rows if row["depth"] == 0} == {"T0002"}
    assert nothing.count == 0


@pytest.mark.parametrize("item", [None, "", "nonsense", "score~x", "score~-1", "~~"])
def test_an_order_that_means_nothing_is_the_tree(item: str | None) -> None:
    """What an address says in error never breaks the list."""
    order, page = order_of(item)

    assert order in ("tree", "score")
    assert page == 1


def test_a_run_sends_little_and_asks_little(
    page: AppTest, sent_bytes: Callable[[], int], asked: set[str]
) -> None:
    """A full page stays within 60 KB, and one question beside the choices fills it."""
    opened(page, item="whole", language="zh")

    assert sent_bytes() <= 60_000
    assert asked == {"choices", "team_list"}


def test_clear_rises_and_grave_flags_are_said_in_words(page: AppTest) -> None:
    """An arrow with words for a rise, a word beside the light for a grave flag."""
    said = opened(page, item="score")

    assert "↗ clearly improving on its past year" in said
    assert re.search(r"■</span> Red</span><small>underperforming</small>", said)
