"""The clocks of petitions: answered, accepted, extended, closed, and by when."""

from __future__ import annotations

import numpy as np

from dashboard.sample.draws import Array, chance, kept_where, known_by
from dashboard.sample.plan import Plan

# Chances of a typical team to be in time, and what one point of level adds.
ACCEPTED, ACCEPTED_PER_POINT = 0.983, 0.004
CLOSED, CLOSED_PER_POINT = 0.978, 0.005
REJECTED_SHARE, EXTENDED_SHARE = 0.03, 0.05
# Days late of the late ones, drawn from 1 to this many.
MOST_DAYS_LATE = 12


def petition_clocks(
    plan: Plan, rng: np.random.Generator, received_on: Array, level: Array
) -> dict[str, Array]:
    """Return the days of answer, acceptance, extension and closing, as far as they came."""
    size = len(level)
    in_time = np.clip(ACCEPTED + ACCEPTED_PER_POINT * level, 0.7, 1)
    late = rng.integers(1, MOST_DAYS_LATE + 1, size)
    answer = 1 + np.floor(rng.beta(1.6, 2.2, size) * 14).astype(int)
    answer = np.where(chance(rng, in_time, size), answer, 15 + late)
    answered_on = received_on + answer
    is_rejected = chance(rng, REJECTED_SHARE, size)
    accepted_on = kept_where(~is_rejected, answered_on)
    is_extended = chance(rng, EXTENDED_SHARE, size)
    extended_on = kept_where(is_extended, accepted_on + rng.integers(45, 61, size))
    days = {
        "notified_on": accepted_on,
        "rejected_on": kept_where(is_rejected, answered_on),
        "accepted_on": accepted_on,
        "extended_on": extended_on,
        "closed_on": accepted_on + _days_of_work(rng, level, is_extended),
    }
    return {name: known_by(day, plan.last_day) for name, day in days.items()}


def _days_of_work(rng: np.random.Generator, level: Array, is_extended: Array) -> Array:
    """Return how long each case takes from acceptance to closing."""
    size = len(level)
    in_time = np.clip(CLOSED + CLOSED_PER_POINT * level, 0.6, 1)
    usual = 5 + np.floor(rng.beta(2.2, 1.7, size) * 55).astype(int)
    work = np.where(is_extended, rng.integers(61, 91, size), usual)
    late = np.where(is_extended, 90, 60) + rng.integers(1, MOST_DAYS_LATE + 1, size)
    return np.where(chance(rng, in_time, size), work, late)
