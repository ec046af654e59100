"""The SQL of queries/ against the slow second implementation of the same rules."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings

from dashboard.pipeline.build import build
from tests.comparing import differences, published
from tests.oracle.months import City, cities
from tests.oracle.planned_cities import WIDE, long_cities, planned_city, wide_cities
from tests.oracle.rules import DRAWS
from tests.oracle.score import assess
from tests.stores import new_workspace, store_city

# A failing city is printed whole, however large.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

DRAWN = ("rank_low", "rank_high", "draws_survived")
# What depends on a severity is known to the end of its sweeps (1e-9 a sweep), and a chance to
# what the levels make of that; all else is known to the order of adding.
TOLERANCE = {"severity": 1e-6, "levels": 1e-6, "flags": 1e-6, "light": 0.0} | dict.fromkeys(
    ("scores", "parts", "items", "periods"), 1e-7
)


def few(examples: int) -> Callable:
    """Set how many cities a test takes; every one is built whole."""
    return settings(
        max_examples=examples,
        deadline=None,
        # A shrunk city is worth minutes to the person who debugs one, not to every run.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@few(12)
@given(cities())
def test_sql_and_oracle_agree_on_random_cities(made: tuple[City, date]) -> None:
    """
    Every cell of every exported relation is the same in both implementations.
    """
    assert differing(*made) == {}


@few(5)
@given(long_cities())
def test_sql_and_oracle_agree_on_long_cities(made: tuple[City, date]) -> None:
    """
    So it is where windows are full, teams fall, and raters are harsh or lenient.
    """
    assert differing(*made) == {}


@few(3)
@given(wide_cities())
@example(planned_city(WIDE))
def test_sql_and_oracle_agree_on_wide_cities(made: tuple[City, date]) -> None:
    """
    So it is where a peer group is large enough to be compared with itself.
    """
    assert differing(*made) == {}


def differing(tables: City, as_of: date) -> dict[str, list[tuple[object, ...]]]:
    """Build a city and assess it; return what differs, by relation that has differences."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(Path(folder))
        upload_ids = store_city(workspace, tables)
        build(workspace, as_of)
        actual = published(workspace)

    draws: Any = {
        (row["team_id"], row["month"]): row["draws_survived"]
        for row in actual["levels"]
        if row["draws_survived"] is not None
    }
    expected = assess(tables, as_of, draws=draws)
    for row in expected["items"]:
        if row["upload_id"] is not None:
            row["upload_id"] = upload_ids[f"{row['upload_id']}/{row['kind']}"]
    found = {
        name: differences(
            name, actual[name], expected[name], tolerance=tolerance, leave_out=DRAWN
        )
        for name, tolerance in TOLERANCE.items()
    }
    found["levels"] += differing_draws(actual["levels"], expected)
    return {name: rows for name, rows in found.items() if rows}


def differing_draws(
    actual: list[dict[str, Any]], expected: dict[str, list[dict[str, Any]]]
) -> list[tuple[object, ...]]:
    """Return what of the drawn columns is further apart than two samples of draws may be.

    A share of draws is binomial: two of them differ by a standard error of √(2 p (1 − p) / N).
    Six of these, and 10 draws for the skew of a p near 0 or 1, are passed by chance about once
    in 10⁹ rows. A quantile of the place cannot be compared by its value, since two places that
    share the draws evenly may be far apart: it must lie between the other's places at shares
    that are six standard errors lower and higher (`rank_bounds`).
    """
    own = {(row["team_id"], row["month"]): row for row in expected["levels"]}
    bounds = {(row["team_id"], row["month"]): row for row in expected["rank_bounds"]}
    found: list[tuple[object, ...]] = []
    for row in actual:
        key = (row["team_id"], row["month"])
        if key not in bounds or None in (row[name] for name in DRAWN):
            found += [(key, n, row[n], own.get(key)) for n in DRAWN if row[n] is not None]
            continue
        share, other = row["draws_survived"], own[key]["draws_survived"]
        p = (share + other) / 2
        if abs(share - other) > 6 * sqrt(2 * p * (1 - p) / DRAWS) + 10 / DRAWS:
            found.append((key, "draws_survived", share, other))
        for name in ("low", "high"):
            place, least, most = (
                row[f"rank_{name}"],
                *(bounds[key][f"{name}_{end}"] for end in ("from", "to")),
            )
            if not least <= place <= most:
                found.append((key, f"rank_{name}", place, (least, most)))
    return found
