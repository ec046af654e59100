"""The petition register: cases with their clocks, repeats and satisfaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard.sample.clocks import petition_clocks
from dashboard.sample.draws import (
    Array,
    chance,
    chosen,
    either,
    kept_where,
    known_by,
    masked,
    numbered,
    stream,
    words,
)
from dashboard.sample.files import rows_of
from dashboard.sample.levels import DIMENSIONS
from dashboard.sample.plan import Plan
from dashboard.sample.repeats import repeat_sources

# Share of teams that handle petitions at all, and cases a month of those, by tier. A few
# cases a month say nothing about a team (eight points of repeats are the whole scale), so
# they are given to fewer teams that get enough.
HANDLING = {"county": 1.0, "bureau": 0.36, "township": 0.42, "section": 0.12}
CASES = {"county": 12.0, "bureau": 5.0, "township": 5.0}
CASES_FULL = {"county": 90.0, "bureau": 40.0, "township": 22.0, "section": 12.0}
# How much teams of a tier differ in volume (log scale).
CASES_SPREAD = 0.35
# Chances of a typical team, and what one point of level adds.
SATISFIED, SATISFIED_PER_POINT = 0.95, 0.009
RATED, RATED_PER_POINT, RATED_LESS_WHEN_REPEATED = 0.73, 0.006, 0.25
REPEATED, REPEATED_PER_POINT = 0.122, -0.005
EXCLUDED_SHARE, ANONYMOUS_SHARE = 0.012, 0.04
COLLECTIVE_SHARE, SKIP_LEVEL_SHARE = 0.03, 0.02
# The team planted for `rate_under_floor`: satisfied, in its last eight months.
DISSATISFIED_RATE, DISSATISFIED_MONTHS = 0.6, 8
# One team in so many leaves is_repeat blank, for the product to find out.
BLANK_REPEAT_TEAMS = 9

CHANNELS = {"网络": 0.42, "12345热线": 0.25, "走访": 0.18, "书信": 0.1, "电话": 0.05}
PURPOSES = {"申诉求决": 0.8, "建议意见": 0.11, "检举控告": 0.09}
TOPICS = {
    "城乡建设": 0.2, "农业农村": 0.15, "劳动社保": 0.14, "自然资源": 0.12, "教育": 0.1,
    "交通运输": 0.08, "卫生": 0.07, "生态环境": 0.07, "政法": 0.07,
}  # fmt: skip
# What comes of reports of misconduct, and the share of untrue ones that is cleared up.
FINDINGS = {"true": 0.3, "partly": 0.25, "untrue": 0.3, "unverifiable": 0.15}
CLEARED = 0.8
EXCLUSIONS = {"涉法涉诉": 0.4, "已三级终结": 0.25, "超出职责范围": 0.2, "要求不予公开": 0.15}

# Open cases that `petition_overdue` must find: event, age on the last day, days to answer.
_PLANTED = (("late_case", 79, 9), ("stalled_case", 115, 10), ("unanswered_case", 22, None))


@dataclass(frozen=True)
class _Cases:
    """Team, day and the team's level on it, of all cases by team and day."""

    team: Array
    received_on: Array
    level: Array


def petition_rows(plan: Plan) -> Iterator[pl.DataFrame]:
    """Give all cases at once, since a repeat refers to an earlier case, then the planted."""
    rng = stream(plan.seed, "petitions")
    cases = _cases(plan, rng)
    repeated = REPEATED + REPEATED_PER_POINT * cases.level
    source = repeat_sources(rng, cases.team, cases.received_on, repeated)
    clocks = petition_clocks(plan, rng, cases.received_on, cases.level)
    yield _register(plan, rng, cases, source, clocks)
    yield rows_of("petitions", list(_planted(plan)))


def _cases(plan: Plan, rng: np.random.Generator) -> _Cases:
    own = np.exp(rng.normal(0, CASES_SPREAD, plan.teams.height))
    mean = plan.by_tier(CASES_FULL if plan.is_full else CASES) * own * _handles(plan, rng)
    counts = rng.poisson(mean[:, None] * plan.assessed)
    event = plan.events.get("silent")
    if event is not None:
        counts[event.team, event.month] = 0
    teams, months = np.divmod(np.repeat(np.arange(counts.size), counts.ravel()), plan.months)
    days = (plan.starts[months + 1] - plan.starts[months]).astype(int)
    received_on = plan.starts[months] + np.floor(rng.random(len(teams)) * days).astype(int)
    order = np.lexsort((received_on, teams))
    order = order[plan.exists_on(teams, received_on)[order]]
    level = plan.levels[DIMENSIONS.index("petitions"), teams, months]
    return _Cases(teams[order], received_on[order], level[order])


def _handles(plan: Plan, rng: np.random.Generator) -> Array:
    """Draw the teams that handle petitions; those of planted events do."""
    handles = rng.random(plan.teams.height) < plan.by_tier(HANDLING)
    for name in ("dissatisfied", *(name for name, *_ in _PLANTED)):
        event = plan.events.get(name)
        if event is not None:
            handles[event.team] = True
    return handles


