"""The page of the scheme over the real sample, the whole app without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.pipeline.query_files import QUERIES
from dashboard.reads.tried import moves, tried_teams
from dashboard.storage.workspace import Workspace
from dashboard.text import catalogue
from tests.pages.looking import words

# What the fixture `page` opens.
PAGE = "scheme"


def opened(page: AppTest, **query: str) -> str:
    """Open the page with this address; return everything it says in HTML."""
    page.query_params.update({"month": "2026-10", "language": "en"} | query)
    page.run()
    assert not page.exception
    return words(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_scheme_in_force_is_shown_with_its_sources(page: AppTest, language: str) -> None:
    """Points, grades, lines and every threshold stand on the page; nothing is tried yet."""
    said = opened(page, language=language)
    text = catalogue(language)

    assert "default-v1" in said
    assert text("scheme.part_points", part=text("part.petition_accept"), value="1.875") in said
    assert text("scheme.from", value="90") in said
    assert text("scheme.not_stored") in [box.value for box in page.info]
    assert not page.error
    assert text("scheme.list_unsteady") in said


@pytest.mark.parametrize(
    ("fold", "held"),
    [
        ("flag_thresholds", "setting.concern_false_share"),
        ("score_settings", "setting.quota_share"),
        ("due_days", "expected.kind_petitions"),
        ("sources_of_points", "part.audit_money"),
    ],
)
def test_a_table_of_thresholds_travels_when_it_is_opened(
    page: AppTest, sent_bytes: Callable[[], int], fold: str, held: str
) -> None:
    """Each threshold with unit and source, and the page still within 60 KB."""
    name = catalogue("zh")(held)
    assert f">{name}</th>" not in opened(page, language="zh")

    page.session_state[f"scheme-{fold}-zh"] = True
    sent_bytes()
    page.run()

    assert f">{name}</th>" in words(page)
    assert sent_bytes() <= 60_000


def test_numbers_are_tried_and_go_into_the_address(page: AppTest) -> None:
    """Nothing moves before the button; then the address holds what was changed, no more."""
    opened(page)
    page.number_input(key="trial-tasks-en").set_value(40.0)
    page.number_input(key="trial-petitions-en").set_value(25.0)
    page.number_input(key="trial-good-en").set_value(82.0)
    page.button(key="trial-try-en").click().run()

    assert page.query_params["tried"] == "tasks-40~petitions-25~good-82"
    assert re.search(r"\d+ of 117 teams would change grade in October 2026", words(page))
    assert "From which grade to which" in words(page)

    page.button(key="trial-reset-en").click().run()

    assert "tried" not in page.query_params
    assert page.number_input(key="trial-tasks-en").value == 50
    assert "Nothing is changed yet" in words(page)


def test_a_link_opens_on_the_same_trial(page: AppTest) -> None:
    """The form shows what the address says, and links to teams leave the trial behind."""
    said = opened(page, tried="tasks-40~petitions-25~good-82", item="moved")

    assert page.number_input(key="trial-good-en").value == 82
    assert "Teams whose score, rank or grade would move" in said
    assert re.search(r"\d+\.\d\d → \d+\.\d\d", said)
    teams = re.findall(r'href="(\./team\?[^"]+)"', said)
    assert teams
    assert not [link for link in teams if "tried" in link]


@pytest.mark.parametrize(
    ("tried", "sentence"),
    [
        ("tasks--5", "“Tasks” is negative."),
        ("tasks-0~evaluation-0~disclosure-0~petitions-0~audit-0", "All dimensions have 0"),
        ("good-95", "The least scores have to fall"),
        ("red_line-80", "The red line is above the yellow line."),
        ("fair-101", "“fair” is above 100"),
        ("cards-5", "“cards” is not a number of this scheme."),
        (
            "notice_on_time-0~notice_complete-0~objection_on_time-0",
            "All parts of “Disclosure” have 0 points",
        ),
    ],
)
def test_a_mistake_gets_a_clear_sentence(page: AppTest, tried: str, sentence: str) -> None:
    """What cannot be scored by is said, and no result is shown that nobody asked for."""
    said = opened(page, tried=tried)

    assert [box for box in page.error if sentence in box.value]
    assert "would change grade" not in said


def test_what_is_no_trial_is_dropped_and_said(page: AppTest) -> None:
    """An address that means nothing is off, and the page says so."""
    said = opened(page, tried="tasks=40;drop table")

    assert "were not understood and are off: Numbers tried" in said
    assert "Nothing is changed yet" in said


def test_a_viewer_sees_the_own_tree_only(sample_workspace: Workspace) -> None:
    """The rights narrow who is listed; ranks stay those of the whole group."""
    built = sample_workspace.built
    with built.open(str(built.newest())).cursor() as cursor:
        newest = cursor.sql("select max(month) from scores.months").fetchall()[0][0]
        chosen = Filters(month=newest, tried="tasks-40", item="moved")
        everyone, own, nothing = (
            moves(tried_teams(cursor, replace(chosen, scope=scope)), chosen)
            for scope in (None, ("T0002",), ())
        )

    assert 0 < own.team_count < everyone.team_count
    assert nothing.team_count == 0
    seen = everyone.rows.join(own.rows, on="team_id", suffix="_own")
    assert seen.filter(pl.col("tried_rank").ne_missing(pl.col("tried_rank_own"))).is_empty()


def test_every_setting_unit_and_source_has_its_word() -> None:
    """Whoever adds a row to the rules shown here adds its words in both languages."""
    known = catalogue("zh").words
    missing = []
    for name in ("settings", "floors", "flags", "parts", "grades", "expected"):
        for row in pl.read_csv(QUERIES / "rules" / f"{name}.csv").iter_rows(named=True):
            keys = [f"unit.{row['unit']}", f"source.{row['source']}"]
            keys += [f"setting.{row['name']}"] if name == "settings" else []
            missing += [key for key in keys if key not in known]

    assert missing == []


def test_a_run_sends_little_and_asks_little(
    page: AppTest, sent_bytes: Callable[[], int], asked: set[str]
) -> None:
    """A full page stays within 60 KB, and two questions beside the choices fill it."""
    opened(page, tried="tasks-40~petitions-25~good-82", item="moved", language="zh")

    assert sent_bytes() <= 60_000
    assert asked == {"choices", "scheme_in_force", "tried_teams"}
