"""Items of audit findings (scoring.md section 2 table and 2.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.oracle.items import Item, full_or_nothing, item_of
from tests.oracle.registers import Finding
from tests.oracle.rules import CATEGORY_WEIGHT, REPEAT_FINDING_COST
from tests.oracle.span import Month

KIND = "audit_findings"


def is_in_play(finding: Finding, month: Month) -> bool:
    """Clause 2.5: found by E and not closed before the month."""
    still_open = finding.closed_on is None or finding.closed_on >= month.first
    return finding.found_on <= month.end and still_open


def is_closed(finding: Finding, end: date) -> bool:
    """Tell whether the finding is closed by E."""
    return finding.closed_on is not None and finding.closed_on <= end


def audit_items(findings: list[Finding], month: Month) -> Iterator[Item]:
    """Make the items of one team's findings in one month."""
    in_play = [finding for finding in findings if is_in_play(finding, month)]
    for finding in in_play:
        if finding.due_on <= month.end or is_closed(finding, month.end):
            yield from rectification_items(finding, month)
    for finding in findings:
        if month.holds(finding.report_due_on):
            yield report_item(finding, month)
    if in_play:
        yield no_repeat_item(in_play[0].team_id, findings, month)


def rectification_items(finding: Finding, month: Month) -> Iterator[Item]:
    """Make the items of one finding in play and due."""
    w = CATEGORY_WEIGHT[finding.category]
    x = full_or_nothing(is_closed(finding, month.end))
    yield item_of(finding, KIND, month, "audit_rectified", w, x)
    if finding.amount is not None and finding.amount > 0:
        share = min(1.0, (finding.rectified or 0.0) / finding.amount)
        yield item_of(finding, KIND, month, "audit_money", finding.amount, 100.0 * share)


def report_item(finding: Finding, month: Month) -> Item:
    """Judge the rectification report that falls due in the month."""
    in_time = (
        finding.reported_on is not None
        and finding.report_due_on is not None
        and finding.reported_on <= finding.report_due_on
    )
    return item_of(finding, KIND, month, "audit_report", 1.0, full_or_nothing(in_time))


def no_repeat_item(team_id: str, findings: list[Finding], month: Month) -> Item:
    """Take 50 from 100 for each repeat finding found in the month, down to 0."""
    repeats = sum(finding.is_repeat and month.holds(finding.found_on) for finding in findings)
    x = max(0.0, 100.0 - REPEAT_FINDING_COST * repeats)
    return Item(team_id, month.first, "audit_no_repeat", "*", 1.0, x, KIND, None, None)
