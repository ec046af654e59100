"""The golden example of scoring.md section 6 through the real pipeline: uploads in, scores out.

Its priors are those of a peer group, so a second team brings them about: with its petitions
the two together have 99 of 100 answered in time, 97 of 100 closed in time, 12 repeats of
100, 46 of 50 satisfied and 35 of 50 rated.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.pipeline.build import build
from tests.comparing import published
from tests.oracle.golden import AS_OF, MONTH, adjustment, golden_tables, petition, team
from tests.stores import new_workspace, store_rows

PARTS = {
    "task_completion": 88.0,
    "task_timeliness": 58.5,
    "task_quality": 82.857143,
    "rating_superior": 88.75,
    "rating_peer": 87.6,
    "rating_public": 89.6,
    "notice_on_time": 100.0,
    "notice_complete": 90.0,
    "petition_accept": 98.285714,
    "petition_close": 95.666667,
    "petition_repeat": 82.142857,
    "petition_satisfied": 90.8,
    "petition_rated": 73.333333,
    "audit_rectified": 80.0,
    "audit_report": 100.0,
    "audit_money": 86.0,
    "audit_no_repeat": 50.0,
}


def peers_petitions() -> list[dict]:
    """50 received in the month, 5 of them repeats; 60 closed in it, one of them late.

    Of the 60, 10 are first-time cases with 5 opinions, and 15 repeats gave one too; 19 of
    these 20 opinions are favourable.
    """
    received, accepted = date(2025, 3, 1), date(2025, 1, 10)
    limit = accepted + timedelta(days=60)
    new = [
        petition(
            f"n{i}", received, notified_on=received, is_repeat="true" if i < 5 else "false"
        )
        for i in range(50)
    ]
    old = [
        petition(
            f"o{i}",
            date(2025, 1, 5),
            notified_on=accepted,
            accepted_on=accepted,
            closed_on=limit + timedelta(days=1) if i == 59 else limit,
            is_repeat="false" if i < 10 else "true",
            satisfaction="dissatisfied" if i == 0 else "mostly" if i < 5 or i >= 45 else None,
        )
        for i in range(60)
    ]
    return [{**row, "team_id": "T2"} for row in new + old]


def golden_city(folder: Path, **changes: list[dict]) -> dict[str, Any]:
    """Build the city with these tables instead of its own; return its published relations."""
    tables = golden_tables()
    tables["teams"] = [team("T1"), team("T2")]
    tables["petitions"] += peers_petitions()
    workspace = new_workspace(folder)
    for kind, rows in (tables | changes).items():
        if rows:
            store_rows(workspace, kind, rows)
    build(workspace, AS_OF)
    return {
        name: [row for row in rows if row.get("team_id") == "T1" and row.get("month") == MONTH]
        for name, rows in published(workspace).items()
    }


def four(value: object) -> Any:
    """Compare to four decimals."""
    return pytest.approx(value, abs=5e-5)


def test_golden_example(tmp_path: Path) -> None:
    """Every part, dimension and sum of section 6, from uploaded rows."""
    city = golden_city(tmp_path)
    (row,) = city["scores"]

    assert {part["part"]: part["part_score"] for part in city["parts"]} == four(PARTS)
    assert row["tasks_score"] == four(77.6071)
    assert row["evaluation_score"] == four(88.86)
    assert row["disclosure_score"] == four(97.1429)
    assert row["petitions_score"] == four(88.6048)
    assert row["audit_score"] == four(77.9)
    assert (row["covered_weight"], row["task_count"]) == (100.0, 5)
    assert row["base_score"] == four(82.5134)
    assert row["adjustment"] == -1.0
    assert row["final_score"] == four(81.5134)
    assert (row["grade"], row["grade_reason"]) == ("good", "score")
    # The peer has petitions only: it is not graded, and has no place.
    assert (row["rank"], row["ranked_teams"]) == (1, 1)


def test_golden_example_with_unit_red(tmp_path: Path) -> None:
    """The red slip is not charged, and the grade is one lower."""
    confirmed = [
        adjustment(1, "bonus", "1"),
        adjustment(2, "red_slip"),
        adjustment(3, "unit_red"),
    ]
    (row,) = golden_city(tmp_path, adjustments=confirmed)["scores"]

    assert row["final_score"] == four(83.5134)
    assert (row["grade"], row["grade_reason"]) == ("fair", "unit_red")


def test_golden_example_without_audit_findings(tmp_path: Path) -> None:
    """A dimension without evidence leaves the average; it is not 0."""
    (row,) = golden_city(tmp_path, audit_findings=[])["scores"]

    assert row["audit_score"] is None
    assert row["covered_weight"] == 90.0
    assert row["base_score"] == four(83.0260)


def test_golden_example_without_petitions(tmp_path: Path) -> None:
    """Without petitions the other four dimensions are divided by 85."""
    (row,) = golden_city(tmp_path, petitions=[])["scores"]

    assert row["petitions_score"] is None
    assert row["covered_weight"] == 85.0
    # (50 · 77.6071 + 20 · 88.86 + 5 · 97.1429 + 10 · 77.9) / 85
    assert row["base_score"] == four(81.4385)
