"""Chances from standard deviations, against the table every textbook prints."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from dashboard.statistics.normal import chances


@pytest.mark.parametrize(
    ("z", "probability"),
    [(0, 0.5), (1, 0.841344746069), (-1.959964, 0.025), (1.281551565545, 0.9), (-1e6, 0)],
)
def test_the_normal_distribution(z: float, probability: float) -> None:
    """
    NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.1.
    """
    asked = pl.DataFrame(
        {"team_id": ["T"], "month": [date(2026, 3, 1)], "question": ["audit"], "z": [float(z)]}
    )

    assert chances(asked)["probability"].item() == pytest.approx(probability, abs=1e-9)
    assert chances(asked.clear()).height == 0
