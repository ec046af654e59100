"""Items of petitions (scoring.md section 2 table and 2.4). Days are natural days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from tests.oracle.items import Item, full_or_nothing, item_of
from tests.oracle.registers import Petition
from tests.oracle.rules import (
    ACCEPT_DAYS,
    CLOSE_DAYS,
    CONTENT,
    EXTENSION_DAYS,
    RATED,
    REPEAT_DAYS,
)
from tests.oracle.span import Month

EarlierCases = dict[tuple[str, str, str], list[date]]


def is_left_out(case: Petition) -> bool:
    """Tell whether a case counts nowhere: excluded, or untrue and cleared by `as_of`."""
    return bool(case.excluded_reason) or (
        case.finding == "untrue" and case.cleared_on is not None
    )


def answer_of(case: Petition) -> date | None:
    """Give the earlier of notified_on and rejected_on that is present."""
    return min((day for day in (case.notified_on, case.rejected_on) if day), default=None)


def accept_limit(case: Petition) -> date:
    """Give received_on + 15."""
    return case.received_on + timedelta(days=ACCEPT_DAYS)


def close_limit(case: Petition) -> date | None:
    """Give accepted_on + 60, + 30 more if extended by then; null when not accepted."""
    if case.accepted_on is None:
        return None
    limit = case.accepted_on + timedelta(days=CLOSE_DAYS)
    if case.extended_on is not None and case.extended_on <= limit:
        limit += timedelta(days=EXTENSION_DAYS)
    return limit


def index_cases(cases: list[Petition]) -> EarlierCases:
    """Collect the receipt days of counting cases by petitioner, team and topic."""
    days: EarlierCases = defaultdict(list)
    for case in cases:
        if not is_left_out(case) and case.petitioner_key and case.topic:
            days[case.petitioner_key, case.team_id, case.topic].append(case.received_on)
    return days


def is_repeat(case: Petition, received: EarlierCases) -> bool:
    """Tell whether a case repeats one of the 365 days before; as given where it is given."""
    if case.is_repeat is not None:
        return case.is_repeat
    if case.petitioner_key is None or case.topic is None:
        return False
    earliest = case.received_on - timedelta(days=REPEAT_DAYS)
    latest = case.received_on - timedelta(days=1)
    others = received.get((case.petitioner_key, case.team_id, case.topic), [])
    return any(earliest <= day <= latest for day in others)


def judged(limit: date, answered: date | None, month: Month) -> float | None:
    """Judge a clock on the earlier of answer and limit; null when that is not in this month."""
    judged_on = limit if answered is None else min(answered, limit)
    if not month.holds(judged_on):
        return None
    return full_or_nothing(answered is not None and answered <= limit)


def petition_items(
    cases: list[Petition], received: EarlierCases, month: Month
) -> Iterator[Item]:
    """Make the items of one team's petitions in one month."""
    for case in cases:
        if is_left_out(case):
            continue
        for part, x in case_values(case, received, month).items():
            yield item_of(case, "petitions", month, part, 1.0, x)


def case_values(case: Petition, received: EarlierCases, month: Month) -> dict[str, float]:
    """Give the value of one case in each part that it has an item of in this month."""
    values: dict[str, float] = {}
    accepted_in_time = judged(accept_limit(case), answer_of(case), month)
    if accepted_in_time is not None:
        values["petition_accept"] = accepted_in_time
    limit = close_limit(case)
    closed_in_time = None if limit is None else judged(limit, case.closed_on, month)
    if closed_in_time is not None:
        values["petition_close"] = closed_in_time
    if month.holds(case.received_on):
        values["petition_repeat"] = full_or_nothing(not is_repeat(case, received))
    if month.holds(case.closed_on):
        if case.satisfaction in RATED:
            values["petition_satisfied"] = full_or_nothing(case.satisfaction in CONTENT)
        if not is_repeat(case, received):
            values["petition_rated"] = full_or_nothing(case.satisfaction in RATED)
    return values
