"""The page on data health over the real sample, the whole app without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.reads import health
from dashboard.reads.health import data_state, flag_audit
from dashboard.reads.run import run
from dashboard.storage.built import Cursor
from dashboard.storage.workspace import Workspace
from tests.pages.looking import opened_in_october as opened

# What the fixture `page` opens.
PAGE = "health"


def test_the_message_says_whether_the_flags_are_fair(page: AppTest) -> None:
    """A leader reads it in one sentence, and what luck alone would list."""
    said = opened(page)

    assert "The flags of October 2026 show no sign of favouring large or small teams" in said
    assert "Checked in the same way, with no difference beyond chance: staff, district" in said
    assert re.search(r"not one team would be listed; here \d+ of 117 are", said)


def test_every_division_is_drawn_with_its_numbers_beside_it(page: AppTest) -> None:
    """Size, staff and district have a chart and a table; one group of raters has neither."""
    said = opened(page)

    assert len(page.get("vega_lite_chart")) == 4
    assert said.count('<div data-tc class="tc-section" style="margin:0">') == 4
    assert re.search(r"\d+–\d+ records</th>", said)
    assert "City bureau and below</th>" in said
    assert "By group of raters: one class only, so there is nothing to compare" in said


def test_a_difference_beyond_chance_has_a_name_a_shape_and_words(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The class, the direction, and in the headline that there is something to look into."""

    def unfair(cursor: Cursor, name: str, **parameters: object) -> pl.DataFrame:
        rows = run(cursor, name, **parameters)
        if name != "flag_shares":
            return rows
        is_it = (
            (pl.col("division") == "size")
            & (pl.col("class_id") == "1")
            & (pl.col("flags") == "concern")
        )
        return rows.with_columns(
            is_apart=is_it, share=pl.when(is_it).then(0.9).otherwise("share")
        )

    monkeypatch.setattr(health, "run", unfair)
    said = opened(page)

    assert "The flags of October 2026 fall unevenly on large and small teams" in said
    assert re.search(
        r"By amount of evidence: \d+–\d+ records flagged more often than chance allows", said
    )
    assert re.search(r"▲</span> 90%</span><small>beyond chance</small>", said)


def test_a_grade_or_light_cannot_beg_the_question(page: AppTest) -> None:
    """A link from a list of red teams still audits all teams."""
    assert opened(page, light="red", grade="poor") == opened(page)


def test_what_is_missing_has_a_name(page: AppTest) -> None:
    """The department, the kind, and the month that came last."""
    said = opened(page)

    assert "Departments that have not sent everything (1)" in said
    assert "last for September 2026" in said
    assert "Working days: the calendar lacks 2027" in said


def test_raters_who_tell_nothing_are_counted(page: AppTest) -> None:
    """The sample has one who gave everybody the same points in its last month."""
    said = opened(page)

    assert "gave everybody the same points (1)" in said
    assert re.search(r"[\d.]+% of the ratings were corrected", said)


def test_a_month_nobody_can_be_judged_in_says_so(page: AppTest) -> None:
    """No share of nothing is shown, and no luck is invented."""
    said = opened(page, team="T0002", tier="bureau")

    assert "No team could be judged in October 2026" in said
    assert "nothing is known to compare by" in said


def test_a_viewer_sees_the_own_tree_only(sample_workspace: Workspace) -> None:
    """The rights narrow the teams counted; the imagined city stays the whole one."""
    built = sample_workspace.built
    with built.open(str(built.newest())).cursor() as cursor:
        newest = cursor.sql("select max(month) from scores.months").fetchall()[0][0]
        own = flag_audit(cursor, Filters(month=newest, scope=("T0002",)))
        nothing = flag_audit(cursor, Filters(month=newest, scope=()))
        no_data = data_state(cursor, Filters(month=newest, scope=()))

    assert own.judged == 5
    assert [row["class_id"] for row in own.divisions["district"].classes] == ["T0002"]
    assert nothing.judged == 0
    assert nothing.divisions == {}
    assert nothing.luck["listed"].sum() == 0
    assert no_data.silent.is_empty()
    assert no_data.ratings.is_empty()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_run_sends_little_and_asks_little(
    page: AppTest,
    sent_bytes: Callable[[], int],
    asked: set[str],
    language: str,
) -> None:
    """The page stays within 60 KB, and three questions fill it."""
    opened(page, language=language)

    assert sent_bytes() <= 60_000
    assert asked == {"choices", "flag_audit", "data_state"}
