"""Objections of teams to their scores, answered near the limit of ten working days."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from dashboard.sample.draws import chance, chosen, known_by, masked, pick
from dashboard.sample.months import months_of
from dashboard.sample.plan import Plan

# Chance of an objection per team and month.
SHARE = 0.025
# Working days until the answer, with weights; 10 is the limit.
ANSWER_DAYS = {3: 1, 5: 2, 7: 3, 8: 3, 9: 4, 10: 4, 11: 1, 13: 1}
OUTCOMES = {"rejected": 0.55, "upheld": 0.3, "inadmissible": 0.15}
MATTERS = {
    "任务完成时间认定": 0.35,
    "评价得分复核": 0.2,
    "信访件责任划分": 0.2,
    "审计整改销号时间": 0.15,
    "公示时间认定": 0.1,
}


def objection_rows(plan: Plan) -> Iterator[pl.DataFrame]:
    """Give the objections month by month."""
    for month in months_of(plan, "objections"):
        rng, everybody = month.rng, month.teams("silent")
        teams = everybody[chance(rng, SHARE, len(everybody))]
        size = len(teams)
        received_on = month.first_day + rng.integers(0, month.days, size)
        took = np.array(list(ANSWER_DAYS))[pick(rng, list(ANSWER_DAYS.values()), size)]
        answered_on = known_by(plan.workdays.nth_after(received_on, took), plan.last_day)
        rows = pl.DataFrame(
            {
                "objection_id": month.ids("Y", size, 3),
                "team_id": plan.team_ids(teams),
                "matter": chosen(rng, MATTERS, size),
                "received_on": received_on,
                "answered_on": answered_on,
                "outcome": masked(~np.isnat(answered_on), chosen(rng, OUTCOMES, size)),
            }
        )
        yield rows.filter(pl.Series(plan.exists_on(teams, received_on)))
