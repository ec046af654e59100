"""The flags that need no statistics, runs of all flags, and the light (flags.md section 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from tests.oracle.evidence import Evidence, by_team
from tests.oracle.floors import rate_under_floor
from tests.oracle.judging import Months, below_standard, falling, line_note, weak_dimension
from tests.oracle.overdue import (
    SEVERITY_RANK,
    Case,
    overdue_findings,
    overdue_petitions,
    overdue_tasks,
    undisclosed,
    worst_of,
)
from tests.oracle.registers import Registers
from tests.oracle.rules import (
    GATE_TO_FAIR,
    GATES_TO_POOR,
    LEAST_COVERED_WEIGHT,
    RED_LINE,
    REPORTED_BEFORE_GAP_MONTHS,
    REPORTED_KINDS,
    WINDOW_MONTHS,
    YELLOW_LINE,
)
from tests.oracle.scoring import TeamMonth, published
from tests.oracle.span import Month, months_later

SECOND_MONTH_IS_CONCERN = ("yellow_line", "not_disclosed", "not_reported")
UNDERPERFORMING = ("below_standard", "red_line", "gate")


@dataclass(frozen=True)
class Flag:
    """One row of the relation `flags`: the worst case of one flag, team and month."""

    flag: str
    team_id: str
    month: date
    case: Case
    since: date


def red_line(row: TeamMonth, months: Months) -> Case | None:
    """Graded, final below 60: concern; the statistics may disagree."""
    if not row.is_graded or row.final is None or published(row.final) >= RED_LINE:
        return None
    final, note = published(row.final), line_note(row, months)
    return Case("concern", None, final, RED_LINE, len(row.items), note=note)


def yellow_line(row: TeamMonth) -> Case | None:
    """Graded, final from 60 to below 70: watch."""
    if not row.is_graded or row.final is None:
        return None
    if not RED_LINE <= published(row.final) < YELLOW_LINE:
        return None
    return Case("watch", None, published(row.final), YELLOW_LINE, len(row.items))


def gate(row: TeamMonth) -> Case | None:
    """Any confirmed gate or unit_red: concern; false data or reprisal: alarm."""
    kinds = ("unit_red", GATE_TO_FAIR, *GATES_TO_POOR)
    rows = [penalty for penalty in row.penalties if penalty.kind in kinds]
    if not rows:
        return None
    worst = min(rows, key=lambda penalty: (penalty.kind not in GATES_TO_POOR, penalty.key))
    severity = "alarm" if worst.kind in GATES_TO_POOR else "concern"
    return Case(severity, worst.key, None, None, len(rows))


def not_reported(row: TeamMonth, months_with: dict[str, set[date]], first: date) -> Case | None:
    """Ungraded, or one of the reported kinds stopped after 3 months with items: watch."""
    stopped = any(
        has_stopped(
            set().union(*(months_with.get(kind, set()) for kind in kinds)), row.month, first
        )
        for kinds in REPORTED_KINDS
    )
    if row.is_graded and not stopped:
        return None
    return Case("watch", None, row.covered_weight, LEAST_COVERED_WEIGHT, row.task_count)


def has_stopped(reported: set[date], month: date, first: date) -> bool:
    """Tell whether a month lies in a gap before which 3 months in a row had items."""
    if month in reported:
        return False
    before = month
    while before not in reported:
        if before < first:
            return False
        before = months_later(before, -1)
    return all(months_later(before, -i) in reported for i in range(REPORTED_BEFORE_GAP_MONTHS))


def flag_months(
    registers: Registers,
    evidence: Evidence,
    scores: dict[date, dict[str, TeamMonth]],
    estimates: Months,
) -> list[Flag]:
    """Raise the flags of every scored team-month, in order of months."""
    cases_of = case_finder(registers, evidence, scores, estimates)
    flags: dict[tuple[str, str, date], Flag] = {}
    for month in evidence.months:
        month_before = months_later(month.first, -1)
        for team_id, row in scores[month.first].items():
            was_on = ("below_standard", team_id, month_before) in flags
            cases = cases_of(row, month)
            cases["below_standard"] = below_standard(row, estimates, was_on)
            for name, case in cases.items():
                if case is None:
                    continue
                before = flags.get((name, team_id, month_before))
                if before is not None and name in SECOND_MONTH_IS_CONCERN:
                    case = replace(case, severity="concern")
                since = before.since if before else month.first
                flags[name, team_id, month.first] = Flag(
                    name, team_id, month.first, case, since
                )
    return list(flags.values())


def case_finder(
    registers: Registers,
    evidence: Evidence,
    scores: dict[date, dict[str, TeamMonth]],
    estimates: Months,
) -> Callable[[TeamMonth, Month], dict[str, Case | None]]:
    """Index what the flags need; the result finds a team-month's worst case of each flag.

    Except below_standard, which depends on the month before.
    """
    tasks, petitions = by_team(registers.tasks), by_team(registers.petitions)
    findings, notices = by_team(registers.findings), by_team(registers.notices)
    months_with: dict[str, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    for (first, team_id), items in evidence.items.items():
        for item in items:
            months_with[team_id][item.kind].add(first)

    def window_of(row: TeamMonth) -> list[TeamMonth]:
        firsts = [months_later(row.month, -i) for i in range(WINDOW_MONTHS)]
        team_id = row.team.team_id
        return [scores[m][team_id] for m in firsts if m in scores and team_id in scores[m]]

    def cases_of(row: TeamMonth, month: Month) -> dict[str, Case | None]:
        team_id, end = row.team.team_id, month.end
        return {
            "red_line": red_line(row, estimates),
            "yellow_line": yellow_line(row),
            "rate_under_floor": rate_under_floor(row, window_of(row)),
            "overdue_task": worst_of(list(overdue_tasks(tasks.get(team_id, []), end))),
            "petition_overdue": worst_of(
                list(overdue_petitions(petitions.get(team_id, []), end))
            ),
            "finding_overdue": worst_of(list(overdue_findings(findings.get(team_id, []), end))),
            "not_disclosed": worst_of(list(undisclosed(notices.get(team_id, []), end))),
            "not_reported": not_reported(row, months_with[team_id], evidence.months[0].first),
            "gate": gate(row),
            "weak_dimension": weak_dimension(row, estimates),
            "falling": falling(row, estimates),
        }

    return cases_of


def light_of(row: TeamMonth, flags: list[Flag]) -> str:
    """Give the light of a team-month: its worst flag; ungraded is grey unless gated."""
    if not row.is_graded:
        return "red" if any(flag.flag == "gate" for flag in flags) else "grey"
    worst = max((SEVERITY_RANK[flag.case.severity] for flag in flags), default=0)
    return ("green", "yellow", "red", "red")[worst]


def is_underperforming(flags: list[Flag]) -> bool:
    """Tell whether below_standard, red_line or gate stands at concern or alarm."""
    return any(
        flag.flag in UNDERPERFORMING and flag.case.severity in ("concern", "alarm")
        for flag in flags
    )
