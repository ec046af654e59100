"""What the page of one team says of its own months, and of one rate of its cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.limits import SHAPES
from dashboard.charts.team_rate import team_rate_chart
from dashboard.charts.theme import finished
from dashboard.charts.trend import trend_chart
from dashboard.filters import RATE_PARTS, Filters
from dashboard.pages import visit
from dashboard.pages.team import rate as team_rate
from dashboard.pages.team import trend as team_trend
from dashboard.pages.visit import Visit
from dashboard.pages.words.limits import SHAPES_OF_MARKS
from dashboard.reads.answers import Answers
from dashboard.reads.team import Team, team
from dashboard.storage.built import Built
from dashboard.storage.workspace import Workspace
from dashboard.text import catalogue
from tests.pages.looking import opened_in_october
from tests.people import viewer

# What the fixture `page` opens.
PAGE = "team"

NEWEST = date(2026, 6, 1)
MONTHS = [date(2025, month, 1) for month in range(7, 13)] + [
    date(2026, month, 1) for month in range(1, 7)
]


@pytest.fixture
def found(sample_workspace: Workspace) -> Team:
    """A team of the sample, whose months a test makes up."""
    built = sample_workspace.built
    with built.open(str(built.newest())).cursor() as cursor:
        answer = team(cursor, Filters(date(2026, 10, 1), open_team="T0013"))
    assert answer is not None
    return answer


@pytest.fixture
def view(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """A visit in June 2026, in English."""
    monkeypatch.setattr(visit, "_ANSWERS", Answers())
    return Visit(
        text=catalogue("en"),
        viewer=viewer(),
        built=Built(Path("nowhere")),
        version="v1",
        page="team",
        filters=Filters(NEWEST, open_team="T0013"),
    )


def own_months(count: int = 12, **marks: tuple[str, bool]) -> pl.DataFrame:
    """Months as queries/pages/control_limits.sql gives them; marks by name of month."""
    names = {f"{month:%B_%Y}".lower(): month for month in MONTHS}
    labels = {names[name]: mark for name, mark in marks.items()}
    is_short = count < 12
    return pl.DataFrame(
        [
            {
                "team_id": "T0013",
                "month": month,
                "final_score": 80.0 + place,
                "centre": None if is_short else 85.0,
                "lower_limit": None if is_short else 80.0,
                "upper_limit": None if is_short else 90.0,
                "near_lower_limit": None if is_short else 82.0,
                "near_upper_limit": None if is_short else 88.0,
                "label": labels.get(month, (None, None))[0],
                "since": date(2026, 1, 1) if month in labels else None,
                "point_count": count,
                "least_points": 12,
                "is_upward": labels.get(month, (None, None))[1],
                "is_too_short": is_short,
            }
            for place, month in enumerate(MONTHS[-count:])
        ],
        infer_schema_length=None,
    )


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (own_months(), "Nothing unusual: the 12 months up to June 2026 vary as they always"),
        (own_months(9), "12 months with a score are needed, there are 9"),
        (
            own_months(june_2026=("beyond_limit", False)),
            "June 2026 is lower than this team&#x27;s own months lead one to expect",
        ),
        (own_months(june_2026=("beyond_limit", True)), "June 2026 is higher than this team"),
        (own_months(june_2026=("trend", True)), "Rising from month to month"),
        (own_months(june_2026=("trend", False)), "without a break since January 2026"),
        (own_months(june_2026=("near_limit", True)), "June 2026 is high for this team"),
        (own_months(june_2026=("near_limit", False)), "June 2026 is low for this team"),
        (own_months(june_2026=("one_side", True)), "Every month since January 2026 is above"),
        (own_months(june_2026=("one_side", False)), "Every month since January 2026 is below"),
        (
            own_months(march_2026=("beyond_limit", True)),
            "Nothing unusual in June 2026; earlier, one month stands out: March 2026 (unusual",
        ),
        (
            own_months(march_2026=("one_side", True), may_2026=("near_limit", False)),
            "earlier, 2 months stand out, the last being May 2026 (rather low)",
        ),
    ],
)
def test_the_sentence_says_what_the_marks_say(
    view: Visit,
    found: Team,
    monkeypatch: pytest.MonkeyPatch,
    months: pl.DataFrame,
    said: str,
) -> None:
    """The month shown first, then earlier ones; too short comes before all."""
    monkeypatch.setattr(team_trend, "opened", lambda _: replace(found, limits=months))
    title = team_trend.title(view)

    assert said in title
    is_short = "are needed" in said
    assert ("they never decide a flag" in title) is not is_short
    assert ("lies between 80.00 and 90.00 points" in title) is not is_short


def test_a_mark_has_a_shape_and_a_word_once_a_run(
    view: Visit, found: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each month of a run has its shape; the word stands at the outermost of them."""
    side = ("one_side", False)
    months = own_months(
        february_2026=side, march_2026=side, april_2026=side, june_2026=("beyond_limit", True)
    )
    history = found.months.filter(pl.col("month").is_in(MONTHS)).with_columns(
        final_score=pl.col("month").replace_strict(
            months["month"].to_list(), months["final_score"].to_list()
        )
    )
    monkeypatch.setattr(
        team_trend, "opened", lambda _: replace(found, months=history, limits=months)
    )
    frame = team_trend.frame(view)
    marked = frame.filter(pl.col("mark_said").is_not_null())

    assert marked["shape"].to_list() == [*[SHAPES["side"]] * 3, SHAPES["high"]]
    assert marked["mark_said"].to_list() == [*["below average"] * 3, "unusually high"]
    assert marked["word_side"].to_list() == [-1, 0, 0, 1]
    # A grade that begins far below all months is left out of the picture.
    lines = frame.filter(pl.col("month").is_null())
    assert lines["word"].to_list() == ["excellent", "good", "high end", "average", "low end"]


