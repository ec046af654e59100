"""The oracle against the golden example of scoring.md section 6."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.golden import AS_OF, MONTH, PRIORS, adjustment, golden_tables, numbered
from tests.oracle.score import assess


def march(tables: dict) -> dict[str, Any]:
    """The row of scores of T1 in the golden month."""
    rows = assess(tables, AS_OF, priors=PRIORS)["scores"]
    return next(row for row in rows if row["month"] == MONTH and row["team_id"] == "T1")


def four(x: float) -> Any:
    """Compare to 4 decimals."""
    return pytest.approx(x, abs=5e-5)


@pytest.mark.parametrize(
    ("part", "score"),
    [
        ("task_completion", 88.0),
        ("task_timeliness", 58.5),
        ("task_quality", 82.8571),
        ("rating_superior", 88.75),
        ("rating_peer", 87.6),
        ("rating_public", 89.6),
        ("notice_on_time", 100.0),
        ("notice_complete", 90.0),
        ("petition_accept", 98.2857),
        ("petition_close", 95.6667),
        ("petition_satisfied", 90.8),
        ("petition_rated", 73.3333),
        ("petition_repeat", 82.1429),
        ("audit_rectified", 80.0),
        ("audit_report", 100.0),
        ("audit_money", 86.0),
        ("audit_no_repeat", 50.0),
    ],
)
def test_part_scores_of_the_golden_example(part: str, score: float) -> None:
    """Every part score that section 6 gives; no objection, no item."""
    rows = assess(golden_tables(), AS_OF, priors=PRIORS)["parts"]
    scores = {row["part"]: row["part_score"] for row in rows if row["month"] == MONTH}
    assert scores[part] == four(score)
    assert "objection_on_time" not in scores


def test_rates_of_the_golden_petitions() -> None:
    """The rates and counts of petitions before they become scores."""
    rows = assess(golden_tables(), AS_OF, priors=PRIORS)["parts"]
    parts = {row["part"]: row for row in rows if row["month"] == MONTH}
    assert parts["petition_repeat"]["shrunken_rate"] == four(100 - 13.4286)
    assert parts["petition_repeat"]["rate"] == four(86.0)
    assert parts["petition_accept"]["rate"] == four(98.0)
    assert [parts[f"petition_{name}"]["n"] for name in ("accept", "close", "repeat")] == [
        50,
        40,
        50,
    ]
    assert [parts[f"petition_{name}"]["n"] for name in ("satisfied", "rated")] == [30, 40]


def test_golden_example() -> None:
    """Dimensions, base and final score of section 6."""
    row = march(golden_tables())
    assert row["tasks_score"] == four((20 * 88 + 15 * 58.5 + 15 * 82.857143) / 50)
    assert row["evaluation_score"] == four(88.86)
    assert row["disclosure_score"] == four(97.1429)
    assert row["petitions_score"] == four(88.6048)
    assert row["audit_score"] == four(77.9)
    assert row["base_score"] == four(82.5134)
    assert row["final_score"] == four(81.5134)
    assert (row["covered_weight"], row["task_count"]) == (100.0, 5)
    assert (row["grade"], row["grade_reason"], row["rank"]) == ("good", "score", 1)


def test_golden_example_with_unit_red() -> None:
    """A month with unit_red does not charge the red slip, and loses a grade."""
    tables = golden_tables()
    tables["adjustments"] = numbered(
        [adjustment(1, "bonus", "1"), adjustment(2, "red_slip"), adjustment(3, "unit_red")]
    )
    row = march(tables)
    assert row["final_score"] == four(83.5134)
    assert (row["grade"], row["grade_reason"]) == ("fair", "unit_red")


def test_golden_example_without_audit() -> None:
    """A dimension without evidence leaves the average; it is not 0."""
    row = march({**golden_tables(), "audit_findings": []})
    assert row["base_score"] == four(83.0260)
    assert row["audit_score"] is None
    assert row["covered_weight"] == 90.0
