"""The comparison of a peer group, over the sample city."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import polars as pl
from streamlit.testing.v1 import AppTest

from dashboard.charts.funnel import SIDES
from dashboard.filters import Filters
from dashboard.pages.compare import funnel as compare_funnel
from dashboard.reads.compare import LISTED_TEAMS, Comparison, comparison
from dashboard.reads.funnel import Funnel, funnel
from dashboard.storage.workspace import Workspace
from tests.pages.looking import opened_in_october as opened
from tests.pages.looking import words

# What the fixture `page` opens.
PAGE = "compare"

OCTOBER = date(2026, 10, 1)


def names(said: str) -> list[str]:
    """The teams of the ranking, in their order."""
    ranking = said.partition("tc-places")[2].partition("</table>")[0]
    return re.findall(r'<td role="cell"><a [^>]*>([^<]+)</a>', ranking)


def asked(workspace: Workspace, filters: Filters) -> tuple[Comparison, Funnel]:
    """Ask what the page asks."""
    built = workspace.built
    with built.open(str(built.newest())).cursor() as cursor:
        ranked = comparison(cursor, filters)
        chosen = Filters(month=filters.month, peer_group=ranked.chosen, scope=filters.scope)
        return ranked, funnel(cursor, chosen)


def test_it_opens_on_the_largest_group_with_its_own_numbers(page: AppTest) -> None:
    """One sentence says how many are surely above and below, and where the order is open."""
    said = opened(page)

    assert re.search(
        r"乡镇: of 24 teams, \d+ surely above the middle, \d+ surely below; "
        r"the order of places \d+ to \d+ may be chance",
        said,
    )
    assert '<a class="tc-chip" href="' in said
    assert re.search(r'aria-current="true">乡镇 24</a>', said)


def test_the_sentence_counts_what_the_list_shows(
    page: AppTest, sample_workspace: Workspace
) -> None:
    """The teams named sure in the list are as many as the sentence says."""
    ranked, _ = asked(sample_workspace, Filters(month=OCTOBER))
    both = opened(page) + opened(page, number="2")

    for standing in ("above", "below"):
        teams = ranked.teams.filter(pl.col("standing") == standing)
        assert both.count(f"surely {standing} the middle</small>") == teams.height
        assert teams.height == ranked.teams[f"{standing}_count"][0]
    between = ranked.teams.filter(
        pl.col("place").is_between(ranked.teams["open_first"][0], ranked.teams["open_last"][0])
    )
    assert set(between["standing"]) == {"open"}
    # Every two of these intervals have a place in common.
    assert max(between["place_low"]) <= min(between["place_high"])


def test_long_groups_are_paged(page: AppTest) -> None:
    """The list goes on where the page before ended, and so do its pictures."""
    first, second = opened(page), opened(page, number="2")

    assert len(names(first)) == LISTED_TEAMS
    assert len(names(second)) == 24 - LISTED_TEAMS
    assert not set(names(first)) & set(names(second))
    assert first.count('src="data:image/svg+xml,') == LISTED_TEAMS
    assert second.count('src="data:image/svg+xml,') == 24 - LISTED_TEAMS


def test_a_small_group_says_that_it_is_compared_with_its_tier(page: AppTest) -> None:
    """Who is compared with whom, and why, is said in words."""
    said = opened(page, peer_group="垂直管理单位")

    assert "垂直管理单位: none of the 3 teams is surely above or below the middle" in said
    assert "垂直管理单位 is a group of 3, and 30 are needed" in said
    assert "from all 42 teams of the tier “City bureau”" in said


def test_filters_leave_the_places_of_the_whole_group(page: AppTest) -> None:
    """Teams in red keep the places they have among all, and the page says so."""
    everybody = names(opened(page, peer_group="市直民生部门"))
    red = names(said := opened(page, peer_group="市直民生部门", light="red"))

    assert red == [name for name in everybody if name in red]
    assert 0 < len(red) < len(everybody)
    assert f"The conditions above leave {len(red)} of the 10 teams to be listed" in said


def test_nobody_fits(page: AppTest) -> None:
    """An empty page says what to do."""
    opened(page, peer_group="县区", tier="township")

    assert [box.value for box in page.info] == [
        "Loosen the conditions above, or choose another month or peer group."
    ]


def test_the_part_of_the_funnel_is_in_the_address(page: AppTest) -> None:
    """A link opens on the part its sender saw; choosing another writes the address."""
    said = opened(page, item="petition_close")
    assert "Petitions closed on time: all 9 teams within the ordinary range" in said

    page.selectbox(key="compare-part-en").set_value("task_quality").run()
    assert page.query_params["item"] == "task_quality"
    assert "Quality of tasks:" in words(page)


def test_an_unknown_part_is_the_one_with_most_teams_outside(page: AppTest) -> None:
    """What an address says in error never breaks the page."""
    assert "outside the ordinary range" in opened(page, item="nonsense")


def test_the_funnel_says_that_it_never_decides(page: AppTest) -> None:
    """A team outside the limits is no flag, and the page says so beside the chart."""
    assert "The funnel explains, it never decides" in opened(page)


def test_numbers_of_both_pictures_are_a_press_away(page: AppTest) -> None:
    """Each picture has its table, drawn when it is opened."""
    assert "2026-10</th>" not in opened(page)

    for name in ("compare-funnel_numbers-en", "compare-months_numbers-en"):
        page.session_state[name] = True
    page.run()

    assert "2026-10</th>" in words(page)
    assert words(page).count("<th ") > 2 * LISTED_TEAMS


def test_a_viewer_sees_the_own_tree_only(sample_workspace: Workspace) -> None:
    """Others lend their places to the ranking and are not shown."""
    everybody, _ = asked(sample_workspace, Filters(month=OCTOBER, peer_group="乡镇"))
    parent = everybody.teams["team_id"][0]
    own, rates = asked(
        sample_workspace, Filters(month=OCTOBER, peer_group="乡镇", scope=(parent,))
    )
    nothing, nobody = asked(sample_workspace, Filters(month=OCTOBER, scope=()))

    assert own.teams["team_id"].to_list() == [parent]
    assert own.teams["judged_count"][0] == everybody.teams["judged_count"][0]
    assert set(rates.points["team_id"]) == {parent}
    assert nothing.chosen is None
    assert nothing.teams.is_empty()
    assert nobody.part is None
    assert nobody.limits.is_empty()


def test_limits_hold_as_many_teams_as_they_say(sample_workspace: Workspace) -> None:
    """A team is outside exactly when its value is outside the limits at its own count."""
    ranked, _ = asked(sample_workspace, Filters(month=OCTOBER))
    built = sample_workspace.built
    with built.open(str(built.newest())).cursor() as cursor:
        for part in ("task_timeliness", "notice_on_time", "rating_public"):
            found = funnel(
                cursor, Filters(month=OCTOBER, peer_group=ranked.chosen, item=part)
            ).points
            value, low, high = (pl.col(name) for name in ("rate", "low", "high"))
            by_limits = (value < low - 1e-9) | (value > high + 1e-9)
            assert found.select(by_limits.eq(pl.col("is_out")).all()).item()
            assert set(found["side"]) <= set(SIDES)


def test_a_large_funnel_is_thinned_and_keeps_who_is_outside() -> None:
    """A chart of hundreds of teams draws few of those inside, and all of those outside."""
    points = pl.DataFrame({"is_out": [index % 50 == 0 for index in range(1_000)]})
    drawn = compare_funnel._drawn(Funnel({}, None, points, pl.DataFrame()))

    assert drawn["is_out"].sum() == 20
    assert 100 < drawn.height <= compare_funnel.MOST_DRAWN


def test_a_run_sends_little_and_asks_little(
    page: AppTest, sent_bytes: Callable[[], int], asked: set[str]
) -> None:
    """The largest group stays within 60 KB, and four questions fill the page."""
    opened(page, language="zh")

    assert sent_bytes() <= 60_000
    assert asked == {"choices", "comparison", "funnel", "recent_scores"}
