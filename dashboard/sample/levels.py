"""How well each team truly works: the level every row is drawn from.

A level is in points above or below a typical team. Each subject turns it into its own
chances (on time, satisfied, rectified, …), so this is the place to make the city better,
worse or more mixed. A typical team ends near 87 final points; a level costs about 0.6 of
itself in final points near 0 and about all of itself at -30, where tasks stand still.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.sample.draws import Array, stream

DIMENSIONS = ("tasks", "evaluation", "disclosure", "petitions", "audit")

# Standard deviation between ordinary teams, and of one team between its dimensions.
TEAM_SPREAD = 3.5
DIMENSION_SPREAD = 3.0
# Slow drift of a team, month to month, that no flag should take for a change.
MONTH_SPREAD = 0.8
# Share of truly weak teams and their levels, the worst first: near 57 final points for the
# worst, near 76 for the mildest.
WEAK_SHARE = 0.05
WEAK_FROM, WEAK_TO = -29.0, -16.0
# Share of teams that truly change, half for the worse, and how far they move.
CHANGING_SHARE = 0.05
CHANGE_POINTS = {"declining": 28.0, "improving": 20.0}
# A change takes this many months to be complete.
CHANGE_MONTHS = 3
# Months before the end at which the changes start. `falling` looks at the last three
# months against the year before them, so some starts are recent enough to be seen there.
STARTS = {"declining": (5, 4, 10), "improving": (9, 8, 12)}


@dataclass(frozen=True)
class Truth:
    """One line of truth.csv: what is really so, whatever the scores say.

    Attributes:
        change: weak, declining or improving; `event` for one planted thing, which says
            nothing about the team's level.
        from_month: place in the months of the history.
    """

    team: int
    change: str
    from_month: int
    note: str


def true_changes(order: list[int], months: int) -> list[Truth]:
    """Choose the weak and the changing teams from the front of an order of candidates."""
    weak = max(1, round(len(order) * WEAK_SHARE))
    changing = max(2, round(len(order) * CHANGING_SHARE))
    truths = [
        Truth(team, "weak", 0, f"{-level:.0f} below typical all the time")
        for team, level in zip(
            order[:weak], np.linspace(WEAK_FROM, WEAK_TO, weak), strict=False
        )
    ]
    for number, team in enumerate(order[weak : weak + changing]):
        change = ("declining", "improving")[number % 2]
        start = months - STARTS[change][number // 2 % len(STARTS[change])]
        if start > 0:
            note = f"by {CHANGE_POINTS[change]:.0f} within {CHANGE_MONTHS} months"
            truths.append(Truth(team, change, start, note))
    return truths


def true_levels(teams: int, months: int, truths: list[Truth], seed: int) -> Array:
    """Return the level of every dimension, team and month, in points above typical."""
    rng = stream(seed, "levels")
    own = np.clip(rng.normal(0, TEAM_SPREAD, teams), -1.2 * TEAM_SPREAD, 1.8 * TEAM_SPREAD)
    overall = own[:, None] + _drift(rng, teams, months)
    by_dimension = rng.normal(0, DIMENSION_SPREAD, (len(DIMENSIONS), teams, 1))
    levels = overall[None] + by_dimension
    weak = [truth for truth in truths if truth.change == "weak"]
    for truth, level in zip(weak, np.linspace(WEAK_FROM, WEAK_TO, len(weak)), strict=True):
        levels[:, truth.team] += level - own[truth.team]
    ramp = (np.arange(months)[None] - np.arange(months)[:, None] + 1) / CHANGE_MONTHS
    for truth in truths:
        moved = np.clip(ramp[truth.from_month], 0, 1)
        if truth.change == "declining":
            levels[:, truth.team] -= moved * CHANGE_POINTS["declining"]
        elif truth.change == "improving":
            levels[:, truth.team] -= (1 - moved) * CHANGE_POINTS["improving"]
    return levels


def _drift(rng: np.random.Generator, teams: int, months: int) -> Array:
    """Return a stationary drift that forgets half of itself every month."""
    steps = rng.normal(0, MONTH_SPREAD, (teams, months))
    for month in range(1, months):
        steps[:, month] = 0.5 * steps[:, month - 1] + 0.75**0.5 * steps[:, month]
    return steps
