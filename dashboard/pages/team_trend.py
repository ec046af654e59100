"""The final score of one team over all months."""

from __future__ import annotations

import polars as pl

from dashboard.pages.figures import published
from dashboard.pages.markup import Html, html, link, section, table
from dashboard.pages.numbers import month_words
from dashboard.pages.team_head import opened
from dashboard.pages.visit import Visit


def title(visit: Visit) -> Html:
    """Return what the months say in one sentence."""
    text, found = visit.text, opened(visit)
    assert found is not None, "the page asked before"
    scored = found.months.filter(pl.col("final_score").is_not_null())
    if scored.is_empty():
        return section(text("team.trend_title_none"))
    best = scored.sort("final_score", "month", descending=True).row(0, named=True)
    worst = scored.sort("final_score", "month").row(0, named=True)
    said = text(
        "team.trend_title",
        count=scored.height,
        high=published(best["final_score"]),
        best=month_words(best["month"], text),
        low=published(worst["final_score"]),
        worst=month_words(worst["month"], text),
    )
    return section(said, note=text("team.trend_note"))


def frame(visit: Visit) -> pl.DataFrame:
    """Return every month of the build for the chart, the oldest first."""
    text, found = visit.text, opened(visit)
    assert found is not None, "the page asked before"
    grade = pl.col("grade")
    return found.months.sort("month").select(
        "month",
        "final_score",
        "peer_median",
        "excellent_line",
        "good_line",
        "fair_line",
        (grade.is_not_null() & (grade != "ungraded")).alias("is_graded"),
        (pl.col("month") == visit.filters.month).alias("is_shown"),
        grade.fill_null("ungraded")
        .map_elements(lambda name: text(f"grade.{name}"), return_dtype=pl.String)
        .alias("grade_word"),
    )


def numbers_table(visit: Visit) -> Html:
    """Return the numbers of the chart, folded away, each month a link."""
    text, found = visit.text, opened(visit)
    assert found is not None, "the page asked before"
    rows = [
        (
            link(visit.link("team", month=row["month"]), month_words(row["month"], text)),
            published(row["final_score"]),
            published(row["peer_median"]),
            text(f"grade.{row['grade']}") if row["grade"] else text("team.trend_gap"),
            _rank(visit, row),
        )
        for row in found.months.iter_rows(named=True)
    ]
    names = ("month", "score", "peer_median", "grade", "rank")
    columns = [text(f"team.column_{name}") for name in names]
    numbers = table(text("team.trend_alt"), columns, rows, " nn n")
    label = html(text("team.trend_numbers", count=found.months.height))
    return Html(
        f'<section data-tc class="tc-fold"><details><summary>{label}</summary>'
        f"{numbers}</details></section>"
    )


def _rank(visit: Visit, row: dict) -> str:
    if row["rank"] is None:
        return visit.text("team.rank_none")
    return visit.text("team.rank", rank=row["rank"], ranked=row["ranked_teams"])