def own_cases(**changes: Any) -> pl.DataFrame:
    """Months as queries/pages/proportion_limits.sql gives them."""
    rows = [
        {
            "part": "petition_close",
            "month": month,
            "rate": 0.9,
            "centre": 0.9,
            "lower_limit": 0.7,
            "upper_limit": 1.0,
            "label": None,
            "n": 10,
            "hits": 9,
            "point_count": 12,
            "least_points": 12,
            "least_cases": 5,
            "is_upward": None,
            "is_too_short": False,
        }
        for month in MONTHS
    ]
    if "rate" in changes:
        rows[-1] |= changes
    else:
        rows = [row | changes for row in rows]
    return pl.DataFrame(rows, infer_schema_length=None)


BEYOND = {"label": "beyond_limit", "is_upward": False, "rate": 0.5, "hits": 4, "n": 8}


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        (own_cases(), "on time: nothing unusual, the 12 months up to June 2026 vary as"),
        (own_cases(**BEYOND), "own months lead one to expect, 50.0% (4 of 8 cases)"),
        (own_cases(**BEYOND), "12 months with cases, 8 to 10 a month, 118 in all."),
        (own_cases(), "90.0% on average. The fewer the cases of a month, the wider the band"),
        (
            own_cases(centre=None, is_too_short=True, point_count=7),
            "12 months with cases are needed, there are 7",
        ),
        (
            own_cases(**BEYOND, month=date(2026, 5, 1)),
            "nothing unusual in June 2026; earlier, one month stands out: May 2026 (unusual",
        ),
    ],
)
def test_the_sentence_on_a_rate_names_its_cases(
    view: Visit, found: Team, monkeypatch: pytest.MonkeyPatch, cases: pl.DataFrame, said: str
) -> None:
    """How many cases there were stands beside what they say."""
    monkeypatch.setattr(team_rate, "opened", lambda _: replace(found, proportions=cases))
    view.filters = replace(view.filters, rate="petition_close")

    assert said in team_rate.title(view)


def test_a_rate_that_stands_out_is_shown_unasked(
    view: Visit, found: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one the page stays short; what the address names goes before both."""
    other = own_cases().with_columns(part=pl.lit("petition_repeat"))
    calm, marked = (
        replace(found, proportions=pl.concat([cases, other]))
        for cases in (own_cases(), own_cases(**BEYOND))
    )
    shown = []
    for answer, rate in ((calm, None), (marked, None), (marked, "petition_repeat")):
        monkeypatch.setattr(team_rate, "opened", lambda _, answer=answer: answer)
        view.filters = replace(view.filters, rate=rate)
        shown.append(team_rate.chosen(view))
        if rate is None and answer is calm:
            assert "No rate of cases stands out in June 2026" in team_rate.title(view)

    assert shown == [None, "petition_close", "petition_repeat"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_mark_has_its_words(language: str) -> None:
    """A label of the queries is never shown by its name, whichever way it goes."""
    words = catalogue(language).words

    assert {*SHAPES_OF_MARKS.values(), "graded", "ungraded"} == SHAPES.keys()
    for mark in SHAPES_OF_MARKS:
        assert words[f"limits.mark_{mark}"]
        assert words[f"limits.said_{mark}"]
    assert all(f"part.{part}" in words for part in RATE_PARTS)


@pytest.mark.parametrize("chart", [trend_chart, team_rate_chart])
def test_a_chart_shows_what_is_usual_behind_the_months(chart: Any) -> None:
    """The band is drawn first, and states are told apart by shape."""
    layers = finished(chart(catalogue("zh")))["layer"]
    layers = layers[0].get("layer", layers)

    assert layers[0]["mark"]["type"] == "area"
    assert layers[0]["encoding"]["y"]["field"] == "lower_limit"
    shaped = [layer for layer in layers if "shape" in layer["encoding"]]
    assert shaped[0]["encoding"]["shape"]["field"] == "shape"


def opened(page: AppTest, **query: str) -> str:
    """Open the page; return everything it says in HTML."""
    return opened_in_october(page, within="all", **query)


def test_a_link_opens_on_the_rate_its_sender_saw(page: AppTest) -> None:
    """The rate is a choice like the others and lives in the address."""
    said = opened(page, team="T0013", rate="petition_satisfied")

    assert page.selectbox[0].value == "petition_satisfied"
    assert "<h2>Petitioners satisfied: " in said
    assert "rate=petition_satisfied" in said


def test_choosing_a_rate_writes_the_address(page: AppTest) -> None:
    """The list holds the rates this team has, and the choice stays when the month changes."""
    opened(page, team="T0013")
    page.selectbox[0].select("petition_close").run()

    assert not page.exception
    assert page.query_params["rate"] == "petition_close"
    said = "\n".join(element.proto.body for element in page.get("html"))
    assert "<h2>Petitions closed on time: " in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_team_is_too_short_and_has_no_limits(page: AppTest, language: str) -> None:
    """Eight months say nothing of what is usual, and the page says so."""
    said = opened(page, team="T0022", language=language)

    assert {"zh": "至少要 12 个月有得分", "en": "Too short to say what is usual"}[
        language
    ] in said
    assert {"zh": "常态在", "en": "What is usual for it"}[language] not in said
