"""Chances from standard deviations."""

from __future__ import annotations

import polars as pl
from scipy.special import ndtr


def chances(deviates: pl.DataFrame) -> pl.DataFrame:
    """Answer each question by the normal distribution.

    Args:
        deviates: team_id, month, question, z (standard deviations).

    Returns:
        team_id, month, question, and probability (0 to 1): the share of a normal
        distribution below z.

    Source: Flag rules, sections 2, 3 and 5.
    """
    return deviates.select(
        "team_id",
        "month",
        "question",
        pl.Series("probability", ndtr(deviates["z"].to_numpy()), dtype=pl.Float64),
    )
