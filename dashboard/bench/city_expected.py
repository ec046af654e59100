"""What the evidence of a team-month is expected to be: Σw and Σwx of every part.

Exact for the way `city_work`, `city_cases` and `city_voices` draw rows, luck averaged out.
Weights that do not depend on the outcome (levels of tasks, amounts, categories) cancel in
Σwx / Σw and are left out. Not counted: ratings that meet the ends of the scale, some in a
thousand, and the rounding to whole points.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.bench import city_chances as given
from dashboard.bench.city_chances import Chances, chances_of
from dashboard.bench.truth_city import City
from dashboard.sample.draws import Array
from dashboard.settings import ROOT

RULES = ROOT / "queries" / "rules"

# What a rater without severity gives a typical team, and what a point of level adds.
TYPICAL_RATING, RATING_PER_POINT = 82.0, 0.9

# Months after which a finding is due, a petition closed late is judged, a report is due.
FINDING_DUE, CLOSED_LATE, REPORT_DUE = 2, 2, 1

# Days after the limit of a task that is a little and one that is quite late; both end
# within the month, and each stands for a step of the rules.
SHORT_DELAY, LONG_DELAY = 3, 15

Sums = dict[str, tuple[Array, Array]]


def expected_sums(city: City) -> Sums:
    """Return Σw and Σwx by part, each by team and month."""
    chances = chances_of(city)
    return {
        **_task_sums(chances),
        **_rating_sums(city, chances),
        **_notice_sums(chances),
        **_petition_sums(chances),
        **_finding_sums(chances),
    }


def later(values: Array, months: int) -> Array:
    """Move values to a later month; before the history there is nothing."""
    moved = np.zeros_like(values)
    moved[:, months:] = values[:, : max(values.shape[1] - months, 0)]
    return moved


def _task_sums(chances: Chances) -> Sums:
    """A task is in play in the month it is due, and while it stands still."""
    due = chances.tasks[:, None] * np.ones_like(chances.late)
    stalled, done = due * chances.stalled, due * (1 - chances.stalled)
    open_x, late_share = 100 * given.STALLED_PROGRESS, _late_share()
    quality_x = 100 * chances.quality @ word_shares("qualities")
    on_time_x = 100 * (1 - chances.late * (1 - late_share))
    count, completion = due.copy(), 100 * done + open_x * stalled
    timeliness, finished = on_time_x * done, done.copy()
    quality = quality_x * done
    left = 1.0
    for month, share in enumerate(given.STALLED_MONTHS, start=1):
        count += left * later(stalled, month)
        left -= share
        completion += (100 * share + open_x * left) * later(stalled, month)
        finished += share * later(stalled, month)
        quality += share * later(stalled * quality_x, month)
    return {
        "task_completion": (count, completion),
        "task_timeliness": (count, timeliness),
        "task_quality": (finished, quality),
    }


def _rating_sums(city: City, chances: Chances) -> Sums:
    rating = TYPICAL_RATING + RATING_PER_POINT * city.level("evaluation")
    ones = np.ones_like(rating)
    vote = 100 * chances.votes @ word_shares("qualities")
    return {
        "rating_superior": (ones, rating),
        "rating_peer": (ones, rating),
        "rating_public": (ones, vote),
    }


def _notice_sums(chances: Chances) -> Sums:
    return {
        "notice_on_time": _rate(chances.notices, chances.notice_on_time),
        "notice_complete": _rate(chances.notices, chances.notice_complete),
        "objection_on_time": _rate(chances.objections, chances.objection_on_time),
    }


def _petition_sums(chances: Chances) -> Sums:
    """A case closed late is judged, and asked about, two months after its receipt."""
    received = chances.petitions[:, None] * np.ones_like(chances.petition_closed)
    closed = received * chances.petition_closed
    late = received - closed
    rated, first = chances.petition_rated, 1 - chances.petition_repeated
    satisfied = rated * chances.petition_satisfied
    both = {
        name: closed * share + later(late * share, CLOSED_LATE)
        for name, share in {
            "all": np.ones_like(rated),
            "rated": rated,
            "satisfied": satisfied,
            "first": first,
            "first_rated": first * rated,
        }.items()
    }
    return {
        "petition_accept": _rate(chances.petitions, chances.petition_accepted),
        "petition_close": (both["all"], 100 * closed),
        "petition_repeat": _rate(chances.petitions, first),
        "petition_satisfied": (both["rated"], 100 * both["satisfied"]),
        "petition_rated": (both["first"], 100 * both["first_rated"]),
    }


def _finding_sums(chances: Chances) -> Sums:
    """A finding is in play until it is closed, and due from its second month after on."""
    found = chances.findings[:, None] * np.ones_like(chances.finding_rectified)
    closed = found * chances.finding_rectified
    late, paid = found - closed, given.PART_PAID
    paid_x = 100 * (paid + (1 - paid) * chances.finding_paid)
    due, rectified = later(found, FINDING_DUE), 100 * later(closed, FINDING_DUE)
    money = later(found * paid_x, FINDING_DUE)
    in_play = found + later(found, 1)
    left = 1.0
    for month, share in enumerate(given.OPEN_MONTHS, start=1):
        open_since = FINDING_DUE + month
        due += left * later(late, open_since)
        money += left * later(late * paid_x, open_since)
        rectified += 100 * share * later(late, open_since)
        left -= share
    in_play += due
    has_any = 1 - np.exp(-in_play)
    repeats = found * chances.finding_repeated
    none, one = np.exp(-repeats), repeats * np.exp(-repeats)
    return {
        "audit_rectified": (due, rectified),
        "audit_report": (
            later(found, REPORT_DUE),
            100 * later(found * chances.finding_reported, REPORT_DUE),
        ),
        "audit_money": (due, money),
        # One repeated finding costs 50 points, two or more cost all.
        "audit_no_repeat": (has_any, 100 * has_any - 50 * one - 100 * (1 - none - one)),
    }


def word_shares(rule: str) -> Array:
    """Return the shares of full marks of a rule, in the order of its rows."""
    return pl.read_csv(RULES / f"{rule}.csv")["share"].to_numpy()


def _late_share() -> float:
    """Return the mean share of full marks of a task that is late within its month."""
    _, short, long, _ = word_shares("lateness")
    return short * (1 - given.LONG_SHARE) + long * given.LONG_SHARE


def _rate(count: Array, chance: Array) -> tuple[Array, Array]:
    expected = count[:, None] * np.ones_like(chance)
    return expected, 100 * expected * chance