def _register(
    plan: Plan,
    rng: np.random.Generator,
    cases: _Cases,
    source: Array,
    clocks: dict[str, Array],
) -> pl.DataFrame:
    """Fill in the columns; a repeat has the purpose, topic and petitioner of its source."""
    size, closed_on = len(source), clocks["closed_on"]
    is_repeat = source != np.arange(size)
    is_collective = chance(rng, COLLECTIVE_SHARE, size)
    purpose = chosen(rng, PURPOSES, size).gather(source)
    is_excluded = chance(rng, EXCLUDED_SHARE, size)
    return pl.DataFrame(
        {
            "case_id": numbered("XF", np.arange(1, size + 1), 7),
            "team_id": plan.team_ids(cases.team),
            "channel": chosen(rng, CHANNELS, size),
            "purpose": purpose,
            "topic": chosen(rng, TOPICS, size).gather(source),
            "petitioner": _petitioners(rng, source),
            "people": np.where(is_collective, rng.integers(6, 31, size), 1),
            "received_on": cases.received_on,
            **clocks,
            "is_repeat": masked(cases.team % BLANK_REPEAT_TEAMS != 0, is_repeat),
            "is_skip_level": chance(rng, SKIP_LEVEL_SHARE, size),
            "is_collective": is_collective,
            "satisfaction": _satisfaction(plan, rng, cases, is_repeat, closed_on),
            **_findings(plan, rng, (purpose == "检举控告").to_numpy(), closed_on),
            "excluded_reason": masked(is_excluded, chosen(rng, EXCLUSIONS, size)),
        }
    )


def _petitioners(rng: np.random.Generator, source: Array) -> pl.Series:
    """Give every first case a new pseudonym, its repeats the same, and some none at all."""
    size = len(source)
    is_repeat = source != np.arange(size)
    is_anonymous = chance(rng, ANONYMOUS_SHARE, size) & ~is_repeat
    is_anonymous[source[is_repeat]] = False
    number = rng.permutation(size) + 1
    named = numbered("信访人", number[source], 7 if size > 99_999 else 5)
    return either(is_anonymous, pl.repeat("匿名", size, eager=True), named)


def _satisfaction(
    plan: Plan, rng: np.random.Generator, cases: _Cases, is_repeat: Array, closed_on: Array
) -> pl.Series:
    """Return what the petitioners of closed cases said, if they said anything."""
    size = len(is_repeat)
    rated = RATED + RATED_PER_POINT * cases.level - RATED_LESS_WHEN_REPEATED * is_repeat
    satisfied = np.clip(SATISFIED + SATISFIED_PER_POINT * cases.level, 0.3, 0.99)
    event = plan.events.get("dissatisfied")
    if event is not None:
        since = plan.starts[max(0, event.month + 1 - DISSATISFIED_MONTHS)]
        in_run = (cases.team == event.team) & (closed_on >= since)
        satisfied = np.where(in_run, DISSATISFIED_RATE, satisfied)
    drawn = rng.random(size)
    word = np.where(drawn < 0.7 * satisfied, 0, np.where(drawn < satisfied, 1, 2))
    word = np.where(chance(rng, np.clip(rated, 0.1, 0.95), size), word, 3)
    said = words(("satisfied", "mostly", "dissatisfied", "unrated"), word)
    return masked(~np.isnat(closed_on), said)


def _findings(
    plan: Plan, rng: np.random.Generator, is_report: Array, closed_on: Array
) -> dict[str, pl.Series | Array]:
    """Return what closed reports of misconduct came to, and when untrue ones were cleared."""
    size = len(is_report)
    finding = masked(is_report & ~np.isnat(closed_on), chosen(rng, FINDINGS, size))
    is_cleared = (finding == "untrue").fill_null(False).to_numpy() & chance(rng, CLEARED, size)
    cleared_on = kept_where(is_cleared, closed_on + rng.integers(3, 20, size))
    return {"finding": finding, "cleared_on": known_by(cleared_on, plan.last_day)}


def _planted(plan: Plan) -> Iterator[dict[str, object]]:
    for number, (name, age, answered_after) in enumerate(_PLANTED, start=1):
        event, received_on = plan.events.get(name), plan.last_day - age
        if event is None or received_on < plan.first_day:
            continue
        answered = None if answered_after is None else (received_on + answered_after).item()
        yield {
            "case_id": f"XF9{number:06}",
            "team_id": plan.teams["team_id"][event.team],
            "channel": "走访",
            "purpose": "申诉求决",
            "topic": "城乡建设",
            "petitioner": f"信访人9000{number}",
            "people": 1,
            "received_on": received_on.item(),
            "notified_on": answered,
            "accepted_on": answered,
            "is_repeat": False,
            "is_skip_level": False,
            "is_collective": False,
        }
