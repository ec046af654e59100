"""The page of one team over the real sample, the whole app without a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.pages import signed_in
from dashboard.reads.explained_part import explained_part, place_of
from dashboard.reads.explanation import explanation
from dashboard.reads.team import team
from dashboard.reads.team_parts import team_parts
from dashboard.reads.team_records import team_records
from dashboard.storage.workspace import Workspace
from tests.pages.looking import opened_in_october, words
from tests.people import viewer

# What the fixture `page` opens.
PAGE = "team"

VIEWS = (None, "score", "judgement", "task_timeliness", "rating_peer", "rating_public:ballot")


def opened(page: AppTest, **query: str | None) -> str:
    """Open a team with an overdue task; return everything the page says in HTML."""
    return opened_in_october(page, **({"team": "T0013", "within": "all"} | query))


def test_the_head_says_score_grade_and_place(page: AppTest) -> None:
    """The first line is the whole message; flags come with their reasons."""
    said = opened(page)

    assert re.search(r"\d\d\.\d\d points, \w+, place \d+ of \d+ in its group", said)
    assert "Tasks overdue: 1, the longest by 12 days" in said
    assert "Explain this score" in said


def test_it_speaks_chinese(page: AppTest) -> None:
    """The same page in the language of its first readers."""
    said = opened(page, language="zh")

    assert re.search(r"\d\d\.\d\d 分，\w+，组内第 \d+ 名（共 \d+ 个）", said)
    assert "甲卡 · 工作纪实卡" in said
    assert "超期 12 天未完成" in said


def test_the_bars_add_up_to_what_is_shown(page: AppTest) -> None:
    """The written numbers between the two scores make the written difference."""
    said = opened(page)
    beside = said[said.index("tc-beside") :]
    table = beside[: beside.index("</table>")]
    cells = re.findall(r'<td class="tc-n">([^<]+)</td></tr>', table)
    numbers = [round(100 * float(cell.replace("−", "-"))) for cell in cells]

    assert numbers[0] + sum(numbers[1:-1]) == numbers[-1]


def test_every_step_leads_down_to_the_row_of_the_file(page: AppTest) -> None:
    """From the whole score to the part, the item, and the line of the upload."""
    assert "item=task_timeliness&amp;" in opened(page, item="score")

    part = opened(page, item="task_timeliness")
    assert "due 2026-10-19, 12 days overdue and not done →\u00a00" in part
    # The lowest value comes first.
    first = re.search(r"item=(task_timeliness%3A[^&]+)&amp;", part)
    assert first is not None

    item = opened(page, item=unquote(first[1]))
    assert re.search(r"Source: tasks\.csv, line \d+", item)
    assert re.search(r"From tasks\.csv \(U\d+\), line \d+, uploaded 20\d\d-", item)
    assert "督查交办" in item


def test_nobody_is_shown_who_rated(page: AppTest, sample_workspace: Workspace) -> None:
    """Raters are numbers on the page and in the address; ids never leave the query."""
    built = sample_workspace.built
    with built.open(str(built.newest())).cursor() as cursor:
        found = cursor.sql("select distinct rater_id from staging.ratings").fetchall()
    views = [opened(page, item=item) for item in ("score", "rating_peer", "rating_peer:1")]

    assert all("Rater 1" in said for said in views[1:])
    assert [rater for (rater,) in found if any(rater in said for said in views)] == []


def test_a_hand_written_address_opens_the_team(page: AppTest) -> None:
    """The team alone is enough."""
    said = opened(page, within=None)

    assert "points, " in said


@pytest.mark.parametrize("query", [{"team": "nobody"}, {"team": "all", "within": None}])
def test_a_team_that_is_not_there_is_said(page: AppTest, query: dict[str, str]) -> None:
    """Unknown and forbidden look the same, and the page says what to do."""
    opened(page, **query)

    assert len(page.info) == 1
    assert "Choose a team" in page.info[0].value


def test_a_team_that_takes_no_part_has_no_score(page: AppTest) -> None:
    """No evidence is not a zero."""
    said = opened(page, team="T0001")

    assert "Takes no part this month" in said
    assert "0.00 points" not in said


@pytest.mark.parametrize("item", ["nonsense", "task_quality:nobody", "~2", "audit_money~9"])
def test_an_item_that_is_not_there_is_said(page: AppTest, item: str) -> None:
    """A link to what no longer counts opens on a sentence."""
    assert "tc-message" in opened(page, item=item)


def test_a_team_under_its_standard_sees_why_and_what_would_clear_it(page: AppTest) -> None:
    """The numbers beside the chart, each dimension against its peers, what it would need."""
    said = opened(page, team="T0114")

    assert re.search(r"Why flagged: it is (over )?\d+\.\d% sure that this team is under", said)
    assert re.search(r"With chance taken off</th><td>\d+\.\d\d \(90% sure between", said)
    assert re.search(r"Middle of \d+ teams</th><td>\d+\.\d\d \(the tier Section, as its", said)
    assert "underperforming" in said
    assert re.search(r"\+\d+\.\d\d, to \d+\.\d\d; ▼ far under its peers", said)
    assert "not enough alone, not even with 100" in said
    assert page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")


def test_a_fall_re_adds(page: AppTest) -> None:
    """Recent less before is the own change; less the others it is what the title says."""
    said = opened(page, team="T0114").replace("−", "-")
    steps = said[said.index("Why flagged: fell by") :]
    number = r"(-?\d+\.\d\d)"
    own = re.search(rf"{number} - {number} = {number}</dd>", steps)
    others = re.search(rf"meanwhile</dt><dd[^>]*>\+?{number}<", steps)
    apart = re.search(rf"Apart from the others</dt><dd[^>]*>{number}<", steps)
    title = re.search(rf"fell by {number} points", steps)
    assert own is not None
    assert others is not None
    assert apart is not None
    assert title is not None

    assert round(float(own[1]) - float(own[2]), 2) == float(own[3])
    assert round(float(own[3]) - float(others[1]), 2) == float(apart[1])
    assert float(title[1]) == -float(apart[1])


def test_a_place_comes_with_what_chance_leaves_possible(page: AppTest) -> None:
    """A place is never said as if it were certain."""
    said = opened(page)

    assert re.search(
        r"By its level over 6 months: place \d+ of \d+ in its group; chance or other weights "
        r"could put it anywhere from \d+ to \d+\.",
        said,
    )


def test_the_judgement_shows_every_line_that_was_checked(page: AppTest) -> None:
    """Also of a team that is not flagged: which lines it crosses, and which it does not."""
    flagged = opened(page, team="T0114", item="judgement")
    calm = opened(page, team="T0013", item="judgement")

    assert flagged.count("✓ met") == 7
    assert calm.count("✗ not met") >= 2
    for said in (flagged, calm):
        assert said.count("met, for ▲ watch") == 2
        assert said.count("met, for □ concern") == 4
        assert said.count("met, for ■ alarm") == 1


def test_a_clear_rise_is_an_arrow_with_words(page: AppTest) -> None:
    """Improving is said on the page of the team; it is not a flag."""
    said = opened(page, team="T0050")

    assert "↗ Clearly improving" in said


def test_an_assessor_sees_raters_side_by_side(page: AppTest) -> None:
    """Given, leniency, corrected: each line re-adds, and is what the item counts."""
    said = opened(page, item="rating_superior").replace("−", "-")
    table = said[said.index("Raters side by side") :]
    lines = re.findall(r"<th [^>]*>Rater \d.*?</tr>", table)
    numbers = [
        [float(cell) for cell in re.findall(r">([+-]?\d+(?:\.\d+)?)</td>", line)]
        for line in lines
    ]
    corrected = [line for line in numbers if len(line) == 4]

    assert corrected
    assert all(
        round(given - leniency, 9) == round(value, 9) and value == counts
        for given, leniency, value, counts in corrected
    )


def test_others_do_not_see_how_lenient_a_rater_is(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the correction nor the points given beside what counts."""
    assert ">Score</th>" in opened(page, item="rating_superior:1")
    head = viewer("team_head")
    monkeypatch.setattr(signed_in, "viewer_of", lambda *_: head)
    part = opened(page, item="rating_superior")
    item = opened(page, item="rating_superior:1")

    assert "corrected for the rater's leniency" in html.unescape(part)
    assert "Raters side by side" not in part
    assert "lenient rater" not in part
    assert "The points given are not shown" in item
    assert ">Score</th>" not in item


