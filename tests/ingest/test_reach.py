"""A clerk writes rows of the own teams; the rows of others are refused one by one."""

from __future__ import annotations

import pytest

from dashboard.ingest.receipt import Receipt
from dashboard.storage.workspace import Workspace
from tests.ingest.factories import row_of, stored, upload

MINE = frozenset({"T1"})


@pytest.fixture
def city(workspace: Workspace) -> Workspace:
    """A workspace with two teams."""
    upload(
        workspace,
        "teams",
        row_of("teams", team_id="T1"),
        row_of("teams", team_id="T2", team_name="零陵区教育局", short_names="教育局"),
        row_of("teams", team_id="T3", team_name="零陵区财政局", short_names="财政局"),
    )
    return workspace


def found(receipt: Receipt) -> list[tuple[int | None, str | None, str]]:
    """Return where each problem is, and the rule that is broken."""
    return [(item.row, item.column, item.rule) for item in receipt.problems]


def test_rows_of_other_teams_are_refused_by_row(city: Workspace) -> None:
    """However the team is named; without a limit all are taken."""
    rows = [
        row_of("tasks", task_id="K1", team_id="市财政局"),
        row_of("tasks", task_id="K2", team_id="教育局"),
        row_of("tasks", task_id="K3", team_id="T2"),
    ]

    receipt = upload(city, "tasks", *rows, allowed=MINE, allow_partial=True)

    assert found(receipt) == [
        (3, "team_id", "team_not_yours"),
        (4, "team_id", "team_not_yours"),
    ]
    assert receipt.problems[0].value == "教育局"
    assert [row["task_id"] for row in stored(city, "tasks")] == ["K1"]
    assert upload(city, "tasks", *rows).problems == ()


def test_nobody_elses_team_is_named(city: Workspace) -> None:
    """A suggestion that one may not follow is none."""
    rows = [
        row_of("tasks", task_id="K1", team_id="市教育局"),
        row_of("tasks", task_id="K2", team_id="财政局"),
    ]

    receipt = upload(city, "tasks", *rows, allowed=MINE)

    assert found(receipt) == [
        (2, "team_id", "team_unknown"),
        (3, "team_id", "team_ambiguous"),
    ]
    assert receipt.problems[0].message_values == {"nearest": "潇湘市财政局 (T1)"}
    assert receipt.problems[1].message_values == {"teams": "潇湘市财政局 (T1)"}


@pytest.mark.parametrize("kind", ["objections", "audit_findings", "adjustments"])
def test_a_number_of_another_team_is_not_taken_over(city: Workspace, kind: str) -> None:
    """Else a clerk could make a finding of others vanish by giving it to the own team."""
    upload(city, kind, row_of(kind, team_id="T2"))

    receipt = upload(city, kind, row_of(kind, team_id="T1"), allowed=MINE)

    assert [item.rule for item in receipt.problems] == ["key_not_yours"]
    assert upload(city, kind, row_of(kind, team_id="T1")).changed == 1


def test_new_teams_are_set_up_below_the_own_ones(city: Workspace) -> None:
    """Not below others, not on their own, and no other team is changed."""
    new = {"short_names": ""}

    receipt = upload(
        city,
        "teams",
        row_of("teams", team_id="T1", staff="40"),
        row_of("teams", team_id="T11", team_name="甲科", parent_id="乙科", **new),
        row_of("teams", team_id="T12", team_name="乙科", parent_id="T1", **new),
        row_of("teams", team_id="T21", team_name="丙科", parent_id="T2", **new),
        row_of("teams", team_id="T9", team_name="丁局", **new),
        row_of("teams", team_id="T2", team_name="我局", parent_id="T1", **new),
        allowed=MINE,
    )

    assert found(receipt) == [
        (5, "team_id", "team_not_yours"),
        (6, "team_id", "team_not_yours"),
        (7, "team_id", "team_not_yours"),
    ]
