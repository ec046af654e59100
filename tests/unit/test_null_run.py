"""The run on cities of equal teams: what it may depend on, and that it finds nobody."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard.statistics.null_run import Group, Month, listed, null_run
from dashboard.statistics.scheme import scheme_of
from dashboard.storage.built import Cursor
from dashboard.storage.workspace import Workspace

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
CENTER = 85.0
RULES = {
    "draws_seed": 20260101,
    "null_runs": 20,
    "standard": None,
    "standard_margin": 5.0,
    "watch_false_share": 0.2,
    "watch_probability": 0.5,
    "concern_false_share": 0.1,
    "spread_target": 0.6786546,
    "spread_quantile": 0.1,
    "spread_limit": 10_000.0,
}


def scheme(**changes: float) -> pl.DataFrame:
    """The row of scope.scheme, as far as it matters here."""
    return pl.DataFrame([RULES | changes], schema_overrides={"standard": pl.Float64})


def city(sizes: dict[str, int], variance: float = 4.0, seed: int = 1) -> pl.DataFrame:
    """Teams of two months in groups of these sizes; variances differ around the given one."""
    draw = np.random.default_rng(seed)
    rows = [
        {
            "month": month,
            "comparison_group": group,
            "team_id": f"{group}-{number:03}",
            "variance": variance * draw.uniform(0.25, 4),
            "center": CENTER,
        }
        for month in (JULY, AUGUST)
        for group, size in sizes.items()
        for number in range(size)
    ]
    return pl.DataFrame(rows)


def run(teams: pl.DataFrame, rules: pl.DataFrame | None = None) -> pl.DataFrame:
    """Run it where every team is judged in the group it is a member of."""
    return null_run(teams, teams, scheme() if rules is None else rules)


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False), st.floats(1, 400))
def test_the_order_of_rows_is_nothing(shuffling: object, variance: float) -> None:
    """Rows in any order give the same counts, month by month."""
    teams = city({"peer:a": 30, "tier:b": 12}, variance)
    seed = shuffling.randrange(1000)  # pyright: ignore[reportAttributeAccessIssue]
    levels, posteriors = (
        teams.sample(fraction=1, shuffle=True, seed=seed + more) for more in (0, 1)
    )

    assert_frame_equal(null_run(levels, posteriors, scheme()), run(teams))


def test_a_month_gives_the_same_alone_and_among_others() -> None:
    """The seed is that of the month, so an incremental build repeats a full one."""
    teams = city({"peer:a": 60}, variance=200)
    alone = run(teams.filter(pl.col("month") == AUGUST))

    assert_frame_equal(alone, run(teams).filter(pl.col("month") == AUGUST))
    assert_frame_equal(run(teams), run(teams))


def test_the_seed_of_the_rules_is_the_seed() -> None:
    """Another seed is other luck, and other months are other luck too."""
    teams = city({"peer:a": 200}, variance=400)
    ours, others = run(teams), run(teams, scheme(draws_seed=7, null_runs=200))

    assert ours["listed_watch"].to_list() != others["listed_watch"].to_list()
    assert ours["listed_watch"][0] != ours["listed_watch"][1]


@pytest.mark.parametrize("variance", [0.5, 4.0, 20.0])
def test_nobody_is_listed_where_nobody_differs(variance: float) -> None:
    """Of 1,000 equal teams fewer than one in two cities is listed."""
    found = run(city({f"peer:{name}": 100 for name in "abcdefghij"}, variance))

    assert found["runs"].to_list() == [20, 20]
    assert found["teams"].to_list() == [1000, 1000]
    assert found["listed_concern"].max() <= 0.5  # pyright: ignore[reportOperatorIssue]
    assert (found["listed_concern"] <= found["listed_watch"]).all()


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("variance", [1e-9, 4.0, 1e6])
def test_a_tiny_group_does_not_explode(size: int, variance: float) -> None:
    """One to three teams give finite counts, and never more than there are."""
    found = run(city({"peer:a": size}, variance))

    assert found["listed_watch"].is_finite().all()
    assert (found["listed_watch"] <= size).all()
    if variance < 100:
        assert found["listed_concern"].to_list() == [0, 0]


def test_members_of_a_tier_that_are_judged_elsewhere_shape_it_only() -> None:
    """A team in two groups is counted once, in the group it is judged in."""
    teams = city({"peer:a": 30, "tier:b": 5})
    both = teams.filter(pl.col("comparison_group") == "peer:a").with_columns(
        pl.lit("tier:b").alias("comparison_group")
    )

    found = null_run(pl.concat([teams, both]), teams, scheme())

    assert found["teams"].to_list() == [35, 35]


def test_a_policy_floor_lists_nobody_by_itself() -> None:
    """Where the floor lies above the center, the equal teams stand clear of it."""
    teams = city({"peer:a": 100})

    assert run(teams, scheme(standard=CENTER + 5))["listed_concern"].max() == 0


def test_no_level_gives_no_row() -> None:
    """A city nobody can be judged in has no run."""
    nothing = city({"peer:a": 1}).clear()

    assert run(nothing).is_empty()
    assert run(nothing).columns == [
        "month",
        "runs",
        "teams",
        "listed_watch",
        "listed_concern",
    ]


def test_a_run_judges_as_the_build_does(sample_workspace: Workspace) -> None:
    """Given the real levels in place of luck, it lists as many as the published chances."""
    built = sample_workspace.built
    with built.open(str(built.newest())).cursor() as cursor:
        rules = scheme_of(cursor.sql("from scope.scheme").pl())
        for month, watch, concern in published_counts(cursor):
            counted = listed(*real_levels(cursor, month), rules)
            assert [counts.tolist() for counts in counted] == [[watch], [concern]], month


def published_counts(cursor: Cursor) -> list[tuple[date, int, int]]:
    """Month, and teams that the published columns list at either false discovery rate."""
    return cursor.sql(
        """
        select
            month,
            count_if(bfdr <= watch_false_share and is_likely)::int,
            count_if(bfdr <= concern_false_share and is_likely)::int
        from (
            select *, between_variance > 0 and p_below >= watch_probability as is_likely
            from estimates.levels cross join scope.scheme where state = 'ok'
        )
        group by month order by month
        """
    ).fetchall()


def real_levels(cursor: Cursor, month: date) -> tuple[Month, list[np.ndarray]]:
    """The groups of a month, and one run of its real levels."""
    teams = cursor.sql(
        "from estimates.levels where month = $month and state = 'ok' order by team_id",
        params={"month": month},
    ).pl()
    members = cursor.sql(
        "from estimates.members where month = $month", params={"month": month}
    ).pl()
    groups, levels = [], []
    for name in teams["comparison_group"].unique():
        inside = members.filter(pl.col("comparison_group") == name)["team_id"].implode()
        places = np.flatnonzero(teams["team_id"].is_in(inside).to_numpy())
        compared = np.flatnonzero((teams["comparison_group"] == name).to_numpy())
        groups.append(Group(places, compared, CENTER))
        levels.append(teams["level"].to_numpy()[places][None])
    return Month(month, teams["variance"].to_numpy(), groups), levels
