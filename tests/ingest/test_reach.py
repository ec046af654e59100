"""A clerk writes rows of the own teams; the rows of others are refused one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.ingest.receipt import Receipt
from dashboard.storage.workspace import Workspace
from tests.ingest.factories import row_of, stored, upload
from tests.stores import new_workspace

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
        (3, "team_id", "team_beyond_reach"),
        (4, "team_id", "team_beyond_reach"),
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
        (2, "team_id", "team_beyond_reach"),
        (3, "team_id", "team_ambiguous"),
    ]
    assert receipt.problems[0].message_values == {"nearest": "潇湘市财政局 (T1)"}
    assert receipt.problems[1].message_values == {"teams": "潇湘市财政局 (T1)"}


@pytest.mark.parametrize("kind", ["tasks", "petitions", "ratings"])
@pytest.mark.parametrize("name", ["T2", "教育局", "零陵区教育局", "财政所"])
def test_a_strange_team_looks_as_if_there_were_none(
    city: Workspace, tmp_path: Path, kind: str, name: str
) -> None:
    """Nobody finds out by an upload which teams there are; what is similar is one's own."""
    without = new_workspace(tmp_path / "without")
    upload(without, "teams", row_of("teams", team_id="T1"))
    # A short name that two strange teams share is the business of neither.
    office = row_of("teams", team_id="T4", team_name="甲办", short_names="财政所")
    upload(city, "teams", office, {**office, "team_id": "T5", "team_name": "乙办"})
    told = [
        upload(stores, kind, row_of(kind, team_id=name), allowed=MINE).problems
        for stores in (city, without)
    ]

    assert told[0] == told[1]
    assert [item.rule for item in told[0]] == ["team_beyond_reach"]
    assert told[0][0].message_values == {"nearest": "潇湘市财政局 (T1)"}
    assert [
        item.rule for item in upload(without, kind, row_of(kind, team_id=name)).problems
    ] == ["team_unknown"]


def test_strange_names_do_not_hide_the_own_one(workspace: Workspace) -> None:
    """However many are more like what was mistyped."""
    others = [
        row_of("teams", team_id=f"X{number}", team_name=f"市财政局第{number}所", short_names="")
        for number in range(60)
    ]
    upload(workspace, "teams", row_of("teams", team_id="T1"), *others)

    receipt = upload(workspace, "tasks", row_of("tasks", team_id="市财政局第"), allowed=MINE)

    assert receipt.problems[0].message_values == {"nearest": "潇湘市财政局 (T1)"}


@pytest.mark.parametrize("parent", ["T2", "T99"])
def test_a_strange_team_above_looks_as_if_there_were_none(city: Workspace, parent: str) -> None:
    """A team is set up below one's own, whatever else there is."""
    new = {"team_name": "甲科", "short_names": "", "parent_id": parent}
    receipt = upload(city, "teams", row_of("teams", team_id="T21", **new), allowed=MINE)

    assert found(receipt) == [
        (2, "team_id", "team_not_yours"),
        (2, "parent_id", "team_beyond_reach"),
    ]


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
