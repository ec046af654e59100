"""Severity of raters: windows, limits, and what must not matter."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.statistics.raters import severity

MARCH = date(2026, 3, 1)
MONTHS = pl.DataFrame({"month": [MARCH]})


def scheme(**changes: float) -> pl.DataFrame:
    """Return the numbers of the scheme that severity asks for."""
    rules = {
        "rater_correction": 1.0,
        "severity_months": 12,
        "severity_limit": 10.0,
        "severity_least_ratings": 5,
        "severity_least_teams": 3,
    }
    return pl.DataFrame([rules | changes])


def ratings(
    seed: int = 1, raters: int = 8, teams: int = 10, months: int = 3, lenient: float = 0.0
) -> pl.DataFrame:
    """Make ratings of the months up to March; the last rater is lenient by so much."""
    rng = np.random.default_rng(seed)
    gives, truly = rng.normal(0, 3, raters), rng.normal(85, 4, (months, teams))
    gives[-1] += lenient
    rows = [
        {
            "month": date(2026, 3 - month, 1),
            "team_id": f"T{team:02}",
            "rater_id": f"R{rater:02}",
            "score": truly[month, team] + gives[rater] + noise,
        }
        for month in range(months)
        for team in range(teams)
        for rater, noise in enumerate(rng.normal(0, 2, raters))
        if rng.random() < 0.6
    ]
    return pl.DataFrame(rows)


def by_rater(frame: pl.DataFrame, column: str = "severity") -> dict[str, float]:
    """Return a column by rater."""
    return dict(zip(frame["rater_id"], frame[column], strict=True))


def test_a_window_is_twelve_months() -> None:
    """
    A rating of April 2025 tells about March 2026, one of March 2025 no longer.
    """
    given_scores = pl.concat(
        [
            ratings(),
            pl.DataFrame(
                {
                    "month": [date(2025, 4, 1), date(2025, 3, 1), date(2026, 4, 1)],
                    "team_id": ["T00"] * 3,
                    "rater_id": ["old", "older", "later"],
                    "score": [80.0] * 3,
                }
            ),
        ]
    )
    found = severity(given_scores, MONTHS, scheme())

    assert "old" in found["rater_id"]
    assert not {"older", "later"} & set(found["rater_id"])


def test_what_is_taken_off_is_held_within_the_limit() -> None:
    """
    A rater 40 points too lenient is corrected by 10; the estimate itself stays visible.
    """
    found = severity(ratings(lenient=40), MONTHS, scheme()).filter(rater_id="R07").row(0)

    assert found[2] == 10
    assert found[6] > 20


@pytest.mark.parametrize(
    ("scores", "is_corrected"),
    [
        ([("A", 1), ("B", 1), ("C", 1), ("A", 2), ("B", 2)], True),
        ([("A", 1), ("B", 1), ("C", 1), ("A", 2)], False),
        ([("A", 1), ("B", 1), ("A", 2), ("B", 2), ("A", 3)], False),
    ],
    ids=["five ratings of three teams", "four ratings", "two teams"],
)
def test_too_few_ratings_or_teams_tell_nothing(
    scores: list[tuple[str, int]], is_corrected: bool
) -> None:
    """
    Five ratings and three teams are the least.
    """
    rows = pl.DataFrame(
        {
            "month": [date(2026, month, 1) for _, month in scores],
            "team_id": [team for team, _ in scores],
            "rater_id": ["new"] * len(scores),
            "score": [70.0] * len(scores),
        }
    )
    named = {"A": "T00", "B": "T01", "C": "T02"}
    rows = rows.with_columns(pl.col("team_id").replace(named))
    found = severity(pl.concat([ratings(), rows]), MONTHS, scheme()).filter(rater_id="new")

    assert found["ratings"].item() == len(scores)
    assert found["teams"].item() == len({team for team, _ in scores})
    assert (found["severity"].item() != 0) == is_corrected
    assert found["estimate"].item() < -3


def test_without_the_rule_nothing_is_taken_off() -> None:
    """
    Estimates are still there, for a calibration meeting.
    """
    found = severity(ratings(), MONTHS, scheme(rater_correction=0.0))

    assert set(found["severity"]) == {0.0}
    assert set(found["estimate"]) != {0.0}


def test_raters_who_share_no_team_are_components_of_their_own() -> None:
    """
    A component is named after its smallest rater.
    """
    others = ratings(seed=2).with_columns(
        team_id="x" + pl.col("team_id"), rater_id=pl.col("rater_id").str.replace("R", "Q")
    )
    found = severity(pl.concat([ratings(), others]), MONTHS, scheme())

    assert set(found.filter(pl.col("rater_id").str.starts_with("Q"))["component"]) == {"Q00"}
    assert set(found.filter(pl.col("rater_id").str.starts_with("R"))["component"]) == {"R00"}


def test_raters_that_agree_are_not_corrected() -> None:
    """
    Perfect agreement leaves no leniency to find, and nothing to divide by.
    """
    rows = ratings().with_columns(score=pl.lit(80.0))

    assert severity(rows, MONTHS, scheme())["severity"].to_list() == [0.0] * 8


def test_no_ratings_give_no_rows() -> None:
    """
    A month without ratings has no severities, and the columns stay.
    """
    nothing = ratings().clear()

    assert severity(nothing, MONTHS, scheme()).shape == (0, 10)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_names_and_order_do_not_matter(seed: int) -> None:
    """
    Rows in another order, raters and teams under other names: the same severities.
    """
    rows = ratings(seed)
    renamed = rows.sample(fraction=1, shuffle=True, seed=seed).with_columns(
        rater_id="Z" + (99 - pl.col("rater_id").str.slice(1).cast(pl.Int64)).cast(pl.String),
        team_id="Y" + (99 - pl.col("team_id").str.slice(1).cast(pl.Int64)).cast(pl.String),
    )
    expected = by_rater(severity(rows, MONTHS, scheme()))
    found = by_rater(severity(renamed, MONTHS, scheme()))

    assert {f"R{99 - int(name[1:]):02}": value for name, value in found.items()} == (
        pytest.approx(expected, abs=1e-7)
    )


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), more=st.floats(0.5, 6))
def test_a_rater_who_gives_more_is_corrected_by_more(seed: int, more: float) -> None:
    """
    By at most what was added: the rest is put down to chance.
    """
    no_limit = scheme(severity_limit=1000.0)
    before = by_rater(severity(ratings(seed), MONTHS, no_limit))
    after = by_rater(severity(ratings(seed, lenient=more), MONTHS, no_limit))
    # Effects are told against the mean of all raters, which has risen by its share.
    risen = (after["R07"] - before["R07"]) - np.mean(
        [after[name] - before[name] for name in before if name != "R07"]
    )

    assert 0 < risen < more * 1.6
