"""Rates beside their counts: rounded ones will do, others are told; the counts are taken."""

from __future__ import annotations

import pytest

from dashboard.storage.workspace import Workspace
from dashboard.text import catalogue
from tests.ingest.factories import row_of, stored, upload


@pytest.mark.parametrize(
    ("header", "rate", "is_right"),
    [
        ("公示率", "8%", True),
        ("公示率", "8.08%", True),
        ("公示率", "８．１％", True),
        ("公示率", "9%", False),
        ("公示率", "0.0808", True),
        ("公示率", "8.08", True),
        ("公示率", "8", True),
        ("公示率", "80.8", False),
        ("公示率（%）", "8.1", True),
        ("公示率（%）", "0.081", False),
        ("公示率", "0.081%", False),
        ("公示率", "—", True),
        ("posted_rate", "100%", False),
    ],
)
def test_a_rate_agrees_with_its_counts(
    workspace: Workspace, header: str, rate: str, is_right: bool
) -> None:
    """8 of 99 are 8.08%; half a percentage point is rounding."""
    row = row_of("disclosures", items_due="99", items_posted="8", **{header: rate})

    receipt = upload(workspace, "disclosures", row)

    assert receipt.problems == ()
    assert stored(workspace, "disclosures")[0]["items_posted"] == "8"
    assert "posted_rate" not in stored(workspace, "disclosures")[0]
    told = [(item.row, item.column, item.value, item.rule) for item in receipt.notices]
    assert told == ([] if is_right else [(2, header, rate, "rate_contradicts")])
    for language in ("en", "zh"):
        messages = [item.message(catalogue(language)) for item in receipt.notices]
        assert all("items_posted ÷ items_due" in message for message in messages)
        assert all("8.08%" in message for message in messages)


@pytest.mark.parametrize(
    "counts", [{"items_due": "0", "items_posted": "0"}, {"items_due": "9"}]
)
def test_a_rate_of_nothing_is_not_judged(workspace: Workspace, counts: dict[str, str]) -> None:
    """Nor is one whose counts are not both given."""
    row = row_of("disclosures", 公示率="100%", **counts)

    receipt = upload(workspace, "disclosures", row)

    assert (receipt.problems, receipt.notices) == ((), ())


@pytest.mark.parametrize("rate", ["#DIV/0!", "约九成", "8*%", "-1"])
def test_a_rate_that_cannot_be_read_refuses_nothing(workspace: Workspace, rate: str) -> None:
    """Nobody needs it."""
    row = row_of("disclosures", items_due="0", 公示率=rate)

    receipt = upload(workspace, "disclosures", row)

    assert (receipt.problems, receipt.notices) == ((), ())


def test_more_than_was_due_may_be_posted(workspace: Workspace) -> None:
    """12 of 10 are 120%."""
    row = row_of("disclosures", items_due="10", items_posted="12", 公示率="120%")

    assert upload(workspace, "disclosures", row).notices == ()


def test_excellent_votes_are_a_share_of_all_four_kinds(workspace: Workspace) -> None:
    """30 of 50; blank votes are none, and an unreadable one is told of alone."""
    receipt = upload(
        workspace,
        "ballots",
        row_of("ballots", month="2026-01", abstain="20", 优秀率="60%"),
        row_of("ballots", month="2026-02", poor="", 优秀率="61.2%"),
        row_of("ballots", month="2026-03", 优秀率="43%"),
        row_of("ballots", month="2026-04", poor="一", 优秀率="43%"),
    )

    assert [(item.row, item.column, item.rule) for item in receipt.problems] == [
        (5, "poor", "number")
    ]
    assert [(item.row, item.column, item.rule) for item in receipt.notices] == [
        (4, "优秀率", "rate_contradicts")
    ]
    assert receipt.notices[0].message_values["counts"] == (
        "excellent ÷ (excellent + good + fair + poor)"
    )


def test_a_rectified_share_is_one_of_money(workspace: Workspace) -> None:
    """Whatever units the two amounts are written in."""
    row = row_of("audit_findings", **{"涉及金额（万元）": "20", "已整改金额": "150000"})

    assert upload(workspace, "audit_findings", {**row, "整改率": "75%"}).notices == ()
    receipt = upload(workspace, "audit_findings", {**row, "整改率": "85%"})
    assert [item.rule for item in receipt.notices] == ["rate_contradicts"]
