"""All statistics of every month, gathered for the flags and the exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.oracle.draws import Standing, standings
from tests.oracle.evidence import Evidence
from tests.oracle.falling import Change, Scores, falling
from tests.oracle.levels import MonthLevels, month_levels
from tests.oracle.span import month_text

Survived = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Estimates:
    """The statistics of one month.

    `standings` are this implementation's own; `survived` is what the flags go by.
    """

    levels: MonthLevels
    standings: dict[str, Standing]
    survived: dict[str, float]
    falling: dict[str, Change]
    is_linked: bool


def estimate_months(
    evidence: Evidence, scores: Scores, standard: float | None, draws: Survived | None
) -> dict[date, Estimates]:
    """Estimate every month; `draws` are shares of draws survived to use instead of its own."""
    found = {}
    for month in evidence.months:
        levels = month_levels(month.first, evidence, standard)
        own = standings(levels, standard)
        survived = {team_id: standing.draws_survived for team_id, standing in own.items()}
        if draws is not None:
            text = month_text(month.first)
            survived = {t: draws.get((t, text), share) for t, share in survived.items()}
        components = {row.component for row in evidence.severities[month.first]}
        found[month.first] = Estimates(
            levels, own, survived, falling(levels, scores), is_linked=len(components) <= 1
        )
    return found
