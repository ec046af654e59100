"""The city whose truth is known: repeatable, and true to its word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard.bench.city_expected import expected_sums
from dashboard.bench.city_store import built_city, city_rows
from dashboard.bench.city_truth import comparison_groups, lower_median, true_levels, truth_of
from dashboard.bench.truth_city import City, make_city

# Two levels, far enough from typical that a wrong slope or chance shows.
LOW, HIGH = -8.0, 3.0
RATED = ("rating_superior", "rating_peer")


def test_the_same_seed_gives_the_same_city() -> None:
    """
    Twice the same arguments: the same rows and truth; another seed: others.
    """
    one, two, other = (make_city(30, 7, seed) for seed in (1, 1, 2))

    for kind, rows in city_rows(one).items():
        assert_frame_equal(rows, city_rows(two)[kind])
    assert_frame_equal(truth_of(one), truth_of(two))
    assert not truth_of(one).equals(truth_of(other))


def test_the_truth_is_what_the_evidence_is_in_the_mean(tmp_path: Path) -> None:
    """
    Of many teams at one of two levels, every part has the rate that the truth expects.
    """
    city = make_city(300, 8, seed=5, is_null=True)
    level = np.where(np.arange(city.teams) % 2 == 0, LOW, HIGH)
    city = replace(city, levels=np.zeros_like(city.levels) + level[:, None])
    workspace = built_city(city, tmp_path)
    version = workspace.built.newest()
    assert version is not None
    with workspace.built.open(version).cursor() as cursor:
        evidence = cursor.sql("select team_id, part, sum_w, sum_wx from scores.evidence").pl()
    workspace.built.close()

    for part, sums in expected_sums(city).items():
        for half in (0, 1):
            deviate, difference = _distance(city, evidence, part, sums, half)
            if part in RATED:
                # Few raters: what is left of their severity does not average out here.
                assert abs(difference) < 1.5, part
            else:
                # One in 300,000 by chance, and the seed is fixed.
                assert abs(deviate) < 4.5, (part, half, deviate, difference)


def _distance(
    city: City,
    evidence: pl.DataFrame,
    part: str,
    sums: tuple[np.ndarray, np.ndarray],
    half: int,
) -> tuple[float, float]:
    """Return how far the mean rate of one half is from the truth: in errors, in points."""
    teams = np.arange(half, city.teams, 2)
    expected = sums[1][teams].sum() / sums[0][teams].sum()
    of_teams = (
        evidence.filter(
            pl.col("part") == part, pl.col("team_id").is_in(city.ids(teams).implode())
        )
        .group_by("team_id")
        .agg(pl.col("sum_w", "sum_wx").sum())
    )
    sum_w, sum_wx = of_teams["sum_w"].to_numpy(), of_teams["sum_wx"].to_numpy()
    rests = sum_wx - expected * sum_w
    deviate = rests.mean() / (rests.std() / np.sqrt(len(rests)))
    return deviate, sum_wx.sum() / sum_w.sum() - expected


def test_one_part_alone_is_scored_by_hand() -> None:
    """
    Two months of window: 6 of 8 hits is 75; the repeat scale is from 80 to 88 %.
    """
    nothing = np.zeros((1, 3))
    sums = dict.fromkeys(expected_sums(make_city(20, 7, 1)), (nothing, nothing))
    sums["task_timeliness"] = (np.array([[9.0, 4, 4]]), np.array([[0.0, 400, 200]]))
    sums["petition_repeat"] = (np.array([[10.0, 10, 10]]), np.array([[0.0, 860, 860]]))

    # Tasks 75 at 50 points, petitions 75 at 15 points, nothing else.
    assert true_levels(sums, window=2)[0, 2] == pytest.approx(75)
    sums["petition_repeat"] = (nothing, nothing)
    assert true_levels(sums, window=2)[0, 1] == pytest.approx(100 * 400 / 1300)


def test_a_small_group_is_compared_with_its_tier() -> None:
    """
    The last peer group has 1 % of the teams: its own are judged by all bureaus.
    """
    city = make_city(400, 7, seed=1)
    members, compared = comparison_groups(city, 30)[-1]

    assert len(members) == 4
    assert set(city.tiers.gather(compared)) == {"bureau"}
    assert len(compared) == (city.tiers == "bureau").sum()


def test_the_median_is_reached_from_below() -> None:
    """
    Of an even number of teams it is the lower of the two in the middle, as by weight.
    """
    assert lower_median(np.array([[4.0], [1], [2], [3]])).tolist() == [2]


def test_where_all_are_equal_nobody_is_below() -> None:
    """
    In the null city only what a team does or does not handle sets it apart.
    """
    truth = truth_of(make_city(60, 8, seed=1, is_null=True)).filter(pl.col("month") > "2026-05")

    assert not truth["is_below"].any()
    assert np.std(truth["level"].to_numpy()) < 1.5
