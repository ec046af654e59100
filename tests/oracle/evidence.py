"""All items of a build, and the months it has (scoring.md section 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from tests.oracle.audit_items import audit_items
from tests.oracle.disclosure_items import notice_items, objection_items
from tests.oracle.items import Item
from tests.oracle.petition_items import index_cases, petition_items
from tests.oracle.rating_items import rating_items, void_raters
from tests.oracle.registers import Registers, Team
from tests.oracle.severity import Severity, rating_rows, severities
from tests.oracle.span import Month, first_of, month_at, months_from
from tests.oracle.task_items import task_items


@dataclass(frozen=True)
class Evidence:
    """The months of a build, the teams scored and the raters judged in each, and the items."""

    months: list[Month]
    scored: dict[date, list[Team]]
    items: dict[tuple[date, str], list[Item]]
    severities: dict[date, list[Severity]]


def by_team(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Index rows by team."""
    index: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        index[row.team_id].append(row)
    return index


def by_month(rows: Iterable[Any]) -> dict[date, list[Any]]:
    """Index rows that name their month."""
    index: dict[date, list[Any]] = defaultdict(list)
    for row in rows:
        index[row.month].append(row)
    return index


def earliest_month(registers: Registers) -> date | None:
    """Give the month of the earliest day of evidence; nothing has an item before it."""
    kinds = (
        registers.tasks,
        registers.ratings,
        registers.ballots,
        registers.notices,
        registers.objections,
        registers.petitions,
        registers.findings,
    )
    days = [
        getattr(row, field.name)
        for kind in kinds
        for row in kind
        for field in fields(row)
        if field.name != "assigned_on" and isinstance(getattr(row, field.name), date)
    ]
    return first_of(min(days)) if days else None


def gather(
    registers: Registers, as_of: date, first_month: date | None, rater_correction: bool
) -> Evidence:
    """Make all items, and keep the months from the first to the last that has one.

    `first_month` cuts earlier months off.
    """
    earliest = earliest_month(registers)
    if earliest is None:
        return Evidence([], {}, {}, {})
    months = [month_at(first, as_of) for first in months_from(earliest, first_of(as_of))]
    scored = {
        month.first: [
            team for team in registers.teams if team.is_scored(month.first, month.last)
        ]
        for month in months
    }
    rows = rating_rows(registers.ratings)
    judged = {m.first: severities(rows, m.first, rater_correction) for m in months}
    items = items_of_months(registers, months, scored, judged)
    with_items = sorted({first for first, _ in items})
    if not with_items:
        return Evidence([], {}, {}, {})
    start = max(with_items[0], first_of(first_month)) if first_month else with_items[0]
    kept = [month for month in months if start <= month.first <= with_items[-1]]
    return Evidence(
        kept,
        {month.first: scored[month.first] for month in kept},
        {key: rows for key, rows in items.items() if key[0] >= start},
        {month.first: judged[month.first] for month in kept},
    )


def items_of_months(
    registers: Registers,
    months: list[Month],
    scored: dict[date, list[Team]],
    judged: dict[date, list[Severity]],
) -> dict[tuple[date, str], list[Item]]:
    """Make the items of every scored team in every month; only team-months that have some."""
    tasks = by_team(registers.tasks)
    notices = by_team(registers.notices)
    objections = by_team(registers.objections)
    petitions = by_team(registers.petitions)
    findings = by_team(registers.findings)
    received = index_cases(registers.petitions)
    ratings = by_month(registers.ratings)
    ballots = by_month(registers.ballots)

    def items_of(month: Month) -> Iterator[Item]:
        void = void_raters(ratings.get(month.first, []))
        severity = {row.rater_id: row.severity for row in judged[month.first]}
        team_ratings = by_team(ratings.get(month.first, []))
        team_ballots = by_team(ballots.get(month.first, []))
        for team_id in (team.team_id for team in scored[month.first]):
            yield from task_items(tasks.get(team_id, []), month)
            yield from rating_items(
                team_ratings.get(team_id, []),
                team_ballots.get(team_id, []),
                void,
                severity,
                month,
            )
            yield from notice_items(notices.get(team_id, []), month)
            yield from objection_items(objections.get(team_id, []), month)
            yield from petition_items(petitions.get(team_id, []), received, month)
            yield from audit_items(findings.get(team_id, []), month)

    items: dict[tuple[date, str], list[Item]] = defaultdict(list)
    for month in months:
        for item in items_of(month):
            items[month.first, item.team_id].append(item)
    return dict(items)
