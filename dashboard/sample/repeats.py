"""Finds the earlier case that a repeated petition repeats."""

from __future__ import annotations

import numpy as np

from dashboard.sample.draws import Array, chance

# A repeat is counted only within this many days of the case it repeats.
REPEAT_DAYS = 365
# People come back about their recent cases: one of the last so many of the team.
LOOK_BACK = 40
# Some drawn repeats find no earlier case, the first of a team for one, so more are drawn.
MISSES = 1.06


def repeat_sources(
    rng: np.random.Generator, team: Array, received_on: Array, share: Array
) -> Array:
    """Return, per case, the first case of its petitioner; itself where it is no repeat.

    Args:
        team, received_on: cases sorted by team and day.
        share: chance that a case is a repeat.
    """
    size = len(team)
    place = np.arange(size)
    _, first, count = np.unique(team, return_index=True, return_counts=True)
    earlier = place - np.repeat(first, count)
    back = 1 + np.floor(rng.random(size) * np.minimum(earlier, LOOK_BACK)).astype(int)
    source = np.maximum(place - back, 0)
    gap = (received_on - received_on[source]).astype(int)
    is_repeat = chance(rng, np.clip(share, 0.02, 0.5) * MISSES, size)
    is_repeat &= (earlier > 0) & (gap >= 1) & (gap <= REPEAT_DAYS)
    source = np.where(is_repeat, source, place)
    # A repeat of a repeat belongs to the first case; every step doubles the reach.
    while not np.array_equal(source[source], source):
        source = source[source]
    return source
