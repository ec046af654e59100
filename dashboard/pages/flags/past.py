"""The months of the flags: how many teams were flagged, and what ended since the last one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from dashboard.charts.theme import SEVERITY_MARKS
from dashboard.filters import SEVERITIES
from dashboard.pages.flags.listed import team_cell
from dashboard.pages.narrowing import shaped
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.flag_words import flag_reason
from dashboard.pages.words.markup import Html, section, table
from dashboard.reads.flags import FlagMonth, last_months
from dashboard.text import Text


def trend_title(visit: Visit, month: FlagMonth) -> Html:
    """Return what the months say."""
    text = visit.text
    serious = {
        when: int(rows["team_count"].sum())
        for (when,), rows in month.trend.filter(pl.col("severity") != "watch").group_by("month")
    }
    months = [when for when in last_months(_month(visit)) if when in visit.choices.months]
    title = text(
        "flags.trend_title",
        now=serious[months[-1]],
        then=serious[months[0]],
        since=numbers.month_words(months[0], text),
    )
    return section(title, note=text("flags.trend_note"))


def trend(visit: Visit, month: FlagMonth) -> pl.DataFrame:
    """Return the months of this version, the severity in words."""
    words = [visit.text(f"severity.{severity}") for severity in SEVERITIES]
    return month.trend.filter(pl.col("month").is_in(list(visit.choices.months))).with_columns(
        pl.col("severity").replace_strict(SEVERITIES, words)
    )


def trend_table(visit: Visit, month: FlagMonth) -> Html:
    """Return the numbers of the months, beside their chart."""
    text = visit.text
    counts = {(when, severity): n for when, severity, n in month.trend.rows()}
    rows = [
        (
            numbers.month_words(when, text),
            *(counts[when, severity] for severity in SEVERITIES),
        )
        for when in reversed(last_months(_month(visit)))
        if when in visit.choices.months
    ]
    heads = [f"{SEVERITY_MARKS[name]} {text(f'severity.{name}')}" for name in SEVERITIES]
    return table(text("flags.trend_alt"), [text("filter.month"), *heads], rows, " nnn")


def cleared(visit: Visit, month: FlagMonth) -> Html:
    """Return what ended since the month before."""
    text = visit.text
    title = text("flags.cleared_title", count=month.cleared_total)
    if month.cleared.is_empty():
        return section(title, text("flags.cleared_none"))
    rows = [
        (
            team_cell(visit, flag),
            text(f"flag.{flag['flag']}"),
            _ended(flag, text),
        )
        for flag in month.cleared.iter_rows(named=True)
    ]
    columns = [text(f"flags.column_{name}") for name in ("team", "flag", "ended")]
    parts: list[object] = [shaped(table(title, columns, rows, is_cards=True), "cleared")]
    if month.cleared_total > month.cleared.height:
        shown = month.cleared.height
        parts.append(text("flags.cleared_cut", shown=shown, count=month.cleared_total))
    return section(title, *parts, note=text("flags.cleared_note"))


def _ended(flag: Mapping[str, Any], text: Text) -> str:
    return text(
        "flags.eased" if flag["now"] else "flags.ended",
        severity=text(f"severity.{flag['severity']}"),
        count=flag["months_running"],
        reason=flag_reason(flag, text),
    )


def _month(visit: Visit) -> date:
    assert visit.filters.month is not None
    return visit.filters.month
