"""Items of notices and objections (scoring.md section 2 table and 2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.oracle.items import Item, full_or_nothing, item_of
from tests.oracle.registers import Notice, Objection
from tests.oracle.rules import NOTICE_WORKING_DAYS, OBJECTION_WORKING_DAYS
from tests.oracle.span import Month
from tests.oracle.working_days import lasts_working_days, working_days_after


def stays(notice: Notice, end: date) -> bool:
    """Tell whether a posted notice stays 5 working days, both days counted."""
    if notice.posted_on is None:
        return False
    if notice.posted_until is None or notice.posted_until >= end:
        return True
    return lasts_working_days(notice.posted_on, notice.posted_until, NOTICE_WORKING_DAYS)


def is_posted_in_time(notice: Notice) -> bool:
    """Tell whether the notice was posted on or before its due day."""
    return notice.posted_on is not None and notice.posted_on <= notice.due_on


def notice_items(notices: list[Notice], month: Month) -> Iterator[Item]:
    """Make the items of one team's notices that fall due in one month, by E."""
    for notice in notices:
        if not month.holds(notice.due_on):
            continue
        x = full_or_nothing(is_posted_in_time(notice) and stays(notice, month.end))
        yield item_of(notice, "disclosures", month, "notice_on_time", 1.0, x)
        if notice.items_due is not None and notice.items_due > 0:
            share = min(1.0, (notice.items_posted or 0.0) / notice.items_due)
            yield item_of(
                notice, "disclosures", month, "notice_complete", notice.items_due, 100.0 * share
            )


def objection_items(objections: list[Objection], month: Month) -> Iterator[Item]:
    """Make the items of one team's objections judged in one month.

    Judged on the earlier of the answer and the limit, the 10th working day after receipt.
    """
    for objection in objections:
        limit = working_days_after(objection.received_on, OBJECTION_WORKING_DAYS)
        answered = objection.answered_on
        judged_on = limit if answered is None else min(answered, limit)
        if month.holds(judged_on):
            x = full_or_nothing(answered is not None and answered <= limit)
            yield item_of(objection, "objections", month, "objection_on_time", 1.0, x)
