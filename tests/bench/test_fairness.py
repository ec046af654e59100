"""The figures of `bench fairness`, on hand-made tables and on a tiny city."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from dashboard.bench.city_truth import settings
from dashboard.bench.fairness import Tally
from dashboard.bench.policies import (
    below_standard,
    far_under_mean,
    lowest_scores,
    staying_concerns,
)
from dashboard.bench.report import record
from dashboard.bench.truth_city import City, make_city
from dashboard.command_line import app


@pytest.fixture
def city() -> City:
    """Four teams and two months."""
    return make_city(4, 2, seed=1)


def rows(city: City, column: str, values: list[list[object]]) -> pl.DataFrame:
    """Lay values out as a relation: one list per team, one value per month."""
    return pl.DataFrame(
        {
            "team_id": np.repeat(city.team_ids.to_list(), 2),
            "month": list(city.starts.astype(str)) * 4,
            column: [value for of_team in values for value in of_team],
        }
    )


def test_shares_are_counted_by_hand() -> None:
    """
    Four teams, three months; negative distances are truly below.
    """
    distance = np.array([[-4.0] * 3, [-1.0] * 3, [0.0] * 3, [2.0] * 3])
    flagged = np.array([[1, 1, 1], [0, 1, 0], [0, 0, 1], [1, 0, 0]]).astype(bool)
    tally = Tally()
    tally.add(flagged, distance)

    assert tally.figures() == {
        "flagged_a_month": pytest.approx(2),
        "wrong": pytest.approx(2 / 6),
        "wrong_by_1": pytest.approx(1 / 6),
        "found": pytest.approx(4 / 6),
        "found_far": pytest.approx(1),
        # Of three named in either month one is in both, twice.
        "churn": pytest.approx(2 / 3),
    }


def test_nothing_named_is_no_share() -> None:
    """
    An empty list has no share wrong and does not change.
    """
    tally = Tally()
    tally.add(np.zeros((2, 3), dtype=bool), np.ones((2, 3)))

    assert tally.figures() == {
        "flagged_a_month": 0,
        "wrong": None,
        "wrong_by_1": None,
        "found": None,
        "found_far": None,
        "churn": None,
    }


def test_a_watch_is_not_a_flag(city: City) -> None:
    """
    Only concern and alarm of below_standard name a team.
    """
    first, second = city.starts.astype(str)
    flags = pl.DataFrame(
        [
            ("below_standard", city.team_ids[0], first, "watch"),
            ("below_standard", city.team_ids[1], first, "concern"),
            ("below_standard", city.team_ids[1], second, "alarm"),
            ("red_line", city.team_ids[2], second, "alarm"),
        ],
        schema=["flag", "team_id", "month", "severity"],
        orient="row",
    )

    assert below_standard(city, flags).tolist() == [[False] * 2, [True] * 2, *[[False] * 2] * 2]


def test_the_lowest_share_is_of_the_teams_with_a_score() -> None:
    """
    Of forty teams two are named; one without a score never is.
    """
    city = make_city(40, 1, seed=1)
    scores = pl.DataFrame(
        {
            "team_id": city.team_ids,
            "month": str(city.starts[0]),
            "final_score": [None, 50.0, 60.0, *[80.0] * 37],
        }
    )

    assert np.flatnonzero(lowest_scores(city, scores)).tolist() == [1, 2]


def test_an_interval_must_end_under_the_mean(city: City) -> None:
    """
    Means are 80 and 79: far and sure is named; far but unsure, or unknown, is not.
    """
    level = rows(city, "level", [[70.0, 70.0], [90.0, None], [80.0, 88.0], [80.0, 79.0]])
    variance = rows(city, "variance", [[4.0, 40.0], [4.0, None], [4.0, 4.0], [4.0, 4.0]])
    levels = level.join(variance, ["team_id", "month"])
    everybody = np.arange(4)

    named = far_under_mean(city, levels, [(everybody, everybody)])

    assert named.tolist() == [[True, False], *[[False, False]] * 3]


def test_the_newest_line_of_a_part_is_summed_up(tmp_path: Path) -> None:
    """
    Lines are kept for ever; the summary shows the last one.
    """
    lines, summary = tmp_path / "docs" / "lines.jsonl", tmp_path / "docs" / "summary.md"
    for share in (0.25, 0.125):
        entry = {
            "part": "fairness",
            "measured_at": "2026-11-22T00:00:00+00:00",
            "arguments": {"teams": 40},
            "machine": {
                **dict.fromkeys(("cpus", "python", "duckdb", "polars", "numpy", "scipy"), 1),
                "load": [0.5, 0.4, 0.3],
            },
            "tables": {"policies": [{"policy": "ours", "wrong": share, "found": None}]},
            "legend": {"wrong": "share"},
        }
        record(entry, lines, summary)

    assert len(lines.read_text(encoding="utf-8").splitlines()) == 2
    text = summary.read_text(encoding="utf-8")
    assert "| ours | 0.125 |  |" in text
    assert "0.250" not in text


def test_the_command_judges_a_tiny_city() -> None:
    """
    One document on stdout, a row for each policy, nothing said of the machine's name.
    """
    arguments = ["bench", "fairness", "--teams", "40", "--months", "8", "--seeds", "1"]
    done = CliRunner().invoke(app, [*arguments, "--json"])

    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    policies = {row["policy"]: row for row in document["tables"]["policies"]}
    assert len(policies) == 6
    assert policies["the truth itself"]["found"] == 1
    assert policies["lowest 5 % of the month"]["flagged_a_month"] == 2
    assert policies["below_standard at concern or alarm"]["null_a_month"] <= 1
    assert document["arguments"]["seeds"] == 1
    assert "node" not in document["machine"]


def test_a_concern_that_stays_ends_with_its_watch_condition() -> None:
    """
    Concern in the third month, watched in the fourth, clear in the fifth, watched again.
    """
    city = make_city(4, 6, seed=1)
    ids, months = city.ids(np.zeros(6, dtype=int)), city.starts.astype(str)
    flags = pl.DataFrame(
        {
            "flag": ["below_standard"],
            "severity": ["concern"],
            "team_id": ids[:1],
            "month": months[2:3],
        }
    )
    levels = pl.DataFrame(
        {
            "team_id": ids,
            "month": months,
            "bfdr": [0.05, 0.05, 0.05, 0.2, 0.3, 0.1],
            "p_below": [0.9, 0.9, 0.9, 0.5, 0.9, 0.9],
        }
    )
    named = staying_concerns(city, flags, levels, settings())

    assert named[0].tolist() == [False, False, True, True, False, False]
    assert not named[1:].any()
