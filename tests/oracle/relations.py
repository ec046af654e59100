"""Rows of the exported relations, with exactly the columns of interface.md, in key order."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from tests.oracle.estimates import Estimates
from tests.oracle.evidence import Evidence
from tests.oracle.flags import Flag, is_underperforming, light_of
from tests.oracle.levels import TeamLevel
from tests.oracle.periods import Period
from tests.oracle.rules import DIMENSIONS
from tests.oracle.scoring import TeamMonth
from tests.oracle.span import month_text

Rows = list[dict[str, Any]]


def in_key_order(rows: Rows, *key: str) -> Rows:
    """Sort rows by their key."""
    return sorted(rows, key=lambda row: tuple(str(row[column]) for column in key))


def score_row(row: TeamMonth) -> dict[str, Any]:
    """Make a row of `scores`."""
    return {
        "team_id": row.team.team_id,
        "month": month_text(row.month),
        "final_score": row.final,
        "base_score": row.base,
        "adjustment": row.adjustment,
        "covered_weight": row.covered_weight,
        "task_count": row.task_count,
        **{f"{name}_score": row.dimensions[name] for name in DIMENSIONS},
        "grade": row.grade,
        "grade_reason": row.grade_reason,
        "rank": row.rank,
        "ranked_teams": row.ranked_teams,
        "rolled_score": row.rolled,
    }


def part_rows(team_months: list[TeamMonth]) -> Rows:
    """Make the rows of `parts`."""
    return [
        {
            "team_id": row.team.team_id,
            "month": month_text(row.month),
            "part": name,
            "n": part.sums.n,
            "sum_w": part.sums.w,
            "rate": part.rate,
            "shrunken_rate": part.shrunken_rate,
            "part_score": part.score,
        }
        for row in team_months
        for name, part in row.parts.items()
    ]


def item_rows(evidence: Evidence) -> Rows:
    """Make the rows of `items`."""
    return [
        {
            "team_id": item.team_id,
            "month": month_text(item.month),
            "part": item.part,
            "item_key": item.item_key,
            "w": item.w,
            "x": item.x,
            "kind": item.kind,
            "source_key": item.source_key,
            "upload_id": item.upload_id,
        }
        for items in evidence.items.values()
        for item in items
    ]


def period_row(period: Period) -> dict[str, Any]:
    """Make a row of `periods`."""
    return {
        "team_id": period.team_id,
        "period": period.period,
        "score": period.score,
        "grade": period.grade,
        "grade_reason": period.grade_reason,
        "graded_months": period.graded_months,
    }


def flag_row(flag: Flag) -> dict[str, Any]:
    """Make a row of `flags`."""
    return {
        "flag": flag.flag,
        "team_id": flag.team_id,
        "month": month_text(flag.month),
        "severity": flag.case.severity,
        "subject": flag.case.subject,
        "observed": flag.case.observed,
        "threshold": flag.case.threshold,
        "n": flag.case.n,
        "probability": flag.case.probability,
        "since": month_text(flag.since),
        "note": flag.case.note,
    }


def light_rows(team_months: list[TeamMonth], flags: list[Flag]) -> Rows:
    """Make the rows of `light`, one per row of `scores`."""
    of_team_month: dict[tuple[str, date], list[Flag]] = defaultdict(list)
    for flag in flags:
        of_team_month[flag.team_id, flag.month].append(flag)
    return [
        {
            "team_id": row.team.team_id,
            "month": month_text(row.month),
            "light": light_of(row, of_team_month[row.team.team_id, row.month]),
            "underperforming": is_underperforming(of_team_month[row.team.team_id, row.month]),
        }
        for row in team_months
    ]


def severity_rows(evidence: Evidence) -> Rows:
    """Make the rows of `severity`."""
    return [
        {
            "month": month_text(row.month),
            "rater_id": row.rater_id,
            "severity": row.severity,
            "ratings": row.ratings,
            "teams": row.teams,
            "component": row.component,
        }
        for rows in evidence.severities.values()
        for row in rows
    ]


def level_rows(estimates: dict[date, Estimates]) -> Rows:
    """Make the rows of `levels`, one per row of `scores`."""
    return [
        level_row(row, month)
        for month in estimates.values()
        for row in month.levels.teams.values()
    ]


def level_row(row: TeamLevel, month: Estimates) -> dict[str, Any]:
    """Make one row of `levels`; all numbers are null where the evidence is insufficient."""
    level = row.level
    posterior = level.posterior if level else None
    standing = month.standings[row.team.team_id] if level else None
    return {
        "team_id": row.team.team_id,
        "month": month_text(row.month),
        "level": level.y if level else None,
        "variance": level.variance if level else None,
        "posterior_mean": posterior.mean if posterior else None,
        "posterior_sd": posterior.sd if posterior else None,
        "reliability": posterior.reliability if posterior else None,
        "standard": row.group.standard if level else None,
        "p_below": level.p_below if level else None,
        "bfdr": level.bfdr if level else None,
        "outlier_z": level.outlier_z if level else None,
        "outlier_q": level.outlier_q if level else None,
        "rank_low": standing.rank_low if standing else None,
        "rank_high": standing.rank_high if standing else None,
        "draws_survived": standing.draws_survived if standing else None,
        "state": "ok" if level else "insufficient",
    }


def rank_bound_rows(estimates: dict[date, Estimates]) -> Rows:
    """Make the rows of `rank_bounds`: where other draws may put rank_low and rank_high."""
    return [
        {
            "team_id": team_id,
            "month": month_text(month),
            "low_from": standing.low_bounds[0],
            "low_to": standing.low_bounds[1],
            "high_from": standing.high_bounds[0],
            "high_to": standing.high_bounds[1],
        }
        for month, found in estimates.items()
        for team_id, standing in found.standings.items()
    ]
