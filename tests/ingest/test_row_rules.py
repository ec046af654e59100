"""Rules between cells and rows, each with the row that is wrong."""

from __future__ import annotations

import pytest

from dashboard.ingest.receipt import Receipt
from dashboard.storage.workspace import Workspace
from tests.ingest.factories import row_of, upload


def found(receipt: Receipt) -> list[tuple[int | None, str | None, str]]:
    """Return where each problem is, and the rule that is broken."""
    return [(item.row, item.column, item.rule) for item in receipt.problems]


@pytest.mark.parametrize("group", ["self", "superior", "public"])
def test_a_raters_second_group_is_the_later_row(workspace: Workspace, group: str) -> None:
    """For one team and month; self ratings count as a group too."""
    receipt = upload(
        workspace,
        "ratings",
        row_of("ratings", rater_group="peer", item="德"),
        row_of("ratings", rater_group=group, item="能"),
        row_of("ratings", rater_group="peer", item="绩"),
        row_of("ratings", rater_group=group, month="2026-04"),
        row_of("ratings", rater_group=group, team_id="T2"),
    )

    assert found(receipt) == [(3, "rater_group", "second_group")]
    assert receipt.problems[0].message_values == {"rater_id": "R1", "first": "互评 (peer)"}


@pytest.mark.parametrize("item", ["", "能"], ids=["same key", "other key"])
def test_stored_ratings_count_for_the_second_group(workspace: Workspace, item: str) -> None:
    """A later upload does not give a rater another group, not even of the same rating."""
    upload(workspace, "ratings", row_of("ratings", rater_group="peer"))

    receipt = upload(workspace, "ratings", row_of("ratings", rater_group="public", item=item))

    assert found(receipt) == [(2, "rater_group", "second_group")]


def test_a_second_group_is_told_beside_other_problems(workspace: Workspace) -> None:
    """All problems come in one pass, in the order of the file."""
    receipt = upload(
        workspace,
        "ratings",
        row_of("ratings", rater_group="peer", item="德", score="x"),
        row_of("ratings", rater_group="self", item="能", score="101"),
        row_of("ratings", rater_group="", rater_id="R2", month="一季度"),
    )

    assert found(receipt) == [
        (2, "score", "number"),
        (3, "rater_group", "second_group"),
        (3, "score", "above"),
        (4, "month", "month_span"),
        (4, "rater_group", "required"),
    ]


def test_valid_votes_equal_the_four_kinds_together(workspace: Workspace) -> None:
    """Abstentions are not valid votes, a blank is none, and 有效票 may be blank."""
    receipt = upload(
        workspace,
        "ballots",
        row_of("ballots", month="2026-01", abstain="7", 有效票="50"),
        row_of("ballots", month="2026-02", poor="", 有效票="49"),
        row_of("ballots", month="2026-03", poor="—", 有效票=""),
        row_of("ballots", month="2026-04", 有效票="51"),
    )

    assert found(receipt) == [(5, "有效票", "votes_sum")]
    assert receipt.problems[0].message_values == {"sum": 50}


def test_votes_that_cannot_be_read_are_one_problem(workspace: Workspace) -> None:
    """The sum is not blamed for a bad vote."""
    receipt = upload(workspace, "ballots", row_of("ballots", poor="一", 有效票="50"))

    assert found(receipt) == [(2, "poor", "number")]


@pytest.mark.parametrize(
    ("kind", "points", "rule"),
    [
        ("bonus", "0", None),
        ("bonus", "5", None),
        ("bonus", "5.01", "bonus_points"),
        ("bonus", "-1", "bonus_points"),
        ("bonus", "", "bonus_points"),
        ("bonus", "x", "number"),
        ("deduction", "-5", None),
        ("deduction", "0", None),
        ("deduction", "1", "deduction_points"),
        ("deduction", "-5.01", "deduction_points"),
        ("deduction", "—", "deduction_points"),
        ("red_slip", "99", None),
        ("red_slip", "", None),
    ],
)
def test_points_are_given_within_their_bounds(
    workspace: Workspace, kind: str, points: str, rule: str | None
) -> None:
    """A bonus is 0 to 5, a deduction -5 to 0; the points of the other kinds are fixed."""
    receipt = upload(
        workspace, "adjustments", row_of("adjustments", kind=kind, points=points), dry_run=True
    )

    assert [item.rule for item in receipt.problems] == ([rule] if rule else [])


def test_a_bonus_without_a_column_of_points_is_a_problem(workspace: Workspace) -> None:
    """The missing column is named by its canonical name."""
    receipt = upload(workspace, "adjustments", row_of("adjustments", kind="加分"))

    assert found(receipt) == [(2, "points", "bonus_points")]
    assert receipt.problems[0].value is None


@pytest.mark.parametrize("column", ["staff", "population"])
def test_negative_counts_are_problems(workspace: Workspace, column: str) -> None:
    """Nobody has minus three employees, nor more than fit on earth."""
    assert found(upload(workspace, "teams", row_of("teams", **{column: "-3"}))) == [
        (2, column, "below")
    ]
    assert found(upload(workspace, "teams", row_of("teams", **{column: "9" * 12}))) == [
        (2, column, "above")
    ]
