"""The section on luck: the flags on cities in which no team truly differs."""

from __future__ import annotations

import polars as pl

from dashboard.pages.health.marks import beside
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.figures import short
from dashboard.pages.words.markup import Html, section, table
from dashboard.reads.health import FlagAudit

# A mean over some hundred imagined cities knows no smaller number.
_LEAST_LUCK = 0.01


def sentence(visit: Visit, month: FlagAudit) -> str:
    """Return how many luck alone would list, beside how many are; empty for no month."""
    return _said(visit, month, "health.luck_some", "health.luck_none")


def _said(visit: Visit, month: FlagAudit, some: str, none: str) -> str:
    if month.luck.is_empty():
        return ""
    newest = month.luck.row(0, named=True)
    return visit.text(
        some if newest["mean_luck"] else none,
        luck=short(max(newest["mean_luck"], _LEAST_LUCK)),
        all_runs=newest["all_runs"],
        listed=newest["listed"],
        judged=newest["judged"],
    )


def luck_title(visit: Visit, month: FlagAudit) -> Html:
    """Return what luck alone would do, and how that is found out."""
    text = visit.text
    if month.luck.is_empty():
        return section(text("health.luck_title_empty"))
    newest = month.luck.row(0, named=True)
    title = _said(visit, month, "health.luck_title_some", "health.luck_title_none")
    lead = text("health.luck_lead", runs=newest["runs"], teams=newest["city_teams"])
    return section(title, lead, note=text("health.luck_note"))


def luck_frame(visit: Visit, month: FlagAudit) -> pl.DataFrame:
    """Return the frame of the chart of luck: month, name of the line, teams."""
    names = {"listed": "health.column_listed_now", "luck": "health.column_luck"}
    if month.luck.is_empty():
        return pl.DataFrame()
    return pl.concat(
        month.luck.select(
            "month",
            pl.lit(visit.text(key)).alias("name"),
            pl.col(column).cast(pl.Float64).alias("teams"),
        )
        for column, key in names.items()
    )


def luck_table(visit: Visit, month: FlagAudit) -> Html:
    """Return the numbers of the chart of luck, the newest month first."""
    text = visit.text
    rows = [
        (
            numbers.month_words(row["month"], text),
            row["judged"],
            row["listed"],
            short(row["luck"]),
        )
        for row in month.luck.iter_rows(named=True)
    ]
    names = ("month", "judged", "listed_now", "luck")
    columns = [text(f"health.column_{name}") for name in names]
    return beside(table(text("health.luck_alt"), columns, rows, " nnn"))
