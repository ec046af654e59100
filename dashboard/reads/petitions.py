"""What the page on petitions and audit asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.storage.built import Cursor

# Natural days before a limit in which a case is named, as for tasks with a blue light.
SOON_DAYS = 7
# The window of the statistics, flag rules, section 2.
WINDOW_MONTHS = 6
# A year lets a reader compare a month with the same one of last year's work.
TREND_MONTHS = 12

STATES = ("overdue", "soon", "running")
CLOCKS = ("answer", "close")
FLOORED_RATES = ("petition_accept", "petition_close", "petition_satisfied")
RATES = (*FLOORED_RATES, "petition_rated", "petition_repeat")
CATEGORIES = ("violation", "loss", "irregular", "non_monetary", "referral", "blank")


@dataclass(frozen=True)
class Findings:
    """Audit findings, counted and weighed. Money in yuan.

    Attributes:
        in_play, due, rectified, overdue: findings, count; rectified ones are due too.
        amount, rectified_amount: money of those that are due.
        money_share: 0 to 1, None without money.
    """

    in_play: int
    due: int
    rectified: int
    overdue: int
    amount: float
    rectified_amount: float
    money_share: float | None


@dataclass(frozen=True)
class Limits:
    """Natural days a petition may take: to be answered, to be closed, when extended."""

    accept: int
    close: int
    longest: int


@dataclass(frozen=True)
class PetitionsAndAudit:
    """Petitions and audit findings of one month.

    Attributes:
        is_empty: whether there is neither a case nor a finding to show.
        clocks: (clock, state) → running clocks, count.
        limits: what the clocks run to; None when none runs.
        open_cases: cases on which a clock runs, count.
        overdue_cases: those with a clock past its limit.
        soon_cases: the others of them with a clock near its limit.
        pressing: clocks past or near their limit, rows of queries/pages/open_clocks.sql.
        rates: part → its rate over its window, a row of queries/pages/case_rates.sql.
        by_team: the same per team, one entry per team: team_id, team_name, and `rates`,
            part → row; teams surely under a floor first, then those with most cases.
        trends: one row per part and month: month (date), part, rate, floor (share), n
            (count); oldest first.
        audit: all findings in play; `by_category` the same per category.
        overdue_findings: rows of queries/pages/findings_in_play.sql.
    """

    is_empty: bool
    clocks: dict[tuple[str, str], int]
    limits: Limits | None
    open_cases: int
    overdue_cases: int
    soon_cases: int
    pressing: pl.DataFrame
    rates: dict[str, dict[str, Any]]
    by_team: list[dict[str, Any]]
    trends: pl.DataFrame
    audit: Findings
    by_category: dict[str, Findings]
    overdue_findings: pl.DataFrame


def petitions_and_audit(cursor: Cursor, filters: Filters) -> PetitionsAndAudit:
    """Sum up petitions and audit of one month for the teams the filters leave.

    Source: queries/pages/open_clocks.sql, case_rates.sql, findings_in_play.sql
    """
    assert filters.month is not None, "ask_filters settles the month"
    chosen = {
        "month": filters.month,
        "team": filters.team,
        "scope": None if filters.scope is None else list(filters.scope),
        "tier": filters.tier,
        "peer_group": filters.peer_group,
        "grade": filters.grade,
        "light": filters.light,
    }
    clocks = run(cursor, "open_clocks", soon_days=SOON_DAYS, **chosen)
    spans = {"window_months": WINDOW_MONTHS, "trend_months": TREND_MONTHS}
    rates = run(cursor, "case_rates", **spans, **chosen)
    findings = run(cursor, "findings_in_play", **chosen)
    pressing = clocks.filter(pl.col("state") != "running")
    overdue = _cases(clocks.filter(pl.col("state") == "overdue"))
    return PetitionsAndAudit(
        is_empty=clocks.is_empty() and rates.is_empty() and findings.is_empty(),
        clocks={
            (clock, state): clocks.filter(
                (pl.col("clock") == clock) & (pl.col("state") == state)
            ).height
            for clock in CLOCKS
            for state in STATES
        },
        limits=_limits(clocks),
        open_cases=_cases(clocks).height,
        overdue_cases=overdue.height,
        soon_cases=_cases(pressing).join(overdue, on=["case_id", "team_id"], how="anti").height,
        pressing=pressing,
        rates={row["part"]: row for row in _of_span(rates, "all").iter_rows(named=True)},
        by_team=_by_team(_of_span(rates, "team")),
        trends=_trends(rates),
        audit=_sums(findings),
        by_category={
            category: _sums(findings.filter(pl.col("category") == category))
            for category in CATEGORIES
        },
        overdue_findings=findings.filter("is_overdue"),
    )


def _cases(clocks: pl.DataFrame) -> pl.DataFrame:
    """Return the cases behind clocks: one may run on both."""
    return clocks.select("case_id", "team_id").unique()


def _limits(clocks: pl.DataFrame) -> Limits | None:
    days = clocks.select("accept_days", "close_days", "longest_days").head(1).rows()
    return Limits(*days[0]) if days else None


def _of_span(rates: pl.DataFrame, span: str) -> pl.DataFrame:
    return rates.filter(pl.col("span") == span)


def _by_team(rates: pl.DataFrame) -> list[dict[str, Any]]:
    teams: dict[str, dict[str, Any]] = {}
    for row in rates.filter(pl.col("part").is_in(RATES)).iter_rows(named=True):
        team = teams.setdefault(
            row["id"], {"team_id": row["id"], "team_name": row["team_name"], "rates": {}}
        )
        team["rates"][row["part"]] = row
    return sorted(teams.values(), key=_place)


def _place(team: dict[str, Any]) -> tuple[bool, int, str]:
    rates = team["rates"].values()
    is_under = any(row["is_under_floor"] for row in rates)
    # Never by rate: a small team would lead the list by chance.
    return not is_under, -max(row["n"] for row in rates), team["team_id"]


def _trends(rates: pl.DataFrame) -> pl.DataFrame:
    return (
        _of_span(rates, "month")
        .select(pl.col("id").str.to_date().alias("month"), "part", "rate", "floor", "n")
        .sort("month", "part")
    )


def _sums(findings: pl.DataFrame) -> Findings:
    due = findings.filter("is_due")
    amount, rectified_amount = (
        float(due[name].sum()) for name in ("amount_yuan", "rectified_yuan")
    )
    return Findings(
        in_play=findings.height,
        due=due.height,
        rectified=due.filter("is_rectified").height,
        overdue=findings.filter("is_overdue").height,
        amount=amount,
        rectified_amount=rectified_amount,
        money_share=rectified_amount / amount if amount else None,
    )
