"""The audit register: findings, money, reports and rectification."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from dashboard.sample.draws import Array, chance, chosen, known_by, masked, pick
from dashboard.sample.files import rows_of
from dashboard.sample.months import Month, months_of
from dashboard.sample.plan import Plan

# Chance of an audit per team and month, and how many findings it makes.
AUDIT_SHARE = {"county": 0.18, "bureau": 0.14, "township": 0.1, "section": 0.02}
AUDIT_SHARE_FULL = {"county": 0.5, "bureau": 0.36, "township": 0.3, "section": 0.19}
FINDINGS = (0.15, 0.2, 0.25, 0.2, 0.12, 0.08)
# Chances of a typical team, and what one point of level adds.
RECTIFIED, RECTIFIED_PER_POINT = 0.92, 0.012
REPORTED, REPORTED_PER_POINT = 0.95, 0.012
REPEATED, REPEATED_PER_POINT = 0.025, -0.002
# Days until due, with weights: at once, in steps, lasting.
DUE_DAYS = {60: 0.7, 120: 0.2, 180: 0.1}
REPORT_DAYS = 60
# Mean days late of a typical team; a level of -20 makes it 2.7 times as long.
DAYS_LATE, DAYS_LATE_LEVEL = 20.0, 20.0
MOST_DAYS_LATE = 150
# A blank category is one that the audit office did not fill in.
CATEGORIES = {
    "violation": 0.22, "loss": 0.07, "irregular": 0.4, "non_monetary": 0.2, "referral": 0.03,
    "": 0.08,
}  # fmt: skip
PROJECTS = {
    "年度预算执行审计": 0.35, "领导干部经济责任审计": 0.25, "政府投资项目审计": 0.2,
    "专项资金审计": 0.15, "自然资源资产审计": 0.05,
}  # fmt: skip
BASES = {
    "预算法": 0.3, "会计法": 0.25, "政府采购法": 0.2, "行政事业性国有资产管理条例": 0.15,
    "": 0.1,
}  # fmt: skip
# Median of the amounts in yuan, and their spread on the log scale.
AMOUNT_YUAN, AMOUNT_SPREAD = 260_000, 1.3

# Findings that the audit flags must find on the last day: event, how many, days past due,
# category, whether repeated, how many of them are rectified.
_PLANTED = (
    ("late_finding", 1, 20, "irregular", False, 0),
    ("old_finding", 1, 120, "violation", False, 0),
    ("repeat_finding", 1, 15, "violation", True, 0),
    ("unrectified", 6, 10, "irregular", False, 1),
)


def finding_rows(plan: Plan) -> Iterator[pl.DataFrame]:
    """Give the findings month by month of the audit, then the planted ones."""
    for month in months_of(plan, "audit"):
        share = plan.by_tier(AUDIT_SHARE_FULL if plan.is_full else AUDIT_SHARE)
        everybody = month.teams("silent")
        yield _findings(month, everybody[chance(month.rng, share[everybody], len(everybody))])
    yield rows_of("audit_findings", list(_planted(plan)))


def _findings(month: Month, audited: Array) -> pl.DataFrame:
    plan, rng = month.plan, month.rng
    count = 1 + pick(rng, FINDINGS, len(audited))
    # From here on one row is one finding; `audit` leads back to the audit it belongs to.
    audit = np.repeat(np.arange(len(audited)), count)
    teams, size = audited[audit], len(audit)
    found_on = (month.first_day + rng.integers(0, month.days, len(audited)))[audit]
    category = chosen(rng, CATEGORIES, size)
    level = month.level("audit")[teams]
    project = pl.lit(f"{month.label[:4]}年") + chosen(rng, PROJECTS, len(audited))
    rows = pl.DataFrame(
        {
            "finding_id": month.ids("SJ", size, 4),
            "team_id": plan.team_ids(teams),
            "project": pl.select(project).to_series().gather(audit),
            "category": category,
            "rule_basis": chosen(rng, BASES, size),
            "found_on": found_on,
            "report_due_on": found_on + REPORT_DAYS,
            "reported_on": known_by(
                found_on + REPORT_DAYS + _days_late(month, audited)[audit], plan.last_day
            ),
            **_outcome(month, found_on, level, category),
            "is_repeat": chance(
                rng, np.maximum(REPEATED + REPEATED_PER_POINT * level, 0), size
            ),
        }
    )
    return rows.filter(pl.Series(plan.exists_on(teams, found_on)))


def _days_late(month: Month, audited: Array) -> Array:
    """Return by how many days each audit is reported on late; early is negative."""
    rng, size = month.rng, len(audited)
    level = month.level("audit")[audited]
    is_late = chance(rng, 1 - np.clip(REPORTED + REPORTED_PER_POINT * level, 0.3, 1), size)
    late = 1 + np.floor(rng.exponential(10, size)).astype(int)
    return np.where(is_late, late, -rng.integers(0, 20, size))


def _outcome(
    month: Month, found_on: Array, level: Array, category: pl.Series
) -> dict[str, Array | pl.Series]:
    """Return when each finding was due and closed, and the money of it."""
    rng, size = month.rng, len(found_on)
    allowed = np.array(list(DUE_DAYS))[pick(rng, list(DUE_DAYS.values()), size)]
    on_time = chance(rng, np.clip(RECTIFIED + RECTIFIED_PER_POINT * level, 0.2, 0.995), size)
    late = rng.exponential(1.0, size) * DAYS_LATE * np.exp(-level / DAYS_LATE_LEVEL)
    late = np.minimum(late, MOST_DAYS_LATE)
    took = np.where(on_time, allowed * rng.uniform(0.35, 1.0, size), allowed + 1 + late)
    closed_on = known_by(found_on + np.floor(took).astype(int), month.plan.last_day)
    has_amount = ~category.is_in(["non_monetary", "referral"]).fill_null(False).to_numpy()
    amount = np.exp(rng.normal(np.log(AMOUNT_YUAN), AMOUNT_SPREAD, size))
    amount = np.maximum(np.round(amount, -2), 100).astype(int)
    # Some money is written off when a finding is closed, and some is never found.
    recovered = rng.uniform(0.2, 0.9, size), rng.triangular(0.75, 1, 1, size)
    share = np.where(np.isnat(closed_on), *recovered)
    return {
        "due_on": found_on + allowed,
        "closed_on": closed_on,
        "amount_yuan": masked(has_amount, amount),
        "rectified_yuan": masked(has_amount, np.floor(amount * share).astype(int)),
    }


def _planted(plan: Plan) -> Iterator[dict[str, object]]:
    for order, (name, count, days, category, is_repeat, rectified) in enumerate(_PLANTED):
        event, due_on = plan.events.get(name), plan.last_day - days
        if event is None or due_on < plan.first_day:
            continue
        # A history too short for the whole clock shows findings made on its first day.
        found_on = max(due_on - 60, plan.first_day)
        for number in range(1, count + 1):
            is_closed = number <= rectified
            yield {
                "finding_id": f"SJ9{order:02}{number:02}",
                "team_id": plan.teams["team_id"][event.team],
                "project": f"{str(found_on)[:4]}年专项资金审计",
                "category": category,
                "rule_basis": "预算法",
                "found_on": found_on.item(),
                "due_on": due_on.item(),
                "closed_on": (due_on - 3).item() if is_closed else None,
                "amount_yuan": 186_000.0 + 1000 * number,
                "rectified_yuan": 186_000.0 + 1000 * number if is_closed else 0.0,
                "is_repeat": is_repeat,
            }
