"""What the page of flags asks: the candidates of one month, and what came before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard.filters import FLAGS, SEVERITIES, Filters
from dashboard.reads.flag_evidence import FLAG_KEY, with_evidence
from dashboard.reads.pages import Slice, page_of
from dashboard.reads.run import run
from dashboard.reads.standing import Standing, standings
from dashboard.reads.teams import month_before
from dashboard.storage.built import Cursor

# Months of the strips and of the chart.
MONTHS = 12
# Candidates that rest on levels take some 2.5 KB each; the page stays within 60 KB.
ROWS_A_PAGE = 15
LISTED_CLEARED = 20

# What these say rests on levels and trends, not on a row or a line.
JUDGED = ("below_standard", "weak_dimension", "falling")


@dataclass(frozen=True)
class FlagMonth:
    """The flags of one month. A candidate is one flag of one team.

    Attributes:
        serious_count, team_count: candidates in concern or alarm, and their teams.
        watch_count: candidates in watch.
        new_count, cleared_count: candidates that came to concern or alarm since the
            month before, and that left it.
        severities, flags: severity or kind → candidates, the other being as chosen.
        rows: the candidates shown, gravest first: columns of flag_history, flag_evidence
            and flag_shortfalls, and before, the severity of the month before or null.
        standings: team → where it stands, of the shown candidates of JUDGED.
        slice: which of them are shown.
        strips: (team_id, flag) → the severities of MONTHS months, None where not flagged.
        cleared: flags of the month before that are gone or only watched now, longest
            first; columns of flag_history, and now, the severity they have left.
        cleared_total: all of them, count.
        trend: one row per month and severity: team_count, each team at its worst; of the
            kind chosen, whatever the light, grade and severity.
    """

    serious_count: int
    team_count: int
    watch_count: int
    new_count: int
    cleared_count: int
    severities: dict[str, int]
    flags: dict[str, int]
    rows: pl.DataFrame
    standings: dict[str, Standing]
    slice: Slice
    strips: dict[tuple[str, str], tuple[str | None, ...]]
    cleared: pl.DataFrame
    cleared_total: int
    trend: pl.DataFrame


def flag_month(cursor: Cursor, filters: Filters) -> FlagMonth:
    """Read the flags of one month, and of the months before it.

    Source: queries/pages/flag_history.sql, flag_evidence.sql, flag_shortfalls.sql,
    team_standings.sql and its neighbours
    """
    assert filters.month is not None, "ask_filters settles the month"
    history = _history(cursor, filters, filters.month)
    of_kind = _chosen(history, flag=filters.flag)
    of_team = {"light": filters.light, "grade": filters.grade}
    now, before = _months(_chosen(of_kind, **of_team), filters.month)
    is_serious = pl.col("severity") != "watch"
    serious = now.filter(is_serious)
    were_serious = pl.col("before").is_in(["concern", "alarm"])
    gone = before.filter(pl.col("now").is_null() | (is_serious & (pl.col("now") == "watch")))
    shown = _in_order(_chosen(now, severity=filters.severity))
    part = page_of(shown.height, filters.number, ROWS_A_PAGE)
    rows = shown.slice(part.offset, ROWS_A_PAGE)
    anything = _chosen(history, **of_team).filter(pl.col("month") == filters.month)
    return FlagMonth(
        serious_count=serious.height,
        team_count=serious["team_id"].n_unique(),
        watch_count=now.height - serious.height,
        new_count=serious.filter(~were_serious.fill_null(False)).height,
        cleared_count=gone.filter(is_serious).height,
        severities=_counts(now, "severity", SEVERITIES),
        flags=_counts(_chosen(anything, severity=filters.severity), "flag", FLAGS),
        rows=with_evidence(cursor, rows, filters.month),
        standings=standings(cursor, filters.month, _judged(rows)),
        slice=part,
        strips=_strips(history, filters.month),
        cleared=gone.sort(
            is_serious, "months_running", *FLAG_KEY, descending=[True, True, False, False]
        ).head(LISTED_CLEARED),
        cleared_total=gone.height,
        trend=_trend(of_kind, filters.month),
    )


def _history(cursor: Cursor, filters: Filters, month: date) -> pl.DataFrame:
    return run(
        cursor,
        "flag_history",
        month=month,
        team=filters.team,
        tier=filters.tier,
        peer_group=filters.peer_group,
        scope=None if filters.scope is None else list(filters.scope),
    )


def _chosen(rows: pl.DataFrame, **values: str | None) -> pl.DataFrame:
    for name, value in values.items():
        if value is not None:
            rows = rows.filter(pl.col(name) == value)
    return rows


def _months(rows: pl.DataFrame, month: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return this month with the severity before, and the month before with it now."""
    now = rows.filter(pl.col("month") == month)
    before = rows.filter(pl.col("month") == month_before(month))

    def severity(of: pl.DataFrame, name: str) -> pl.DataFrame:
        return of.select(*FLAG_KEY, pl.col("severity").alias(name))

    return (
        now.join(severity(before, "before"), on=FLAG_KEY, how="left"),
        before.join(severity(now, "now"), on=FLAG_KEY, how="left"),
    )


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    def place(name: str, order: tuple[str, ...]) -> pl.Expr:
        return pl.col(name).replace_strict(order, range(len(order)), return_dtype=pl.Int64)

    return rows.sort(
        place("severity", SEVERITIES),
        place("flag", FLAGS),
        -pl.col("months_running"),
        -pl.col("observed").fill_null(0),
        "team_id",
    )


def _counts(rows: pl.DataFrame, name: str, order: tuple[str, ...]) -> dict[str, int]:
    values = rows[name].to_list()
    return {value: values.count(value) for value in order}


def _judged(rows: pl.DataFrame) -> list[str]:
    return rows.filter(pl.col("flag").is_in(JUDGED))["team_id"].unique().sort().to_list()


def last_months(month: date) -> list[date]:
    """Return the months of the strips, the oldest first."""
    months = [month]
    while len(months) < MONTHS:
        months.append(month_before(months[-1]))
    return months[::-1]


def _strips(
    history: pl.DataFrame, month: date
) -> dict[tuple[str, str], tuple[str | None, ...]]:
    found: dict[tuple[str, str], dict[date, str]] = {}
    for team, flag, when, severity in history.select(*FLAG_KEY, "month", "severity").rows():
        found.setdefault((team, flag), {})[when] = severity
    months = last_months(month)
    return {
        key: tuple(severities.get(when) for when in months) for key, severities in found.items()
    }


def _trend(rows: pl.DataFrame, month: date) -> pl.DataFrame:
    gravity = pl.col("severity").replace_strict(
        SEVERITIES, range(len(SEVERITIES), 0, -1), return_dtype=pl.Int64
    )
    worst = (
        rows.with_columns(gravity.alias("gravity"))
        .sort("gravity", descending=True, maintain_order=True)
        .unique(["month", "team_id"], keep="first", maintain_order=True)
    )
    counts = worst.group_by("month", "severity").agg(
        pl.len().cast(pl.Int64).alias("team_count")
    )
    # A month without alarms is a month with none, not a gap in the line.
    every = pl.DataFrame(
        [(when, severity) for when in last_months(month) for severity in SEVERITIES],
        schema={"month": pl.Date, "severity": pl.String},
        orient="row",
    )
    return every.join(
        counts, on=["month", "severity"], how="left", maintain_order="left"
    ).with_columns(pl.col("team_count").fill_null(0))
