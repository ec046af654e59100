"""Crossed random effects against published results and against dense algebra."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.statistics.crossed import Crossing, crossed_effects
from tests.statistics import penicillin


def test_a_balanced_table_gives_the_published_components() -> None:
    """
    On balanced data method III is the analysis of variance, and equal to REML.

    lme4's documentation gives 0.7169, 3.7311 and 0.3024 (D. Bates et al., J. Stat. Softw. 67
    (2015), 1); its optimiser stops 2e-4 short of the second, which sums of squares give.
    """
    _, found, labels = crossed_effects(penicillin.balanced())

    assert found.rater == pytest.approx(0.7169, abs=5e-5)
    assert found.team == pytest.approx(3.7311, abs=3e-4)
    assert found.error == pytest.approx(0.3024, abs=5e-5)
    assert found.team == pytest.approx(3.7309178743961358, abs=1e-9)
    assert set(labels) == {0}


def test_a_balanced_table_gives_the_effects_of_the_published_model() -> None:
    """
    Effects of plates a to f as statsmodels 0.15 predicts them at these components.
    """
    effects, _, _ = crossed_effects(penicillin.balanced())

    expected = [0.8045470444, 0.8045470444, 0.1816719133, 0.337390696, 0.0259531305]
    assert effects[:5] == pytest.approx(expected, abs=1e-8)
    assert effects.sum() == pytest.approx(0, abs=1e-9)


def test_an_unbalanced_table_gives_what_a_published_package_gives() -> None:
    """
    Sums of squares of three least-squares fits by statsmodels 0.15, set into the formulas.

    RSS 23.400449500624 with both factors, 330.466666666667 with plates, 108.096052631579 with
    samples. The effects are its predictions; its mixed model holds the mean to 5e-6 only.
    """
    effects, found, _ = crossed_effects(penicillin.unbalanced())

    assert found.error == pytest.approx(0.29250561875780134, abs=1e-10)
    assert found.rater == pytest.approx(0.756970620383742, abs=1e-10)
    assert found.team == pytest.approx(3.595337518497099, abs=1e-10)
    expected = [0.686623855, 0.9546659398, -0.3026644033, 0.6233763988, 0.0203059025]
    assert effects[:5] == pytest.approx(expected, abs=1e-5)


def crossings() -> st.SearchStrategy[Crossing]:
    """Unbalanced tables, often of several components."""

    def made(seed: int, raters: int, cells: int, share: float) -> Crossing:
        rng = np.random.default_rng(seed)
        pairs = np.flatnonzero(rng.random(raters * cells) < share)
        pairs = pairs if len(pairs) else np.array([0])
        _, rater = np.unique(pairs // cells, return_inverse=True)
        _, cell = np.unique(pairs % cells, return_inverse=True)
        y = rng.normal(0, 3, raters)[rater] + rng.normal(0, 4, cells)[cell]
        return Crossing(rater, cell, 80 + y + rng.normal(0, 2, len(pairs)))

    return st.builds(
        made,
        seed=st.integers(0, 10**6),
        raters=st.integers(1, 9),
        cells=st.integers(1, 12),
        share=st.sampled_from([0.15, 0.3, 0.6, 1.0]),
    )


@settings(max_examples=150, deadline=None)
@given(crossings())
def test_effects_are_the_best_linear_predictions(crossing: Crossing) -> None:
    """
    Dense algebra gives the same components and the same predictions.
    """
    effects, found, labels = crossed_effects(crossing)
    raters = np.eye(crossing.rater.max() + 1)[crossing.rater]
    cells = np.eye(crossing.cell.max() + 1)[crossing.cell]
    count, y = len(crossing.y), crossing.y
    freedom = count - raters.shape[1] - cells.shape[1] + labels.max() + 1
    if freedom <= 0:
        assert not effects.any()
        return
    assert found.error == pytest.approx(_residual([raters, cells], y) / freedom, abs=1e-8)
    if found.error < 1e-9:
        return
    covariance = (
        found.rater * raters @ raters.T
        + found.team * cells @ cells.T
        + found.error * np.eye(count)
    )
    weights = np.linalg.inv(covariance)
    mean = weights.sum(axis=0) @ y / weights.sum()
    assert effects == pytest.approx(found.rater * raters.T @ weights @ (y - mean), abs=1e-6)


def _residual(designs: list[np.ndarray], y: np.ndarray) -> float:
    design = np.hstack(designs)
    left = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return float(left @ left)


@settings(max_examples=50, deadline=None)
@given(crossings(), st.floats(-50, 50))
def test_a_constant_moves_nobody_and_order_does_not_matter(
    crossing: Crossing, constant: float
) -> None:
    """
    A city that rates everybody higher has no lenient raters; rows come in any order.
    """
    order = np.random.default_rng(len(crossing.y)).permutation(len(crossing.y))
    moved = Crossing(crossing.rater[order], crossing.cell[order], crossing.y[order] + constant)

    assert crossed_effects(moved)[0] == pytest.approx(crossed_effects(crossing)[0], abs=1e-6)
