"""Months that stand out from a team's own: their shapes, words and the sentence on them."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.charts.limits import SHAPES
from dashboard.pages.words.numbers import NOTHING, month_words
from dashboard.text import Text

# The shape of a mark, of `charts.limits.SHAPES`; near a limit it is hollow.
SHAPES_OF_MARKS = {
    "beyond_limit_up": "high",
    "beyond_limit_down": "low",
    "trend_up": "rising",
    "trend_down": "falling",
    "near_limit_up": "high",
    "near_limit_down": "low",
    "one_side_up": "side",
    "one_side_down": "side",
}


def drawn(months: pl.DataFrame, value: str, text: Text) -> pl.DataFrame:
    """Add how each month is drawn.

    Args:
        months: label and is_upward of queries/pages/control_limits.sql, and is_graded, the
            oldest first.
        value: the column the points stand at.

    Returns:
        The months with shape, as Vega names or draws it; mark_said, the word of each
        month that stands out; word_side, where that word is written at one of the months
        in a row that stand out alike: 1 above, -1 below, else 0; is_hollow.
    """
    words = {mark: text(f"limits.mark_{mark}") for mark in SHAPES_OF_MARKS}
    is_upward = pl.col("is_upward")
    mark = pl.concat_str(
        "label", pl.when(is_upward).then(pl.lit("_up")).otherwise(pl.lit("_down"))
    )
    shape = mark.replace_strict(SHAPES_OF_MARKS, default=None, return_dtype=pl.String)
    plain = pl.when("is_graded").then(pl.lit("graded")).otherwise(pl.lit("ungraded"))
    said = mark.replace_strict(words, default=None, return_dtype=pl.String)
    # One word for months in a row, at the outermost of them, where it is in nobody's way.
    outward = pl.when(is_upward).then(pl.col(value)).otherwise(-pl.col(value))
    rank = outward.rank("ordinal", descending=True).over(mark.rle_id())
    is_near = (pl.col("label") == "near_limit").fill_null(False)
    return months.with_columns(
        pl.coalesce(shape, plain).replace_strict(SHAPES).alias("shape"),
        said.alias("mark_said"),
        (
            pl.when((rank == 1) & said.is_not_null())
            .then(pl.when("is_upward").then(1).otherwise(-1))
            .otherwise(0)
            .cast(pl.Int8)
            .alias("word_side")
        ),
        (is_near | ~pl.col("is_graded")).alias("is_hollow"),
    )


def mark_word(row: dict[str, Any], text: Text) -> str:
    """Return the word for a month that stands out, a dash for the others."""
    return NOTHING if row["label"] is None else text(f"limits.mark_{mark_key(row)}")


def mark_key(row: dict[str, Any]) -> str:
    """Return the label of a month with its way, as texts and shapes name it."""
    return f"{row['label']}_{'up' if row['is_upward'] else 'down'}"


def earlier(months: pl.DataFrame, text: Text) -> dict[str, Any] | None:
    """Return how many months stand out, and the last of them; None if none does."""
    marked = months.filter(pl.col("label").is_not_null())
    if marked.is_empty():
        return None
    row = marked.row(-1, named=True)
    return {
        "count": marked.height,
        "marked": text(
            "limits.marked", month=month_words(row["month"], text), mark=mark_word(row, text)
        ),
    }
