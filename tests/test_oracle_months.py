"""The oracle on random cities: it runs, and what it says holds together."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracle.city_rows import COLUMNS
from tests.oracle.months import City, cities
from tests.oracle.planned_cities import long_cities, wide_cities
from tests.oracle.score import assess

# A failing city is printed whole, however large.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

COLUMNS_OF = {
    "scores": "team_id month final_score base_score adjustment covered_weight task_count"
    " tasks_score evaluation_score disclosure_score petitions_score audit_score grade"
    " grade_reason rank ranked_teams rolled_score",
    "parts": "team_id month part n sum_w rate shrunken_rate part_score",
    "items": "team_id month part item_key w x kind source_key upload_id",
    "severity": "month rater_id severity ratings teams component",
    "levels": "team_id month level variance posterior_mean posterior_sd reliability standard"
    " p_below bfdr outlier_z outlier_q rank_low rank_high draws_survived state",
    "rank_bounds": "team_id month low_from low_to high_from high_to",
    "periods": "team_id period score grade grade_reason graded_months",
    "flags": "flag team_id month severity subject observed threshold n probability since note",
    "light": "team_id month light underperforming",
}

ALL_CITIES = st.one_of(cities(), long_cities(), wide_cities())
FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@FEW
@given(ALL_CITIES)
def test_the_oracle_runs_on_random_cities(made: tuple[City, date]) -> None:
    """
    Columns and their order are those of interface.md, keys are unique, shares are in range.
    """
    tables, as_of = made
    answer = assess(tables, as_of)

    assert answer.keys() == COLUMNS_OF.keys()
    for relation, rows in answer.items():
        assert all(list(row) == COLUMNS_OF[relation].split() for row in rows)
    team_months = [(row["team_id"], row["month"]) for row in answer["scores"]]
    assert len(set(team_months)) == len(team_months)
    assert [(row["team_id"], row["month"]) for row in answer["light"]] == team_months
    items = [(r["team_id"], r["month"], r["part"], r["item_key"]) for r in answer["items"]]
    assert len(set(items)) == len(items)
    assert all(0 <= row["x"] <= 100 and row["w"] > 0 for row in answer["items"])
    assert {item[:2] for item in items} <= set(team_months)
    assert all(row["month"] <= f"{as_of:%Y-%m}" for row in answer["scores"])
    assert all(
        (row["rank"] is None) == (row["grade"] == "ungraded") for row in answer["scores"]
    )


@FEW
@given(ALL_CITIES)
def test_random_cities_are_valid_uploads(made: tuple[City, date]) -> None:
    """
    Known teams, full rows, no key twice in an upload, one rater group per team and month.
    """
    tables, _ = made
    teams = {row["team_id"] for row in tables["teams"]}
    keys = {
        "teams": ("team_id",),
        "tasks": ("task_id", "team_id"),
        "ratings": ("month", "team_id", "rater_id", "item"),
        "ballots": ("month", "team_id", "rater_group"),
        "disclosures": ("notice_id", "team_id"),
        "objections": ("objection_id",),
        "petitions": ("case_id",),
        "audit_findings": ("finding_id",),
        "adjustments": ("adjustment_id",),
    }
    for kind, rows in tables.items():
        assert all(row["team_id"] in teams for row in rows)
        assert all(list(row) == [*COLUMNS[kind].split(), "upload_id", "row"] for row in rows)
        found = [(row["upload_id"], *(row[column] for column in keys[kind])) for row in rows]
        assert len(set(found)) == len(found), kind
    groups: dict[tuple, set[str]] = {}
    for row in tables["ratings"]:
        key = (row["month"], row["team_id"], row["rater_id"])
        groups.setdefault(key, set()).add(row["rater_group"])
    assert all(len(found) == 1 for found in groups.values())
