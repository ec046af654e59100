"""The final score of one team over all months, among its own months."""

from __future__ import annotations

from datetime import date

import polars as pl

from dashboard.charts.trend import LIMITS, LINES
from dashboard.pages.team.head import opened
from dashboard.pages.visit import Visit
from dashboard.pages.words import limits
from dashboard.pages.words.figures import published
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, fold, link, remark, section, small
from dashboard.pages.words.numbers import month_words
from dashboard.reads.team import Team
from dashboard.text import Text


def title(visit: Visit) -> Html:
    """Return what the months say in one sentence, and what the picture is made of."""
    text, found = visit.text, opened(visit)
    assert found is not None, "the page asked before"
    scored = found.months.filter(pl.col("final_score").is_not_null())
    if scored.is_empty() or found.limits.is_empty():
        return section(text("team.trend_title_none"))
    now = found.limits.row(-1, named=True)
    best = scored.sort("final_score", "month", descending=True).row(0, named=True)
    worst = scored.sort("final_score", "month").row(0, named=True)
    span = text(
        "team.trend_title",
        count=scored.height,
        high=published(best["final_score"]),
        best=month_words(best["month"], text),
        low=published(worst["final_score"]),
        worst=month_words(worst["month"], text),
    )
    if now["is_too_short"]:
        return section(_said(visit, found), span)
    usual = text(
        "limits.usual",
        centre=published(now["centre"]),
        lower=published(now["lower_limit"]),
        upper=published(now["upper_limit"]),
    )
    return section(_said(visit, found), usual, span, note=text("limits.no_verdict"))


def _said(visit: Visit, found: Team) -> str:
    text, now = visit.text, found.limits.row(-1, named=True)
    month = month_words(now["month"], text)
    if now["is_too_short"]:
        return text("limits.short", least=now["least_points"], count=now["point_count"])
    if now["label"] is not None:
        since = month_words(now["since"], text)
        return text(f"limits.said_{limits.mark_key(now)}", month=month, since=since)
    before = limits.earlier(found.limits, text)
    if before is None:
        return text("limits.calm", count=now["point_count"], month=month)
    key = "one" if before["count"] == 1 else "many"
    return text(f"limits.earlier_{key}", month=month, **before)


def frame(visit: Visit) -> pl.DataFrame:
    """Return every month of the build for the chart, the oldest first, then the lines."""
    text, found = visit.text, opened(visit)
    assert found is not None, "the page asked before"
    grade = pl.col("grade")
    months = found.months.sort("month").join(
        found.limits.drop("team_id", "final_score"), on="month", how="left"
    )
    months = months.with_columns(
        (grade.is_not_null() & (grade != "ungraded")).alias("is_graded"),
        (pl.col("month") == visit.filters.month).alias("is_shown"),
        grade.fill_null("ungraded")
        .map_elements(lambda name: text(f"grade.{name}"), return_dtype=pl.String)
        .alias("word"),
    )
    drawn = limits.drawn(months, "final_score", text).select(
        "month",
        "final_score",
        "peer_median",
        "centre",
        "lower_limit",
        "upper_limit",
        "near_lower_limit",
        "near_upper_limit",
        "shape",
        "mark_said",
        "word_side",
        "is_hollow",
        "is_shown",
        "word",
    )
    # Half the size: a hundredth of a point is less than a pixel. In one piece, since a
    # second one would carry all columns again.
    rows = pl.concat([drawn, _lines(months, text)], how="diagonal", rechunk=True)
    return rows.cast({pl.Float64: pl.Float32})


def _lines(months: pl.DataFrame, text: Text) -> pl.DataFrame:
    """Return where grades begin, and the limits, each the same in all months."""
    # The line of a grade far from all scores would press them into a corner.
    drawn = ("final_score", "peer_median", "lower_limit", "upper_limit")
    lowest = months.select(pl.min_horizontal(pl.col(name).min() for name in drawn)).item()
    highest = months.select(pl.max_horizontal(pl.col(name).max() for name in drawn)).item()
    lines = pl.DataFrame(
        [(months[f"{name}_line"].max(), None, text(f"grade.{name}")) for name in LINES]
        + [(None, months[name].max(), text(f"limits.{name}")) for name in LIMITS],
        schema={"line": pl.Float64, "limit": pl.Float64, "word": pl.String},
        orient="row",
    )
    is_in_sight = pl.col("line").is_between(lowest, highest)
    return lines.filter(pl.col("limit").is_not_null() | is_in_sight)


def below(visit: Visit) -> Html:
    """Return how the chart is read, folded away."""
    found = opened(visit)
    assert found is not None, "the page asked before"
    key = "team.trend_note" if _is_too_short(found) else "limits.note"
    return fold(visit.text("limits.how"), remark(visit.text(key)))


def numbers_label(visit: Visit) -> str:
    """Return the words that open the numbers of the chart."""
    found = opened(visit)
    assert found is not None, "the page asked before"
    return visit.text("team.trend_numbers", count=found.months.height)


def numbers_table(visit: Visit) -> Html:
    """Return the numbers of the chart, the newest month first."""
    text, found = visit.text, opened(visit)
    assert found is not None, "the page asked before"
    labels = {row["month"]: row for row in found.limits.iter_rows(named=True)}
    rows = [
        (
            _month(visit, row["month"], labels.get(row["month"])),
            published(row["final_score"]),
            published(row["peer_median"]),
            text(f"grade.{row['grade']}") if row["grade"] else text("team.trend_gap"),
            _rank(visit, row),
        )
        for row in found.months.iter_rows(named=True)
    ]
    names = ("month", "score", "peer_median", "grade", "rank")
    columns = [text(f"team.column_{name}") for name in names]
    numbers = labelled_table(text("team.trend_alt"), columns, rows, " nn n", is_dense=True)
    return Html(f'<section data-tc class="tc-section tc-beside">{numbers}</section>')


def _month(visit: Visit, month: date, row: dict | None) -> str:
    """Return a month in words; one that stands out is a link and says how."""
    words = month_words(month, visit.text)
    if row is None or row["label"] is None:
        return words
    address = visit.link("team", month=month)
    return Html(link(address, words) + small(limits.mark_word(row, visit.text)))


def _is_too_short(found: Team) -> bool:
    return found.limits.is_empty() or found.limits["is_too_short"][-1]


def _rank(visit: Visit, row: dict) -> str:
    if row["rank"] is None:
        return visit.text("team.rank_none")
    return visit.text("team.rank", rank=row["rank"], ranked=row["ranked_teams"])
