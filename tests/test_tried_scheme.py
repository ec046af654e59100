"""The what-if against the build: nothing tried is what was scored, team by team."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest

from dashboard.filters import Filters
from dashboard.pipeline.query_files import QUERIES
from dashboard.reads.run import run
from dashboard.reads.scheme import Scheme, scheme_in_force
from dashboard.reads.tried import problems, tried_of, values_of
from dashboard.storage.built import Cursor
from dashboard.storage.workspace import Workspace

TOLERANCE = 1e-9


@pytest.fixture(scope="module")
def cursor(sample_workspace: Workspace) -> Iterator[Cursor]:
    """The sample city as it was scored."""
    built = sample_workspace.built
    with built.open(str(built.newest())).cursor() as cursor:
        yield cursor


@pytest.fixture(scope="module")
def scheme(cursor: Cursor) -> Scheme:
    """The scheme in force."""
    return scheme_in_force(cursor, Filters())


def written_out(numbers: dict[str, float]) -> str:
    """Every number as an address would hold it, also those that are as in force."""
    return "~".join(f"{name}-{value:g}" for name, value in numbers.items())


def tried(cursor: Cursor, month: object, numbers: str | None) -> pl.DataFrame:
    """What the page would be told, for the whole city."""
    nobody = dict.fromkeys(("team", "scope", "tier", "peer_group", "grade", "light"))
    return run(cursor, "tried_scheme", month=month, tried=numbers, **nobody)


@pytest.mark.parametrize("kind", ["nothing", "every number as it is", "all points doubled"])
def test_the_scheme_in_force_gives_the_scores_in_force(
    cursor: Cursor, scheme: Scheme, kind: str
) -> None:
    """Every team and month: score, evidence, grade, its reason and rank are those built."""
    points = {rule.name: 2 * (rule.value or 0) for rule in scheme.of("dimension")}
    numbers = {
        "nothing": None,
        "every number as it is": written_out(scheme.can_be_tried),
        "all points doubled": written_out(points),
    }[kind]
    scored = cursor.sql(
        "select scores.*, totals.rounded_score from scores.scores "
        "inner join scores.totals using (team_id, month)"
    ).pl()
    compared = 0
    for (month,), teams in scored.group_by("month"):
        both = teams.join(tried(cursor, month, numbers), on="team_id", suffix="_now")
        compared += both.height
        for built, again in (
            ("base_score", "tried_base"),
            ("final_score", "tried_final"),
            ("covered_weight", "tried_covered"),
        ):
            assert both[built].is_null().equals(both[again].is_null())
            assert ((both[built] - both[again]).abs() <= TOLERANCE).all()
        for built, again in (
            ("rounded_score", "tried_score"),
            ("grade", "tried_grade"),
            ("grade_reason", "tried_grade_reason"),
            ("rank", "tried_rank"),
        ):
            assert both.filter(pl.col(built).ne_missing(pl.col(again))).is_empty()
        assert both.filter(pl.col("side").ne_missing(pl.col("tried_side"))).is_empty()

    assert compared == scored.height > 2_000


def test_the_same_trial_gives_the_same_answer(cursor: Cursor) -> None:
    """The draws are a table, so a link says tomorrow what it says today."""
    month = cursor.sql("select max(month) from scores.months").fetchall()[0][0]
    first, second = (tried(cursor, month, "tasks-30~good-82") for _ in range(2))

    shares = ("grade_share", "side_share", "is_steady", "tried_grade", "tried_rank")
    assert first.select(shares).equals(second.select(shares))
    assert first["grade_share"].drop_nulls().is_between(0, 1).all()


def test_draws_cover_the_range_of_factors_evenly(scheme: Scheme) -> None:
    """Each dimension meets each 64th of the range once, whatever the others do."""
    draws = pl.read_csv(QUERIES / "rules" / "draws.csv")
    dimensions = {rule.name for rule in scheme.of("dimension")}

    assert set(draws["dimension"]) == dimensions
    for _, shares in draws.group_by("dimension"):
        count = shares.height
        assert shares["draw"].n_unique() == count
        assert sorted(shares["share"]) == pytest.approx(
            [(place + 0.5) / count for place in range(count)]
        )


def test_only_what_differs_is_written(scheme: Scheme) -> None:
    """An address says what is tried and nothing else; read again it says the same."""
    numbers = scheme.can_be_tried | {"tasks": 40.5, "red_line": 65.0}

    assert tried_of(numbers, scheme) == "tasks-40.5~red_line-65"
    assert values_of("tasks-40.5~red_line-65") == {"tasks": 40.5, "red_line": 65.0}
    assert tried_of(scheme.can_be_tried, scheme) is None
    assert values_of(None) == {}


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ({}, []),
        ({"tasks": 0.0}, []),
        ({"cards": 5.0}, [("unknown", "cards")]),
        ({"tasks": -1.0}, [("negative", "tasks")]),
        ({"rating_peer": -1.0}, [("negative", "rating_peer")]),
        ({"red_line": 70.0}, []),
        ({"red_line": 71.0}, [("line_order", "")]),
        ({"good": 90.0}, [("grade_order", "")]),
        ({"fair": 85.0}, [("grade_order", "")]),
        ({"excellent": 101.0}, [("too_high", "excellent")]),
        (
            {"rating_superior": 0.0, "rating_peer": 0.0, "rating_public": 0.0},
            [("no_parts", "evaluation")],
        ),
        (
            {"rating_superior": 0.0, "rating_peer": 0.0, "rating_public": 0.0, "evaluation": 0},
            [],
        ),
    ],
    ids=str,
)
def test_what_cannot_be_scored_by_is_named(
    scheme: Scheme, numbers: dict[str, float], found: list[tuple[str, str]]
) -> None:
    """Each mistake is named once, with the number it is about."""
    assert problems(numbers, scheme) == found


def test_no_points_at_all_is_named(scheme: Scheme) -> None:
    """Without points there is nothing to score by."""
    nothing = {rule.name: 0.0 for rule in scheme.of("dimension")}

    assert problems(nothing, scheme) == [("no_points", "")]
