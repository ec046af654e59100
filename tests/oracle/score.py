"""The entry: tables of canonical text in, the exported relations out (interface.md)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from tests.oracle.adjustments import by_team_month
from tests.oracle.evidence import Evidence, gather
from tests.oracle.flags import Flag, flag_months, is_underperforming, light_of
from tests.oracle.grading import grade_month
from tests.oracle.periods import Period, periods_of
from tests.oracle.reading import read_registers
from tests.oracle.registers import Tables
from tests.oracle.rollup import roll_up_month
from tests.oracle.rules import DIMENSIONS
from tests.oracle.scoring import Priors, TeamMonth, score_months
from tests.oracle.span import month_text

Rows = list[dict[str, Any]]


def assess(
    tables: Tables,
    as_of: date,
    first_month: date | None = None,
    *,
    priors: Priors | None = None,
    splice_unscored: bool = True,
) -> dict[str, Rows]:
    """Score a city: what the build must publish, except statistics.

    Args:
        tables: kind -> rows of canonical text, as after cleaning, each with `upload_id` and
            `row`. Petitions carry `petitioner_key`.
        as_of: the day that the build describes.
        first_month: any day of the first month to keep, or null for all.
        priors: part -> prior rate (0-100) to use instead of the peer group's, everywhere.
        splice_unscored: how roll-up passes through a team that is not scored (see `RollUp`).

    Returns:
        Relation name (scores, parts, items, periods, flags, light) -> rows in key order, with
        exactly the columns of interface.md; months as YYYY-MM, floats unrounded, null as None.
    """
    registers = read_registers(tables, as_of)
    evidence = gather(registers, as_of, first_month)
    scores = score_months(evidence, by_team_month(registers.adjustments), priors or {})
    for rows in scores.values():
        grade_month(rows.values())
        roll_up_month(registers.teams, rows, splice_unscored)
    team_months = [row for rows in scores.values() for row in rows.values()]
    flags = flag_months(registers, evidence, scores)
    return {
        "scores": in_key_order([score_row(row) for row in team_months], "team_id", "month"),
        "parts": in_key_order(part_rows(team_months), "team_id", "month", "part"),
        "items": in_key_order(item_rows(evidence), "team_id", "month", "part", "item_key"),
        "periods": in_key_order(
            [period_row(period) for period in periods_of(team_months)], "team_id", "period"
        ),
        "flags": in_key_order([flag_row(flag) for flag in flags], "flag", "team_id", "month"),
        "light": in_key_order(light_rows(team_months, flags), "team_id", "month"),
    }


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
    """Make a row of `flags`; none of these flags has a probability, and no note yet."""
    return {
        "flag": flag.flag,
        "team_id": flag.team_id,
        "month": month_text(flag.month),
        "severity": flag.case.severity,
        "subject": flag.case.subject,
        "observed": flag.case.observed,
        "threshold": flag.case.threshold,
        "n": flag.case.n,
        "probability": None,
        "since": month_text(flag.since),
        "note": None,
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
