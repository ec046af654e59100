"""The entry: tables of canonical text in, the exported relations out (interface.md)."""

from __future__ import annotations

from datetime import date

from tests.oracle.adjustments import by_team_month
from tests.oracle.estimates import Survived, estimate_months
from tests.oracle.evidence import gather
from tests.oracle.flags import flag_months
from tests.oracle.grading import grade_month
from tests.oracle.periods import periods_of
from tests.oracle.reading import read_registers
from tests.oracle.registers import Tables
from tests.oracle.relations import (
    Rows,
    flag_row,
    in_key_order,
    item_rows,
    level_rows,
    light_rows,
    part_rows,
    period_row,
    rank_bound_rows,
    score_row,
    severity_rows,
)
from tests.oracle.rollup import roll_up_month
from tests.oracle.scoring import Priors, score_months


def assess(
    tables: Tables,
    as_of: date,
    first_month: date | None = None,
    *,
    priors: Priors | None = None,
    splice_unscored: bool = True,
    rater_correction: bool = True,
    standard: float | None = None,
    draws: Survived | None = None,
) -> dict[str, Rows]:
    """Score a city: what the build must publish.

    Args:
        tables: kind -> rows of canonical text, as after cleaning, each with `upload_id` and
            `row`. Petitions carry `petitioner_key`.
        as_of: the day that the build describes.
        first_month: any day of the first month to keep, or null for all.
        priors: part -> prior rate (0-100) to use instead of the peer group's, everywhere.
        splice_unscored: how roll-up passes through a team that is not scored (see `RollUp`).
        rater_correction: the rule of that name: whether severities are subtracted.
        standard: the policy floor, if the rule `standard` is set.
        draws: (team_id, YYYY-MM) -> draws_survived of another implementation, by which the
            flags go then; `levels` keeps what this one drew.

    Returns:
        Relation name (scores, parts, items, severity, levels, periods, flags, light) -> rows in
        key order, with exactly the columns of interface.md; months as YYYY-MM, floats
        unrounded, null as None. `rank_bounds` is not exported: it says where the rank_low and
        rank_high of another implementation must lie.
    """
    registers = read_registers(tables, as_of)
    evidence = gather(registers, as_of, first_month, rater_correction)
    scores = score_months(evidence, by_team_month(registers.adjustments), priors or {})
    for rows in scores.values():
        grade_month(rows.values())
        roll_up_month(registers.teams, rows, splice_unscored)
    team_months = [row for rows in scores.values() for row in rows.values()]
    estimates = estimate_months(evidence, scores, standard, draws)
    flags = flag_months(registers, evidence, scores, estimates)
    return {
        "scores": in_key_order([score_row(row) for row in team_months], "team_id", "month"),
        "parts": in_key_order(part_rows(team_months), "team_id", "month", "part"),
        "items": in_key_order(item_rows(evidence), "team_id", "month", "part", "item_key"),
        "severity": in_key_order(severity_rows(evidence), "month", "rater_id"),
        "levels": in_key_order(level_rows(estimates), "team_id", "month"),
        "rank_bounds": in_key_order(rank_bound_rows(estimates), "team_id", "month"),
        "periods": in_key_order(
            [period_row(period) for period in periods_of(team_months)], "team_id", "period"
        ),
        "flags": in_key_order([flag_row(flag) for flag in flags], "flag", "team_id", "month"),
        "light": in_key_order(light_rows(team_months, flags), "team_id", "month"),
    }
