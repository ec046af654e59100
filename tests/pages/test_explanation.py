"""The explanation of a score re-adds: every team-month of the sample, to the last digit."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from dashboard.filters import Filters
from dashboard.reads.explained_part import explained_part
from dashboard.reads.explanation import dimension_steps, explanation, final_steps
from dashboard.reads.team_parts import team_parts
from dashboard.reads.written import PUBLISHED, STEP, Mean, difference, enough, mean, written
from dashboard.storage.built import Cursor
from dashboard.storage.workspace import Workspace

EXACT = 1e-9
SAMPLED_PARTS = 3_000
SAMPLED_MONTHS = 20


@pytest.fixture(scope="module")
def cursor(sample_workspace: Workspace) -> Iterator[Cursor]:
    """The sample city, to be asked whatever a test needs."""
    built = sample_workspace.built
    with built.open(str(built.newest())).cursor() as cursor:
        yield cursor


def check(steps: Mean) -> None:
    """What is written re-adds as it stands, to the step and to the published figure."""
    assert all(line.weight * line.value == line.product for line in steps.lines)
    assert sum((line.product for line in steps.lines), Decimal()) == steps.products
    assert sum((line.weight for line in steps.lines), Decimal()) == steps.weights
    assert written(steps.products / steps.weights, STEP) == steps.result
    assert written(steps.products / steps.weights) == written(steps.exact)


def test_every_final_score_follows_from_its_dimensions(cursor: Cursor) -> None:
    """Final, base, dimensions and parts of every team-month re-add, exactly and written."""
    totals = cursor.sql(
        "select team_id, month, base_score, final_score as exact_score, adjustment, "
        "rounded_score as final_score from scores.totals"
    ).pl()
    parts = cursor.sql(
        "select p.team_id, p.month, r.dimension, r.part, r.points, p.part_score, "
        "d.score as dimension_score, d.points as dimension_points from scores.parts as p "
        "join rules.parts as r using (part) join scores.dimensions as d "
        "on d.team_id = p.team_id and d.month = p.month and d.dimension = r.dimension "
        "order by r.position"
    ).pl()
    by_month = parts.partition_by("team_id", "month", as_dict=True)
    assert totals.height > 2_000

    for now in totals.iter_rows(named=True):
        if now["base_score"] is None:
            assert final_steps(now)[-1] is None
            continue
        dimensions = dimension_steps(by_month[(now["team_id"], now["month"])])
        check_month(now, dimensions)


def check_month(now: dict[str, Any], dimensions: Any) -> None:
    """One team-month: from its parts to its published score."""
    pairs = []
    for of in dimensions:
        check(of.mean)
        pairs.append((float(of.points), of.mean.exact))
    weights = sum(points for points, _ in pairs)
    base = sum(points * score for points, score in pairs) / weights
    assert abs(base - now["base_score"]) < EXACT
    assert abs(min(max(base + now["adjustment"], 0), 100) - now["exact_score"]) < EXACT
    check(mean(pairs, now["base_score"]))
    shown, adjustment, total, final = final_steps(now)
    assert shown is not None
    assert total is not None
    assert shown + adjustment == total
    assert written(min(max(total, Decimal()), Decimal(100)), PUBLISHED) == final


def test_every_part_follows_from_its_items(cursor: Cursor) -> None:
    """The mean of the items, and with the rate of the peers, re-adds in thousands of parts."""
    rates = cursor.sql(
        "select p.team_id, p.month, p.part, p.rate, p.shrunken_rate, "
        "r.prior_weight, i.prior from scores.parts as p join rules.parts as r using (part) "
        "join scope.team_months as t on t.team_id = p.team_id and t.month = p.month "
        "join scores.priors as i on i.peer_group = t.peer_group and i.month = p.month "
        "and i.part = p.part order by 1, 2, 3"
    ).pl()
    items = cursor.sql("select team_id, month, part, w, x from scores.items").pl()
    sampled = rates.sample(SAMPLED_PARTS, seed=20261031)
    keys = ["team_id", "month", "part"]
    by_part = items.join(sampled.select(keys), on=keys).partition_by(keys, as_dict=True)

    for row in sampled.iter_rows(named=True):
        pairs = list(by_part[tuple(row[key] for key in keys)].select("w", "x").iter_rows())
        rate = sum(w * x for w, x in pairs) / sum(w for w, _ in pairs)
        assert abs(rate - row["rate"]) < EXACT
        check(mean(pairs, row["rate"]))
        if row["prior_weight"]:
            pairs.append((row["prior_weight"], row["prior"]))
            check(mean(pairs, row["shrunken_rate"]))


def test_what_the_page_reads_is_what_was_scored(cursor: Cursor) -> None:
    """Every level of some team-months, read as the page reads them, down to the rows."""
    months = cursor.sql("select team_id, month from scope.team_months order by 1, 2").fetchall()
    for team_id, month in random.Random(7).sample(months, 4):
        filters = Filters(month=month, open_team=team_id)
        steps, parts = explanation(cursor, filters), team_parts(cursor, filters)
        assert steps is not None
        assert parts is not None
        for row in parts.parts.filter(pl.col("n").is_not_null()).iter_rows(named=True):
            found = explained_part(cursor, replace(filters, item=row["part"]))
            assert found is not None
            assert len(found.items) == row["n"]
            assert all(item["rows"] for item in found.items)
            check(found.rate)
            check_scaled(row, found.scaled)


def test_a_corrected_rating_re_adds(cursor: Cursor) -> None:
    """Given less leniency, as written, is what the item counts, within 0 and 100."""
    found = cursor.sql(
        "select r.mean_score, s.severity, i.x from (select month, team_id, rater_id, "
        "avg(score) as mean_score from staging.ratings where rater_group <> 'self' "
        "group by all) as r join scores.items as i on i.team_id = r.team_id "
        "and i.month = r.month and i.item_key = r.rater_id and i.kind = 'ratings' "
        "join estimates.severity as s on s.month = r.month and s.rater_id = r.rater_id"
    ).fetchall()
    assert len(found) > 1_000

    for mean_score, severity, value in found:
        steps = difference(mean_score, severity)
        assert steps.one - steps.other == steps.result
        clipped = min(max(float(steps.result), 0), 100)
        assert written(clipped, STEP) == written(value, STEP)


def test_who_may_not_see_a_correction_reads_the_same_score(cursor: Cursor) -> None:
    """Items, rate and score are the same; what was given is not there."""
    seen = Filters(month=date(2026, 10, 1), open_team="T0013", item="rating_superior")
    open_, closed = (
        explained_part(cursor, replace(seen, sees_severity=sees)) for sees in (True, False)
    )
    assert open_ is not None
    assert closed is not None

    assert open_.rate == closed.rate
    assert any(item["correction"] for item in open_.items)
    for item in closed.items:
        assert item["correction"] is None
        assert item["is_corrected"] == (item["mean_score"] is None)
        assert all((row["score"] is None) == row["is_corrected"] for row in item["rows"])


def check_scaled(row: dict[str, Any], scaled: tuple[Decimal, Decimal] | None) -> None:
    """The rate lies between the worst and the best where the written sum says."""
    if scaled is None:
        assert abs(row["part_score"] - row["shrunken_rate"]) < EXACT
        return
    rate, _ = scaled
    low, high = Decimal(str(row["worst"])), Decimal(str(row["best"]))
    score = min(max(100 * (rate - low) / (high - low), Decimal()), Decimal(100))
    assert written(score, STEP) == written(row["part_score"], STEP)


def test_the_bars_add_up_to_the_published_difference(cursor: Cursor) -> None:
    """Peers' median, bars and own score re-add in every sampled team-month."""
    months = cursor.sql("select team_id, month from scope.team_months order by 1, 2").fetchall()
    for team_id, month in random.Random(8).sample(months, SAMPLED_MONTHS):
        found = team_parts(cursor, Filters(month=month, open_team=team_id))
        assert found is not None
        bars = found.bars
        if bars is None:
            continue
        moved = sum(bars.parts.values(), Decimal()) + bars.adjustment + bars.rest
        assert bars.median + moved == bars.final
        assert bars.difference == moved


@pytest.mark.parametrize(
    ("value", "shown"),
    [(79.995, "80.00"), (79.994999, "79.99"), (59.999999999, "60.00"), (-0.005, "0.00")],
)
def test_figures_are_published_by_one_rule(value: float, shown: str) -> None:
    """Halves go up, and binary noise does not decide a tie."""
    assert f"{written(value):.2f}" == shown


def test_as_many_decimals_are_written_as_the_result_needs() -> None:
    """A rate that is multiplied by 12.5 is written with more decimals."""
    rate = 80 + 100 / 700
    result = written(100 * (rate - 80) / 8, STEP)

    shown = enough(rate, lambda value: 100 * (value - 80) / 8, result)

    assert written(100 * (shown - 80) / 8, STEP) == result
    assert shown != written(rate, STEP)
