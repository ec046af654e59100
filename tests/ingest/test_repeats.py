"""Rows of one file with the same key: told when equal, asked about when they differ."""

from __future__ import annotations

import pytest

from dashboard.ingest.receipt import Receipt
from dashboard.storage.workspace import Workspace
from dashboard.text import catalogue
from tests.ingest.factories import VALID, row_of, stored, upload


def problems(receipt: Receipt) -> list[tuple[int | None, str | None, str, object]]:
    """Return where each problem is, its rule, and the row that is contradicted."""
    return [
        (item.row, item.column, item.rule, item.message_values.get("first"))
        for item in receipt.problems
    ]


@pytest.mark.parametrize("kind", VALID)
def test_an_equal_row_is_told_and_counts_once(workspace: Workspace, kind: str) -> None:
    """However differently it is written."""
    receipt = upload(workspace, kind, row_of(kind), {**row_of(kind), "备注": "x"})

    assert receipt.problems == ()
    assert [(item.row, item.column, item.rule) for item in receipt.notices] == [
        (3, None, "repeated_row")
    ]
    assert "row 2" in receipt.notices[0].message(catalogue("en"))
    assert "第 2 行" in receipt.notices[0].message(catalogue("zh"))
    assert (receipt.rows, receipt.new) == (2, 1)
    assert len(stored(workspace, kind)) == 1


@pytest.mark.parametrize(
    ("kind", "column", "value"),
    [
        ("teams", "team_name", "潇湘市人民政府"),
        ("tasks", "title", "修桥"),
        ("tasks", "due_on", ""),
        ("ratings", "score", "91"),
        ("ballots", "poor", ""),
        ("disclosures", "due_on", "2026-03-21"),
        ("objections", "received_on", "2026-03-03"),
        ("petitions", "received_on", "2026-03-03"),
        ("audit_findings", "team_id", "T2"),
        ("adjustments", "reason", "另有原因"),
    ],
)
def test_a_row_that_contradicts_is_the_later_one(
    workspace: Workspace, kind: str, column: str, value: str
) -> None:
    """At the first column that differs; a blank where a value must be is told as that."""
    receipt = upload(workspace, kind, row_of(kind), row_of(kind, **{column: value}))

    required = (kind, column) == ("tasks", "due_on")
    rule, first = ("required", None) if required else ("contradicting_row", 2)
    assert problems(receipt) == [(3, column, rule, first)]
    assert receipt.upload_id is None
    for language in ("en", "zh"):
        message = receipt.problems[0].message(catalogue(language))
        assert "3" in message
        assert column in message


def test_the_first_of_several_is_what_the_others_are_compared_with(
    workspace: Workspace,
) -> None:
    """A third row is equal to the first although the second contradicts it."""
    receipt = upload(
        workspace,
        "ratings",
        row_of("ratings", score="90"),
        row_of("ratings", score="80"),
        row_of("ratings", score="90.0"),
        row_of("ratings", score="80", item="德"),
        row_of("ratings", score="70"),
    )

    assert problems(receipt) == [
        (3, "score", "contradicting_row", 2),
        (6, "score", "contradicting_row", 2),
    ]
    assert [item.row for item in receipt.notices] == [4]


def test_a_bad_row_takes_no_good_row_with_it(workspace: Workspace) -> None:
    """A cell that cannot be read contradicts none; what can be read does."""
    receipt = upload(
        workspace,
        "tasks",
        row_of("tasks", progress="八成五"),
        row_of("tasks", progress="85%"),
        row_of("tasks", progress="85%"),
        row_of("tasks", progress="80%"),
        row_of("tasks", progress="很多", title="修桥"),
        allow_partial=True,
    )

    assert problems(receipt) == [
        (2, "progress", "number", None),
        (5, "progress", "contradicting_row", 3),
        (6, "title", "contradicting_row", 2),
        (6, "progress", "number", None),
    ]
    assert [item.row for item in receipt.notices] == [4]
    assert (receipt.accepted, receipt.rejected) == (2, 3)
    assert stored(workspace, "tasks")[0]["progress"] == "0.85"


def test_the_first_good_row_of_a_key_is_no_repetition(workspace: Workspace) -> None:
    """It says what two bad rows say together, and counts for itself."""
    receipt = upload(
        workspace,
        "ratings",
        row_of("ratings", rater_group="peer", score="x"),
        row_of("ratings", rater_group="self", score="90"),
        row_of("ratings", rater_group="peer", score="90"),
        row_of("ratings", rater_group="peer", score="90"),
        allow_partial=True,
    )

    assert {row for row, *_ in problems(receipt)} == {2, 3}
    assert [(item.row, item.message_values["first"]) for item in receipt.notices] == [(5, 4)]
    assert (receipt.accepted, receipt.new) == (2, 1)


def test_a_second_group_comes_before_a_second_score(workspace: Workspace) -> None:
    """One cell has one problem; the score is asked about besides."""
    receipt = upload(
        workspace,
        "ratings",
        row_of("ratings", rater_group="peer"),
        row_of("ratings", rater_group="self"),
        row_of("ratings", rater_group="self", score="80"),
    )

    assert problems(receipt) == [
        (3, "rater_group", "second_group", "互评 (peer)"),
        (4, "rater_group", "second_group", "互评 (peer)"),
        (4, "score", "contradicting_row", 2),
    ]
    assert receipt.notices == ()


def test_what_is_stored_is_replaced_as_before(workspace: Workspace) -> None:
    """A later upload corrects an earlier one without being asked."""
    upload(workspace, "tasks", row_of("tasks"))

    receipt = upload(workspace, "tasks", row_of("tasks", title="修桥"))

    assert (receipt.problems, receipt.changed) == ((), 1)