@pytest.mark.parametrize(
    "view",
    [
        *({"item": item} for item in VIEWS),
        # The most flags of the sample, and then its longest rate.
        {"team": "T0080"},
        {"team": "T0080", "rate": "petition_satisfied"},
        {"team": "T0007", "rate": "petition_satisfied"},
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_run_sends_little_and_asks_little(
    page: AppTest,
    sent_bytes: Callable[[], int],
    asked: set[str],
    view: dict[str, str | None],
    language: str,
) -> None:
    """At most four reads and 60 KB, whatever of the team is looked at; room for more flags."""
    opened(page, language=language, **view)

    assert sent_bytes() <= 58_000
    assert len(asked) <= 4


def test_the_numbers_of_a_picture_travel_when_they_are_opened(page: AppTest) -> None:
    """Folded they are half a page that few read; open, every month stands there."""
    folded = opened(page, rate="petition_close")
    for name in ("trend", "rate"):
        page.session_state[f"team-{name}-numbers-en"] = True
    page.run()
    unfolded = words(page)

    assert unfolded.count("November 2025</") - folded.count("November 2025</") == 2


def test_every_question_asks_for_the_rights_first(sample_workspace: Workspace) -> None:
    """Out of sight is the same as not there, in every read."""
    built = sample_workspace.built
    seen = Filters(month=date(2026, 10, 1), open_team="T0013", item="task_quality")
    with built.open(str(built.newest())).cursor() as cursor:
        for read in (team, team_parts, team_records, explanation, explained_part):
            for scope, is_seen in ((None, True), (("T0001",), True), (("T0002",), False)):
                filters = Filters(seen.month, open_team="T0013", item=seen.item, scope=scope)
                assert (read(cursor, filters) is not None) is is_seen


@pytest.mark.parametrize(
    ("item", "part", "page", "key"),
    [
        ("audit_money", "audit_money", 1, None),
        ("audit_money~3", "audit_money", 3, None),
        ("audit_money~0", "audit_money", 1, None),
        ("audit_money:a~b:c", "audit_money", 1, "a~b:c"),
    ],
)
def test_an_address_names_a_place_in_a_part(
    item: str, part: str, page: int, key: str | None
) -> None:
    """Keys of departments may hold any mark."""
    place = place_of(item)

    assert (place.part, place.page, place.item_key) == (part, page, key)
