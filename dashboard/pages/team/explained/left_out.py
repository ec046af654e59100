"""What a score leaves out by rule, said as openly as what it counts."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import short
from dashboard.pages.words.markup import Html, html, section, small, table
from dashboard.pages.words.record_words import rater_words, source_words


def left_out(visit: Visit, raters: pl.DataFrame, records: pl.DataFrame) -> Html:
    """Return the raters, tasks and cases that do not count, each with its reason."""
    text, count = visit.text, raters.height + records.height
    title = text("explain.left_out_title", count=count)
    if not count:
        return section(title, text("explain.left_out_none"))
    rows = [
        (_rater(visit, row), text(f"explain.left_out_{row['reason']}"))
        for row in raters.iter_rows(named=True)
    ]
    rows += [
        (_record(visit, row), _reason(visit, row)) for row in records.iter_rows(named=True)
    ]
    columns = [text(f"explain.column_{name}") for name in ("record", "why")]
    return section(title, table(title, columns, rows, is_cards=True))


def _rater(visit: Visit, row: dict[str, Any]) -> Html:
    text = visit.text
    group = text(f"explain.rater_group.{row['rater_group']}")
    said = text("explain.rater_mean", count=row["score_count"], mean=short(row["mean_score"]))
    return Html(f"{html(group)} · {html(rater_words(row, text))}{small(said)}")


def _record(visit: Visit, row: dict[str, Any]) -> Html:
    text = visit.text
    kind = text(f"explain.record_{row['kind']}")
    title = row["title"] or ""
    where = f"{row['record_key']} · {source_words(row, text)}"
    return Html(f"{html(kind)} · {html(title)}{small(where)}")


def _reason(visit: Visit, row: dict[str, Any]) -> Html:
    said = visit.text(f"explain.left_out_{row['reason']}")
    noted = small(row["noted"]) if row["noted"] else ""
    return Html(f"{html(said)}{noted}")
