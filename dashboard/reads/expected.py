"""What is expected from whom by when, and what has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.storage.built import Cursor

State = Literal["overdue", "due", "received", "later"]
# What presses most first.
STATES: tuple[State, ...] = ("overdue", "due", "received", "later")
# Of the offices; all other kinds are those of a department.
REGISTERS = ("petitions", "audit_findings")


@dataclass(frozen=True)
class Report:
    """One kind expected of one sender for one month.

    Attributes:
        sender: `department` or `office`; the team of an office is the top of the tree.
        opens_on, due_on: first and last day on which a file for the month is in time.
        announced_days: natural days before due_on from which it is announced.
        is_in_use: whether anybody at all has sent this kind so far.
        is_received: whether a file speaks for the month.
        last_on: day of the newest file with a record of the sender, None if there is none;
            last_file and last_by are its name and who sent it.
    """

    kind: str
    sender: str
    team_id: str
    team_name: str
    opens_on: date
    due_on: date
    last_on: date | None
    last_file: str | None
    last_by: str | None
    announced_days: int
    is_in_use: bool
    is_received: bool

    def state(self, day: date) -> State:
        """Return how it stands on a day; `later` is nothing expected yet."""
        if self.is_received:
            return "received"
        left = self.days_left(day)
        if not self.is_in_use or left > self.announced_days:
            return "later"
        return "due" if left >= 0 else "overdue"

    def days_left(self, day: date) -> int:
        """Return the natural days left until it is due, negative once it is overdue."""
        return (self.due_on - day).days

    def age(self, day: date) -> int | None:
        """Return the natural days since its newest file came, None if none ever came."""
        return None if self.last_on is None else max((day - self.last_on).days, 0)


@dataclass(frozen=True)
class Sender:
    """One department and all that is expected of it."""

    team_id: str
    team_name: str
    reports: tuple[Report, ...]

    def in_state(self, state: State, day: date) -> list[Report]:
        """Return its reports in that state, the longest due first."""
        found = [report for report in self.reports if report.state(day) == state]
        return sorted(found, key=lambda report: report.days_left(day))

    def state(self, day: date) -> State:
        """Return the state that presses most."""
        states = {report.state(day) for report in self.reports}
        return next(state for state in STATES if state in states)


@dataclass(frozen=True)
class Standing:
    """How everything expected for a month stands on one day.

    Attributes:
        departments: what presses most first, the longest overdue before.
        registers: what the offices owe, likewise.
    """

    day: date
    departments: tuple[Sender, ...]
    registers: tuple[Report, ...]

    def registers_in(self, *states: State) -> list[Report]:
        """Return the registers in these states."""
        return [one for one in self.registers if one.state(self.day) in states]

    def of(self, *states: State) -> list[Sender]:
        """Return the departments in these states, each by what presses most."""
        return [one for one in self.departments if one.state(self.day) in states]

    @property
    def worst_days(self) -> int:
        """Natural days by which the oldest overdue report of a department is overdue."""
        reports = [
            report for one in self.departments for report in one.in_state("overdue", self.day)
        ]
        return max((-report.days_left(self.day) for report in reports), default=0)

    @property
    def last_due_on(self) -> date | None:
        """The day by which all departments should have sent everything."""
        reports = [report for one in self.departments for report in one.reports]
        return max((report.due_on for report in reports if report.is_in_use), default=None)


def expected(cursor: Cursor, filters: Filters) -> tuple[Report, ...]:
    """Read what is expected for the month of the senders in sight.

    Senders are narrowed by tree alone: a grade or light belongs to a single team.

    Source: queries/pages/expected_reports.sql
    """
    assert filters.month is not None, "ask_filters settles the month"
    rows = run(
        cursor,
        "expected_reports",
        month=filters.month,
        team=filters.team,
        scope=None if filters.scope is None else list(filters.scope),
    )
    return tuple(Report(**row) for row in rows.iter_rows(named=True))


def standing(reports: Iterable[Report], day: date) -> Standing:
    """Order what is expected by how it presses on a day.

    A version stands still while days go by, so the day is not taken from it: what nobody
    sends makes no new version either, and must turn overdue all the same.
    """
    by_team: dict[str, list[Report]] = {}
    registers = []
    for report in reports:
        if report.sender == "office":
            registers.append(report)
        else:
            by_team.setdefault(report.team_id, []).append(report)
    senders = [
        Sender(team_id, of_team[0].team_name, tuple(of_team))
        for team_id, of_team in by_team.items()
    ]

    def pressure(one: Sender) -> tuple[int, int, int, str]:
        state = one.state(day)
        pressing = one.in_state(state, day)
        return STATES.index(state), pressing[0].days_left(day), -len(pressing), one.team_id

    return Standing(
        day,
        tuple(sorted(senders, key=pressure)),
        tuple(sorted(registers, key=lambda one: (STATES.index(one.state(day)), one.due_on))),
    )
