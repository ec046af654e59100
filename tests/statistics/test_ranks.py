"""Places drawn again and again: what sure, unsure and equal teams get."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from dashboard.statistics.ranks import draws

MARCH = date(2026, 3, 1)
RULES = {
    "draws": 2000,
    "draws_seed": 1,
    "draws_least_factor": 0.75,
    "draws_most_factor": 1.25,
    "rank_low_quantile": 0.05,
    "rank_high_quantile": 0.95,
    "standard_margin": 5.0,
}


def drawn(
    scores: dict[str, dict[str, float]],
    *,
    sd: float = 0.0,
    reliability: float = 1.0,
    peers: dict[str, str] | None = None,
    variance: float = 1.0,
    **changes: float,
) -> dict[str, tuple[float, float, float]]:
    """Draw teams with these dimension scores; return (low, high, survived) by team."""
    peers = peers or {}
    dimensions = pl.DataFrame(
        [
            {
                "team_id": team,
                "month": MARCH,
                "dimension": name,
                "score": score,
                "points": {"tasks": 50.0, "audit": 10.0}[name],
            }
            for team, by_name in scores.items()
            for name, score in by_name.items()
        ]
    )
    posteriors = pl.DataFrame(
        [
            {
                "team_id": team,
                "month": MARCH,
                "comparison_group": "tier:bureau",
                "peer_group": peers.get(team, "bureaus"),
                "variance": variance,
                "between_variance": 9.0 if reliability else 0.0,
                "reliability": reliability,
                "posterior_sd": sd,
            }
            for team in scores
        ]
    )
    members = posteriors.select("month", "comparison_group", "team_id")
    frame = draws(dimensions, posteriors, members, pl.DataFrame([RULES | changes]))
    return {row[0]: row[2:] for row in frame.iter_rows()}


def test_sure_teams_keep_their_places() -> None:
    """
    Better in every dimension, they are better under any weights.
    """
    found = drawn(
        {
            "A": {"tasks": 90, "audit": 90},
            "B": {"tasks": 80, "audit": 70},
            "C": {"tasks": 60, "audit": 50},
        }
    )

    assert found == {"A": (1, 1, 0), "B": (2, 2, 0), "C": (3, 3, 1)}


def test_equal_teams_share_the_better_place() -> None:
    """
    In a group whose teams are equal up to chance, everybody is first and nobody is under.
    """
    found = drawn(
        {name: {"tasks": 70.0 + place} for place, name in enumerate("ABCD")}, reliability=0.0
    )

    assert set(found.values()) == {(1, 1, 0)}


def test_places_are_among_peers() -> None:
    """
    The comparison group gives the middle, the peer group the places.
    """
    found = drawn(
        {"A": {"tasks": 90}, "B": {"tasks": 80}, "C": {"tasks": 60}}, peers={"C": "towns"}
    )

    assert found["C"] == (1, 1, 1)


def test_weights_can_decide_who_is_first() -> None:
    """
    A is better at tasks, B at audit: either leads under some factors.
    """
    found = drawn({"A": {"tasks": 80, "audit": 70}, "B": {"tasks": 78, "audit": 80.0}})

    assert found["A"] == (1, 2, 0)
    assert found["B"] == (1, 2, 0)


def test_uncertainty_widens_the_places() -> None:
    """
    Ten teams a point apart, each known to five points: the middle could be almost anywhere.
    """
    found = drawn({f"T{place}": {"tasks": 80.0 - place} for place in range(10)}, sd=5.0)

    assert found["T5"][0] <= 2
    assert found["T5"][1] >= 9


def test_a_policy_floor_is_a_fixed_line() -> None:
    """
    With a standard of the scheme the middle does not matter.
    """
    scores = {"A": {"tasks": 76.0}, "B": {"tasks": 74.0}, "C": {"tasks": 73.0}}

    assert [row[2] for row in drawn(scores, standard=75.0).values()] == [0, 1, 1]


def test_the_same_seed_gives_the_same_draws_in_any_order() -> None:
    """
    Draws belong to a month and its teams, not to the order of rows or months.
    """
    scores = {f"T{place}": {"tasks": 80.0 - place, "audit": 60.0} for place in range(10)}
    turned = dict(reversed(scores.items()))

    assert drawn(scores, sd=3.0) == drawn(turned, sd=3.0)
    assert drawn(scores, sd=3.0) != drawn(scores, sd=3.0, draws_seed=2)


def test_the_share_of_draws_under_the_standard_is_the_chance() -> None:
    """
    One point over a standard that is five under the middle, known to two points: 30.9 %.
    """
    scores = {name: {"tasks": 80.0} for name in "ABCDE"} | {"Z": {"tasks": 76.0}}

    assert drawn(scores, sd=2.0)["Z"][2] == pytest.approx(0.3085, abs=0.04)


def test_no_draw_hangs_on_the_last_bit_of_a_weight() -> None:
    """
    Where the weights of half the teams are half but for rounding, every draw says so alike.
    """
    scores = {f"T{place:02}": {"tasks": 60.0 + place} for place in range(14)}
    # In order of level the first seven weigh 0.7; added in this order, a last bit less.
    found = drawn(scores, variance=1 / 0.1 - 9)
    moved = drawn(scores, variance=1 / 0.1 - 9 + 1e-13)

    assert found == moved
