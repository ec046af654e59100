"""The truth about a city: the level of every team and month, and who is below standard."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.bench.city_expected import RULES, Sums, expected_sums
from dashboard.bench.truth_city import City
from dashboard.sample.draws import Array


def truth_of(city: City) -> pl.DataFrame:
    """Score every team-month as if luck, small numbers and strict raters did not exist.

    The level is that of the flag rules, section 2, computed from expected evidence over
    the window; the standard is the median of the comparison group less the margin. In
    truth there is no sampling variance, so the weights of that median are all equal.

    Returns:
        One row per team and month: team_id, month (text, 2026-03), level and standard
        (points), is_below (level under standard).
    """
    rules = settings()
    level = true_levels(expected_sums(city), int(rules["level_months"]))
    standard = np.empty_like(level)
    for places in comparison_groups(city, int(rules["comparison_least_teams"])):
        members, compared = places
        standard[members] = lower_median(level[compared]) - rules["standard_margin"]
    return pl.DataFrame(
        {
            "team_id": city.ids(np.repeat(np.arange(city.teams), city.months)),
            "month": np.tile(city.starts.astype(str), city.teams),
            "level": level.ravel(),
            "standard": standard.ravel(),
        }
    ).with_columns((pl.col("level") < pl.col("standard")).alias("is_below"))


def true_levels(sums: Sums, window: int) -> Array:
    """Return points, 0 to 100, by team and month: expected evidence, scored as usual.

    Args:
        window: months of evidence; early months have those there are.
    """
    parts = pl.read_csv(RULES / "parts.csv")
    shape = next(iter(sums.values()))[0].shape
    points_of_all, score_of_all = np.zeros(shape), np.zeros(shape)
    for (_,), rows in parts.group_by("dimension", maintain_order=True):
        points_with_items, score = np.zeros(shape), np.zeros(shape)
        for part in rows.iter_rows(named=True):
            sum_w, sum_wx = (_window_sum(values, window) for values in sums[part["part"]])
            has_items = sum_w > 0
            rate = sum_wx / np.where(has_items, sum_w, 1)
            share = (rate - part["worst"]) / (part["best"] - part["worst"])
            points_with_items += part["points"] * has_items
            score += part["points"] * has_items * 100 * np.clip(share, 0, 1)
        points = np.where(points_with_items > 0, float(rows["points"].sum()), 0.0)
        points_of_all += points
        score_of_all += points * score / np.maximum(points_with_items, 1e-9)
    return score_of_all / points_of_all


def comparison_groups(city: City, least_teams: int) -> list[tuple[Array, Array]]:
    """Return, per group, who is judged by it and who makes it up, as places of teams.

    A peer group with too few teams is judged by its whole tier.
    """
    tiers, groups = city.tiers.to_numpy(), city.groups.to_numpy()
    pairs = []
    for group in dict.fromkeys(groups):
        members = np.flatnonzero(groups == group)
        is_small = len(members) < least_teams
        compared = np.flatnonzero(tiers == tiers[members[0]]) if is_small else members
        pairs.append((members, compared))
    return pairs


def lower_median(levels: Array) -> Array:
    """Return, per month, the first level at which half of the teams is reached."""
    return np.sort(levels, axis=0)[(len(levels) - 1) // 2]


def _window_sum(values: Array, window: int) -> Array:
    total = np.cumsum(values, axis=1)
    before = np.zeros_like(total)
    before[:, window:] = total[:, :-window]
    # Sums of nothing must stay nothing, not a rest of the subtraction.
    return np.where(np.cumsum(values > 0, axis=1) > 0, total - before, 0)


def settings() -> dict[str, float]:
    """Return the numbers of queries/rules/settings.csv that are set, by name."""
    rows = pl.read_csv(RULES / "settings.csv", infer_schema=False).drop_nulls("value")
    return {name: float(value) for name, value in rows.select("name", "value").iter_rows()}
