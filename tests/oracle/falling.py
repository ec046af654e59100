"""Falling and improving (flags.md section 5).

Decided where the document leaves room:
* A month counts where the team has a final score, except in n of the flag: that counts its
  rows of scores.
* The medians of a comparison group are over its teams that have enough months.
* A sample sd, or a scale, below 1e-9 is 0: equal finals differ in their last bits. Where s is 0
  the team is not judged, and not part of the null.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import fmean, median, stdev

import numpy as np
from scipy.stats import norm

from tests.oracle.levels import Group, MonthLevels
from tests.oracle.robust import benjamini_hochberg
from tests.oracle.rules import BASELINE, LEAST_MONTHS_OF_SPAN, RECENT, SPAN
from tests.oracle.scoring import TeamMonth
from tests.oracle.span import months_later

NOTHING = 1e-9

Scores = dict[date, dict[str, TeamMonth]]


@dataclass(frozen=True)
class Course:
    """Where one team's finals go: the plain difference, and its spread before."""

    difference: float
    sd: float


@dataclass(frozen=True)
class Change:
    """One team judged in one month: D, and the chances under the null calibrated there."""

    d: float
    p: float
    q: float
    months: int


def falling(found: MonthLevels, scores: Scores) -> dict[str, Change]:
    """Judge who fell in a month: D far below what the month's teams show."""
    return changes(found, scores, sign=1)


def improving(found: MonthLevels, scores: Scores) -> dict[str, Change]:
    """Judge who improved: the mirror image, an arrow and not a flag."""
    return changes(found, scores, sign=-1)


def changes(found: MonthLevels, scores: Scores, sign: int) -> dict[str, Change]:
    """Judge every team of the month that has enough finals."""
    courses = {
        team_id: course
        for team_id in found.teams
        if (course := course_of(finals_before(team_id, found.month, scores))) is not None
    }
    d, ratio = {}, {}
    for team_id, course in courses.items():
        centre, least_sd = group_medians(found.teams[team_id].group, courses)
        d[team_id] = course.difference - centre
        sd = max(course.sd, least_sd)
        if sd > NOTHING:
            ratio[team_id] = sign * d[team_id] / sd
    p = chances(ratio)
    q = benjamini_hochberg(p)
    return {
        team_id: Change(d[team_id], p[team_id], q[team_id], rows_before(team_id, found, scores))
        for team_id in p
    }


def finals_before(team_id: str, month: date, scores: Scores) -> dict[int, float]:
    """Give the finals, graded or not, of m, m-1 ... m-17, by months back."""
    found = {}
    for back in SPAN:
        row = scores.get(months_later(month, -back), {}).get(team_id)
        if row is not None and row.final is not None:
            found[back] = row.final
    return found


def rows_before(team_id: str, found: MonthLevels, scores: Scores) -> int:
    """Count the scored months of the 18."""
    return sum(team_id in scores.get(months_later(found.month, -back), {}) for back in SPAN)


def course_of(finals: dict[int, float]) -> Course | None:
    """Compare the 3 recent months with the baseline, if there are enough months."""
    recent = [finals[back] for back in RECENT if back in finals]
    baseline = [finals[back] for back in BASELINE if back in finals]
    if len(recent) < len(RECENT) or len(finals) < LEAST_MONTHS_OF_SPAN:
        return None
    sd = stdev(baseline)
    return Course(fmean(recent) - fmean(baseline), sd if sd > NOTHING else 0.0)


def group_medians(group: Group, courses: dict[str, Course]) -> tuple[float, float]:
    """Give the comparison group's median difference and median sd."""
    rows = [courses[team_id] for team_id in group.members if team_id in courses]
    return median(row.difference for row in rows), median(row.sd for row in rows)


def chances(ratio: dict[str, float]) -> dict[str, float]:
    """Give p of every D/s under a null taken from the upper half of the month's teams."""
    if not ratio:
        return {}
    q50, q75, q90 = np.quantile(list(ratio.values()), [0.5, 0.75, 0.9])
    scale = max((q75 - q50) / 0.6745, (q90 - q50) / 1.2816)
    if scale <= NOTHING:
        return {}
    return {team: float(norm.cdf((value - q50) / scale)) for team, value in ratio.items()}
