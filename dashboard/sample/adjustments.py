"""What a named post confirmed: small deductions and bonuses, and very few gates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from dashboard.sample.draws import Array, chance, chosen, masked
from dashboard.sample.months import Month, months_of
from dashboard.sample.plan import Plan

# Chance of an adjustment of each kind per team and month, for a typical team and for one
# ten points below it.
SHARES = {
    "bonus": (0.010, 0.002),
    "deduction": (0.004, 0.010),
    "report_late": (0.006, 0.012),
    "report_missing": (0.0015, 0.005),
    "second_yellow": (0.002, 0.008),
    "red_slip": (0.001, 0.005),
    "faked_return": (0.0006, 0.004),
}
# Beyond these levels the shares grow and shrink no more; nor above the most of any kind.
LEVELS_TOLD_APART = (-25, 5)
MOST_SHARE = 0.04
REASONS = {
    "bonus": "获省级通报表扬",
    "deduction": "被市级通报批评",
    "report_late": "月度报表迟报",
    "report_missing": "月度报表漏报",
    "second_yellow": "同一事项第二次黄牌",
    "red_slip": "红色督办单逾期未整改",
    "faked_return": "虚报办结，退回重办",
    "unit_red": "年度重点任务严重滞后，单位红牌",
    "gate_false_data": "经核实，填报数据造假",
    "gate_reprisal": "经核实，打击报复信访人",
    "gate_faked_rectification": "经核实，审计整改弄虚作假",
}
# Points asked for by a bonus and by a deduction; other kinds have theirs from the rules.
BONUS_POINTS = (0.5, 1.0, 1.5, 2.0, 3.0)
DEDUCTION_POINTS = (-0.5, -1.0, -1.5, -2.0, -3.0)
CONFIRMERS = {"市绩效考核办": 0.5, "市政府督查室": 0.3, "市纪委监委机关": 0.2}

# Planted event and its kinds. A red slip next to a red plate is not charged.
_PLANTED = {
    "false_data": ("gate_false_data",),
    "unit_red": ("unit_red", "red_slip"),
    "reprisal": ("gate_reprisal",),
    "faked_rectification": ("gate_faked_rectification",),
    "late_unit_red": ("unit_red",),
}
# Months before the end in which one of each kind is planted that is too rare to be left
# to chance in a small city.
_ENSURED = {"red_slip": 3, "faked_return": 5, "report_missing": 7, "second_yellow": 9}


def adjustment_rows(plan: Plan) -> Iterator[pl.DataFrame]:
    """Give the adjustments month by month."""
    for month in months_of(plan, "adjustments"):
        cases = [*_drawn(month), *_planted(month)]
        teams = np.array([team for team, _ in cases], dtype=int)
        yield _rows(month, teams, pl.Series([kind for _, kind in cases], dtype=pl.String))


def _drawn(month: Month) -> Iterator[tuple[int, str]]:
    everybody = month.teams()
    level = month.plan.levels[:, everybody, month.number].mean(axis=0)
    level = np.clip(level, *LEVELS_TOLD_APART)
    for kind, (typical, weak) in SHARES.items():
        share = np.minimum(typical * (weak / typical) ** (-level / 10), MOST_SHARE)
        for team in everybody[chance(month.rng, share, len(everybody))]:
            yield team, kind


def _planted(month: Month) -> Iterator[tuple[int, str]]:
    for name, kinds in _PLANTED.items():
        if month.happens(name):
            for kind in kinds:
                yield month.plan.events[name].team, kind
    everybody = month.teams()
    for kind, months_back in _ENSURED.items():
        if month.months_back == months_back:
            yield everybody[len(everybody) * months_back // 10], kind


def _rows(month: Month, teams: Array, kinds: pl.Series) -> pl.DataFrame:
    rng, size = month.rng, len(teams)
    bonus = rng.choice(BONUS_POINTS, size)
    deduction = rng.choice(DEDUCTION_POINTS, size)
    is_bonus = (kinds == "bonus").to_numpy()
    has_points = kinds.is_in(["bonus", "deduction"]).to_numpy()
    # The facts of a month are confirmed in its last ten days.
    confirmed_on = month.first_day + month.days - rng.integers(1, 11, size)
    return pl.DataFrame(
        {
            "adjustment_id": month.ids("J", size, 3),
            "team_id": month.plan.team_ids(teams),
            "month": pl.repeat(month.label, size, eager=True),
            "kind": kinds,
            "points": masked(has_points, np.where(is_bonus, bonus, deduction)),
            "reason": kinds.replace_strict(REASONS),
            "confirmed_by": chosen(rng, CONFIRMERS, size),
            "confirmed_on": confirmed_on,
        }
    )
