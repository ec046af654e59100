"""The variance between teams: the robust constant, known cases, and what must not matter."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.pipeline.query_files import QUERIES
from dashboard.statistics.shrinkage import paule_mandel, spreads, weighted_median

SETTINGS = pl.read_csv(QUERIES / "rules" / "settings.csv", infer_schema=False)
RULES = {
    name: float(value)
    for name, value in SETTINGS.select("name", "value").iter_rows()
    if name.startswith("spread_")
}
SCHEME = pl.DataFrame([RULES])


def group(seed: int, teams: int, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """Draw levels in ascending order, with variances between 1 and 16."""
    rng = np.random.default_rng(seed)
    variances = rng.uniform(1, 16, teams)
    levels = rng.normal(80, np.sqrt(variances + spread**2))
    order = np.argsort(levels)
    return levels[order], variances[order]


def test_the_constant_is_the_mean_square_of_winsorised_noise() -> None:
    """
    By simulation, and by the integral that the simulation approaches.
    """
    noise = np.random.default_rng(7).standard_normal((40, 100_000))
    low, high = np.quantile(noise, [0.1, 0.9], axis=1, keepdims=True)
    simulated = np.mean(np.square(np.clip(noise, low, high)))

    assert simulated == pytest.approx(RULES["spread_target"], abs=2e-3)
    # 2 · (0.1 q² + ∫ x² φ from 0 to q) with q = 1.2815516 and φ(q) = 0.1754983.
    integral = 2 * (0.1 * 1.2815516**2 + 0.4 - 1.2815516 * 0.1754983)
    assert integral == pytest.approx(RULES["spread_target"], abs=1e-6)


def test_the_variance_between_is_found_in_large_groups() -> None:
    """
    Of 2,000 teams with a true standard deviation of 3, within a few percent.
    """
    center, between = paule_mandel(*group(3, 2000, 3.0), RULES)

    assert center == pytest.approx(80, abs=0.3)
    assert between == pytest.approx(9, rel=0.12)


def test_a_few_wild_teams_do_not_widen_it() -> None:
    """
    Five in a hundred, 40 points down: the plain estimate would see a spread of 9.
    """
    levels, variances = group(4, 400, 3.0)
    levels = np.sort(np.concatenate([levels[20:], levels[:20] - 40]))
    _, between = paule_mandel(levels, variances, RULES)

    assert between == pytest.approx(9, rel=0.5)


def test_noise_alone_has_no_spread() -> None:
    """
    Levels closer together than chance would put them.
    """
    levels, variances = group(5, 60, 0.0)

    assert paule_mandel(80 + (levels - 80) * 0.5, variances, RULES)[1] == 0


@pytest.mark.parametrize("teams", [1, 2, 3])
def test_tiny_groups_do_not_break(teams: int) -> None:
    """
    One team is its own middle and differs from nobody.
    """
    levels, variances = group(6, teams, 3.0)
    center, between = paule_mandel(levels, variances, RULES)

    assert levels[0] <= center <= levels[-1]
    assert between >= 0
    assert teams > 1 or between == 0


def test_the_weighted_median_is_the_first_to_reach_half() -> None:
    """
    Exactly half counts as reached.
    """
    rows = np.array([[1.0, 1.0, 2.0], [1.0, 0.9, 2.1], [5.0, 0.0, 0.0]])

    assert weighted_median(rows).tolist() == [1, 2, 0]


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    teams=st.integers(2, 40),
    spread=st.sampled_from([0.0, 2.0, 5.0]),
    moved=st.floats(-30, 30),
)
def test_order_names_and_a_constant_do_not_matter(
    seed: int, teams: int, spread: float, moved: float
) -> None:
    """
    Rows shuffled, teams renamed, everybody better by the same: the spread is the same.
    """
    levels, variances = group(seed, teams, spread)
    frame = pl.DataFrame(
        {
            "month": [date(2026, 3, 1)] * teams,
            "comparison_group": ["tier:bureau"] * teams,
            "team_id": [f"T{place:02}" for place in range(teams)],
            "level": levels,
            "variance": variances,
        }
    )
    changed = frame.sample(fraction=1, shuffle=True, seed=seed).with_columns(
        level=pl.col("level") + moved, team_id="Z" + pl.col("team_id").str.reverse()
    )
    before, after = spreads(frame, SCHEME), spreads(changed, SCHEME)

    assert after["between_variance"].item() == pytest.approx(
        before["between_variance"].item(), abs=1e-6
    )
    assert after["center"].item() == pytest.approx(before["center"].item() + moved, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), team=st.integers(0, 39))
def test_twice_the_evidence_makes_a_team_surer(seed: int, team: int) -> None:
    """
    Half the variance: more of what is seen is believed, and the others hardly notice.
    """
    levels, variances = group(seed, 40, 4.0)
    surer = variances.copy()
    surer[team] /= 2
    _, before = paule_mandel(levels, variances, RULES)
    _, after = paule_mandel(levels, surer, RULES)

    assert after / (after + surer[team]) > before / (before + variances[team])
    assert after == pytest.approx(before, rel=0.35)
