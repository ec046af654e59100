"""The statistics of the oracle against published values and against truths put in by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.oracle.evidence import gather
from tests.oracle.golden import numbered, task, team
from tests.oracle.planned_cities import WIDE, Plan, planned_city
from tests.oracle.planned_ratings import Panel
from tests.oracle.reading import read_registers
from tests.oracle.robust import (
    bayesian_fdr,
    benjamini_hochberg,
    paule_mandel,
    robust_mean_square,
    weighted_median,
)
from tests.oracle.rules import ROBUST_CONSTANT
from tests.oracle.score import assess
from tests.oracle.severity import (
    RatingRow,
    components,
    rating_rows,
    severities,
    variance_components,
)
from tests.oracle.windows import part_windows

MARCH = date(2025, 3, 1)
STILL = Panel((0.0, 0.0, 0.0), halves=False, bridge_from=None, noise=2.0, newcomer=None)
PLAN = Plan(
    months=16,
    tiny=0,
    others=9,
    usual=85.0,
    bad=(0, 0.0),
    falls=(1, 60.0, 5),
    spread=2.0,
    panel=STILL,
    seed=4,
)


def ratings_of(offsets: dict[str, float], team_ids: str) -> list[RatingRow]:
    """Let every rater rate every team, by the team's own level and the rater's offset."""
    return [
        RatingRow(rater_id, team_id, MARCH, 60.0 + 3 * ord(team_id) % 20 + offset)
        for rater_id, offset in offsets.items()
        for team_id in team_ids
    ]


def test_benjamini_hochberg_rejects_four_of_the_example_of_1995() -> None:
    """
    The example of their paper, at .05.
    """
    p = ".0001 .0004 .0019 .0095 .0201 .0278 .0298 .0344 .0459 .3240 .4262 .5719 .6528 .7590 1"
    q = benjamini_hochberg({f"{i:02}": float(text) for i, text in enumerate(p.split())})
    assert [team for team in sorted(q) if q[team] <= 0.05] == ["00", "01", "02", "03"]


def test_robust_constant_is_what_pure_noise_gives() -> None:
    """
    The mean square of a winsorised standard normal, by simulation.
    """
    z = np.random.default_rng(1).standard_normal(4_000_000)
    assert robust_mean_square(z) == pytest.approx(ROBUST_CONSTANT, abs=2e-3)


def test_half_of_equal_weights_is_reached_by_the_lower_middle() -> None:
    """
    Weights that no double holds exactly do not push the median one place on.
    """
    for count in range(2, 60, 2):
        levels = [float(i) for i in range(count)]
        assert weighted_median(levels, [1 / 818.966] * count) == count / 2 - 1


def test_paule_mandel_finds_the_spread_of_the_truth() -> None:
    """
    Truths with sd 7, seen with a sampling sd from 1 to 5; and no spread where there is none.
    """
    random = np.random.default_rng(2)
    sds = random.uniform(1, 5, 3000)
    noise = sds * random.standard_normal(3000)
    truths = 80 + 7 * random.standard_normal(3000)
    mu, tau2 = paule_mandel(list(truths + noise), list(sds**2))
    assert (mu, tau2) == (pytest.approx(80, abs=1), pytest.approx(49, rel=0.1))
    mu, tau2 = paule_mandel(list(80 + noise), list(sds**2 * 1.1))
    assert (mu, tau2) == (pytest.approx(80, abs=1), 0.0)


def test_bayesian_fdr_runs_from_the_surest_and_breaks_ties_by_team() -> None:
    """
    Equal chances up to 12 decimals stand in order of team_id.
    """
    found = bayesian_fdr({"b": 0.8 + 1e-14, "a": 0.8, "c": 0.99})
    assert [round(found[team], 6) for team in "cab"] == [0.01, 0.105, 0.136667]


def test_severities_of_exact_ratings_are_the_offsets_around_their_mean() -> None:
    """
    Nothing is left over, so nothing is shrunk; beyond 10 it is capped, and few ratings give 0.
    """
    rows = ratings_of({"r1": -6.0, "r2": 0.0, "r3": 18.0}, "ABCDE")
    rows += ratings_of({"r4": 4.0}, "ABCD")
    found = {row.rater_id: row for row in severities(rows, MARCH, rater_correction=True)}
    assert {name: found[name].severity for name in ("r1", "r2", "r3", "r4")} == pytest.approx(
        {"r1": -10.0, "r2": -4.0, "r3": 10.0, "r4": 0.0}, abs=1e-6
    )
    assert (found["r4"].ratings, found["r4"].teams, found["r4"].component) == (4, 4, "r1")
    off = severities(rows, MARCH, rater_correction=False)
    assert [(row.severity, row.ratings) for row in off] == [(0, 5), (0, 5), (0, 5), (0, 4)]


def test_components_are_linked_by_team_months_and_named_by_their_smallest_rater() -> None:
    """
    The same team in another month links nobody.
    """
    rows = ratings_of({"z": 0.0, "m": 0.0}, "AB") + ratings_of({"k": 0.0}, "C")
    rows.append(RatingRow("b", "A", date(2025, 2, 1), 70.0))
    assert components(rows) == {"z": "m", "m": "m", "k": "k", "b": "b"}
    rows.append(RatingRow("k", "A", MARCH, 70.0))
    assert components(rows) == {"z": "k", "m": "k", "k": "k", "b": "b"}


def test_henderson_finds_the_variances_of_a_simulation() -> None:
    """
    60 raters who each see a third of 500 team-months.
    """
    random = np.random.default_rng(3)
    a, b = 6 * random.standard_normal(60), 9 * random.standard_normal(500)
    rater, team_month = np.nonzero(random.random((60, 500)) < 1 / 3)
    y = 80 + a[rater] + b[team_month] + 4 * random.standard_normal(len(rater))
    found = variance_components(rater, team_month, y, 1)
    assert found == pytest.approx((16, np.var(a, ddof=1), np.var(b, ddof=1)), rel=0.1)


def test_a_task_that_stays_open_counts_once_as_evidence() -> None:
    """
    Open from January on, and one more due in March: four items, worth two.
    """
    rows = [task(key, "county", "lead", f"2025-0{key}-10") for key in ("1", "3")]
    tables = {"teams": numbered([team("T1")]), "tasks": numbered(rows)}
    as_of = date(2025, 3, 31)
    evidence = gather(read_registers(tables, as_of), as_of, None, rater_correction=True)
    window = part_windows("T1", MARCH, evidence)["task_completion"]
    assert (window.n, window.n_eff) == (4, 2.0)


def test_one_who_falls_is_flagged_and_one_who_improves_is_not() -> None:
    """
    A team of nine loses 60 points five months before the end.
    """
    answer = assess(*planned_city(PLAN))
    assert {row["flag"] for row in answer["flags"] if row["observed"]} >= {"falling"}
    better = planned_city(replace(PLAN, falls=(1, -60.0, 5), usual=30.0))
    assert "falling" not in {row["flag"] for row in assess(*better)["flags"]}


def test_the_bad_ones_of_a_wide_city_are_found_and_others_are_not_accused() -> None:
    """
    Concern or alarm of below_standard in the last month: some of the 4 bad teams, no other.
    """
    tables, as_of = planned_city(replace(WIDE, months=4))
    answer = assess(tables, as_of)
    last = [row for row in answer["flags"] if row["month"] == "2024-04"]
    accused = {
        row["team_id"]
        for row in last
        if row["flag"] == "below_standard" and row["severity"] != "watch"
    }
    assert accused
    scores: dict[str, list[float]] = {}
    for rating in rating_rows(read_registers(tables, as_of).ratings):
        scores.setdefault(rating.team_id, []).append(rating.value)
    worst = sorted(scores, key=lambda team_id: np.mean(scores[team_id]))[:4]
    assert accused <= set(worst)


def test_own_draws_lie_within_their_own_bounds() -> None:
    """
    And draws that are handed over replace them in the flags, not in `levels`.
    """
    tables, as_of = planned_city(replace(WIDE, months=3))
    answer = assess(tables, as_of)
    bounds = {(row["team_id"], row["month"]): row for row in answer["rank_bounds"]}
    for row in answer["levels"]:
        if row["state"] == "ok":
            bound = bounds[row["team_id"], row["month"]]
            assert bound["low_from"] <= row["rank_low"] <= bound["low_to"]
            assert bound["high_from"] <= row["rank_high"] <= bound["high_to"]
    never = assess(tables, as_of, draws=dict.fromkeys(bounds, 0.0))
    assert never["levels"] == answer["levels"]
    severities_of = [
        {row["severity"] for row in found["flags"] if row["flag"] == "below_standard"}
        for found in (answer, never)
    ]
    assert severities_of[0] > severities_of[1] == {"watch"}
