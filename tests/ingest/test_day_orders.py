"""Nothing is done before it was assigned; what may come in either order is left alone."""

from __future__ import annotations

import pytest

from dashboard.ingest.checking.day_orders import ORDERS
from dashboard.storage.workspace import Workspace
from dashboard.text import catalogue
from tests.ingest.factories import row_of, upload

CASES = [(kind, *order) for kind, orders in ORDERS.items() for order in orders]


@pytest.mark.parametrize(("kind", "rule", "later", "earlier"), CASES)
def test_a_day_before_the_one_it_must_follow_is_a_problem(
    workspace: Workspace, kind: str, rule: str, later: str, earlier: str
) -> None:
    """The same day will do, and so will either of the two alone."""
    number = {"task_id": "K", "notice_id": "N", "objection_id": "O", "case_id": "C"}
    key = {**number, "finding_id": "F", "team_id": "T"}
    name = next(name for name in key if name in row_of(kind))
    received = {"received_on": "2026-03-05"} if kind in ("petitions", "objections") else {}
    days = {
        "before": {**received, earlier: "2026-03-05", later: "2026-03-04"},
        "same day": {**received, earlier: "2026-03-05", later: "2026年3月5日"},
        "after": {**received, earlier: "2026-03-05", later: "2099-12-31"},
        "alone": {**received, later: "2026-03-25"},
    }
    rows = [
        row_of(kind, **{name: f"{key[name]}{number}", **row})
        for number, row in enumerate(days.values())
    ]
    if kind == "teams":
        rows = [{**row, "team_name": row["team_id"], "short_names": ""} for row in rows]

    receipt = upload(workspace, kind, *rows)

    expected = rule
    if rule == "extended_before_accepted":
        # Of two rules about one cell the first is told.
        assert receipt.problems[0].rule == "extended_before_received"
        expected = "extended_before_received"
    assert [(item.row, item.column, item.rule) for item in receipt.problems] == [
        (2, later, expected)
    ]
    for language in ("en", "zh"):
        message = receipt.problems[0].message(catalogue(language))
        assert "2026-03-04" in message
        assert "2026-03-05" in message


def test_a_petition_is_not_extended_before_it_is_accepted(workspace: Workspace) -> None:
    """Although it was received already."""
    receipt = upload(
        workspace,
        "petitions",
        row_of("petitions", 受理日期="2026-03-10", 延期告知日期="2026-03-09"),
    )

    assert [(item.column, item.rule) for item in receipt.problems] == [
        ("延期告知日期", "extended_before_accepted")
    ]
    assert receipt.problems[0].message_values == {
        "first_column": "受理日期",
        "first_day": "2026-03-10",
    }


def test_early_work_and_plans_for_later_are_no_problems(workspace: Workspace) -> None:
    """Done, posted and closed before the day they were due, which lies far ahead."""
    early = {"assigned_on": "2026-03-01", "due_on": "2098-01-01", "done_on": "2026-03-02"}
    posted = {"due_on": "2098-01-01", "posted_on": "2026-03-01", "posted_until": "2098-01-01"}
    closed = {"found_on": "2026-03-01", "due_on": "2098-01-01", "closed_on": "2026-03-01"}

    assert upload(workspace, "tasks", row_of("tasks", **early)).problems == ()
    assert upload(workspace, "disclosures", row_of("disclosures", **posted)).problems == ()
    assert (
        upload(workspace, "audit_findings", row_of("audit_findings", **closed)).problems == ()
    )


def test_a_day_that_cannot_be_read_is_in_no_order(workspace: Workspace) -> None:
    """One slip is one problem."""
    receipt = upload(
        workspace, "tasks", row_of("tasks", assigned_on="年初", done_on="2026-03-02")
    )

    assert [item.rule for item in receipt.problems] == ["day"]
