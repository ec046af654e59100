"""The flags that come from statistics (flags.md section 3).

Known decisions: where tau2 is 0 nobody is flagged below_standard, not even by the exit rule,
and such a month ends the run; the worst weak dimension is the one with the smallest name.

Decided where the document leaves room:
* The probability of below_standard is p_below.
* The note not_linked stands on every row of below_standard that the clause fits, also where
  nothing but watch was reached.
* Of the last 3 months only those with state ok can have a bfdr.
* Strictly below median - 5 means by more than 1e-9, since round figures differ by 5 exactly.
"""

from __future__ import annotations

from datetime import date
from math import sqrt
from statistics import median

from scipy.stats import norm

from tests.oracle.estimates import Estimates
from tests.oracle.levels import Level, TeamLevel, probability_below
from tests.oracle.overdue import Case
from tests.oracle.rules import (
    ALARM_BELOW_MEDIAN,
    ALARM_FDR,
    ALARM_PROBABILITY,
    BELOW_DIMENSION_MEDIAN,
    CONCERN_FDR,
    CONCERN_MONTHS,
    DIMENSIONS,
    EXIT_MONTHS,
    FALLING_FDR,
    LAST_MONTHS,
    LEAST_DRAWS_SURVIVED,
    LEAST_RELIABILITY,
    WATCH_FDR,
    WATCH_P_BELOW,
    WEAK_DIMENSION_PROBABILITY,
    WEAK_DIMENSION_SCORE,
    WEAK_DIMENSIONS,
)
from tests.oracle.scoring import TeamMonth
from tests.oracle.span import months_later
from tests.oracle.windows import combined

NOISE = 1e-9

Months = dict[date, Estimates]


def below_standard(row: TeamMonth, months: Months, was_on: bool) -> Case | None:
    """Judge whether a team is below the standard, or still is by the exit rule."""
    team = months[row.month].levels.teams[row.team.team_id]
    level = team.level
    if level is None or team.group.tau2 == 0:
        return None
    is_watch = level.bfdr <= WATCH_FDR and level.p_below >= WATCH_P_BELOW
    left = sum(bfdr > WATCH_FDR for bfdr in last_bfdr(row, months))
    if not is_watch and not (was_on and left < EXIT_MONTHS):
        return None
    is_linked = months[row.month].is_linked or is_below_without_evaluation(team)
    severity = "watch"
    if is_watch and is_linked and is_concern(row, team, level, months):
        severity = "alarm" if is_alarm(team, level) else "concern"
    note = "disagrees" if row.grade in ("excellent", "good") else None
    return Case(
        severity,
        None,
        level.posterior.mean,
        team.group.standard,
        team.n,
        probability=level.p_below,
        note=note if is_linked else "not_linked",
    )


def last_bfdr(row: TeamMonth, months: Months) -> list[float]:
    """Give the team's bfdr in the last 3 months, this one included, as far as it has one."""
    firsts = [months_later(row.month, -back) for back in range(LAST_MONTHS)]
    levels = [
        months[first].levels.ok.get(row.team.team_id) for first in firsts if first in months
    ]
    return [level.bfdr for level in levels if level is not None]


def is_concern(row: TeamMonth, team: TeamLevel, level: Level, months: Months) -> bool:
    """Check all conditions of concern."""
    months_sure = sum(bfdr <= CONCERN_FDR for bfdr in last_bfdr(row, months))
    return (
        level.bfdr <= CONCERN_FDR
        and months_sure >= CONCERN_MONTHS
        and level.posterior.reliability >= LEAST_RELIABILITY
        and level.posterior.mean < team.group.standard
        and len(weak_against_peers(team, months)) >= WEAK_DIMENSIONS
        and months[row.month].survived[row.team.team_id] >= LEAST_DRAWS_SURVIVED
    )


def is_alarm(team: TeamLevel, level: Level) -> bool:
    """Check the two ways in which a concern is an alarm."""
    assert team.group.mu is not None
    far_below = probability_below(team.group.mu - ALARM_BELOW_MEDIAN, level.posterior)
    return level.outlier_q <= ALARM_FDR or far_below >= ALARM_PROBABILITY


def weak_against_peers(team: TeamLevel, months: Months) -> list[str]:
    """Name the dimensions strictly below the comparison group's median - 5."""
    teams = months[team.month].levels.teams
    weak = []
    for name in DIMENSIONS:
        rows = [teams[team_id].dimensions.get(name) for team_id in team.group.members]
        scores = [row.score for row in rows if row is not None]
        own = team.dimensions.get(name)
        if own is not None and own.score < median(scores) - BELOW_DIMENSION_MEDIAN - NOISE:
            weak.append(name)
    return weak


def is_below_without_evaluation(team: TeamLevel) -> bool:
    """Tell whether the team is below the standard by its other dimensions too."""
    others = {name: row for name, row in team.dimensions.items() if name != "evaluation"}
    return team.group.posterior(*combined(others)).mean < team.group.standard


def weak_dimension(row: TeamMonth, months: Months) -> Case | None:
    """Find a dimension that is below 60 for 90 % sure, also of an insufficient team."""
    dimensions = months[row.month].levels.teams[row.team.team_id].dimensions
    for name in sorted(dimensions):
        window = dimensions[name]
        gap = WEAK_DIMENSION_SCORE - window.score
        probability = float(norm.cdf(gap / sqrt(window.variance)))
        if gap > 0 and probability >= WEAK_DIMENSION_PROBABILITY:
            return Case(
                "watch", name, window.score, WEAK_DIMENSION_SCORE, window.n, probability
            )
    return None


def falling(row: TeamMonth, months: Months) -> Case | None:
    """Judge a fall that this month and the month before both show."""
    before = months.get(months_later(row.month, -1))
    change = months[row.month].falling.get(row.team.team_id)
    earlier = before.falling.get(row.team.team_id) if before else None
    if change is None or earlier is None or max(change.q, earlier.q) > FALLING_FDR:
        return None
    return Case("watch", None, change.d, None, change.months, change.p)


def line_note(row: TeamMonth, months: Months) -> str | None:
    """Note on a red line that the statistics see it otherwise."""
    level = months[row.month].levels.teams[row.team.team_id].level
    is_otherwise = level is not None and level.p_below < WATCH_P_BELOW
    return "disagrees" if is_otherwise else None
