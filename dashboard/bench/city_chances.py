"""What a level means: volumes of work, and the chance of each outcome, per team and month.

Rows are drawn from these and the truth is computed from them, so the two cannot differ.
Each slope is per point of level and makes a point of level about a point of score. A
typical team ends near 88 points. Where an office publishes its rates, they are the typical
ones here (domain notes, sections on petitions and audit).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.bench.truth_city import City
from dashboard.sample.draws import Array, ordered_shares, stream

# Typical volumes a month: eight tasks (ten in the mean), fifteen petitions, two or three
# notices, a finding of the auditors every other month. Not all handle petitions or audits.
TASKS, PETITIONS, NOTICES, OBJECTIONS, FINDINGS = 8.0, 15.0, 2.5, 0.2, 0.5
LEAST_TASKS = 1.5
HANDLE_PETITIONS, ARE_AUDITED = 0.7, 0.8

# Months a stalled task stays open after the one it was due in, and a late finding.
STALLED_MONTHS = (0.5, 0.3, 0.2)
OPEN_MONTHS = (0.6, 0.3, 0.1)
# What the register says of a task that stands still.
STALLED_PROGRESS = 0.6
# Share of late tasks that are 15 days late, not 3.
LONG_SHARE = 1 / 3
# What is paid back of the sum of a finding that is not rectified in full.
PART_PAID = 0.4

# Logistic cuts. Tasks: 10 % excellent, 40 % good, 40 % fair, 10 % poor. Votes: 35, 45, 15, 5.
QUALITY_CUTS, VOTE_CUTS = (-2.2, 0.0, 2.2), (-0.62, 1.39, 2.94)
POINTS_PER_CUT = 9.0


@dataclass(frozen=True)
class Chances:
    """Volumes by team, chances by team and month.

    Attributes:
        tasks, petitions, notices, objections, findings: expected a month, by team.
        late, stalled: a task is done late within its month; it stands still for months.
        quality, votes: chance of each word, best first, as a last axis.
        other names: chance that a case, notice or finding turns out well, but
            petition_repeated and finding_repeated, which are bad.
    """

    tasks: Array
    petitions: Array
    notices: Array
    objections: Array
    findings: Array
    late: Array
    stalled: Array
    quality: Array
    votes: Array
    notice_on_time: Array
    notice_complete: Array
    objection_on_time: Array
    petition_accepted: Array
    petition_closed: Array
    petition_repeated: Array
    petition_satisfied: Array
    petition_rated: Array
    finding_rectified: Array
    finding_reported: Array
    finding_paid: Array
    finding_repeated: Array


def chances_of(city: City) -> Chances:
    """Turn levels into chances."""
    rng = stream(city.seed, "volumes")
    handles = rng.random(city.teams) < HANDLE_PETITIONS
    is_audited = rng.random(city.teams) < ARE_AUDITED
    tasks, notices = city.level("tasks"), city.level("disclosure")
    cases, audit = city.level("petitions"), city.level("audit")
    return Chances(
        tasks=np.maximum(TASKS * city.sizes, LEAST_TASKS),
        petitions=PETITIONS * city.sizes * handles,
        # A small house has as much to post as a large one, nearly.
        notices=NOTICES * np.sqrt(city.sizes),
        objections=OBJECTIONS * city.sizes,
        findings=FINDINGS * city.sizes * is_audited,
        late=_chance(0.14, -0.015, tasks),
        stalled=_chance(0.02, -0.004, tasks, least=0.002),
        quality=_words(QUALITY_CUTS, tasks),
        votes=_words(VOTE_CUTS, city.level("evaluation")),
        notice_on_time=_chance(0.90, 0.012, notices),
        notice_complete=_chance(0.94, 0.006, notices),
        objection_on_time=_chance(0.85, 0.012, notices),
        # Offices publish 97 to 99 % in time and 90 to 99 % satisfied.
        petition_accepted=_chance(0.98, 0.006, cases),
        petition_closed=_chance(0.97, 0.009, cases),
        # 12 % repeats is full marks, 20 % none: few teams are far from the first.
        petition_repeated=_chance(0.122, -0.004, cases),
        petition_satisfied=_chance(0.95, 0.009, cases),
        petition_rated=_chance(0.73, 0.006, cases),
        # Cities publish 80 to 95 % rectified, most of them 91 %.
        finding_rectified=_chance(0.91, 0.012, audit),
        finding_reported=_chance(0.95, 0.012, audit),
        finding_paid=_chance(0.80, 0.012, audit),
        finding_repeated=_chance(0.025, -0.002, audit, least=0.002),
    )


def _chance(typical: float, slope: float, level: Array, least: float = 0.01) -> Array:
    return np.clip(typical + slope * level, least, 0.99)


def _words(cuts: tuple[float, ...], level: Array) -> Array:
    """Return the chance of each of an ordered list of words, best first."""
    at_least = ordered_shares(cuts, level.ravel() / POINTS_PER_CUT)
    edges = np.pad(at_least, ((0, 0), (1, 1)), constant_values=((0, 0), (0, 1)))
    return np.diff(edges, axis=1).reshape(*level.shape, len(cuts) + 1)
