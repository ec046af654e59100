"""One rate of a team's cases over time, which one is chosen in the address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from dashboard.filters import RATE_PARTS
from dashboard.pages.team.head import opened
from dashboard.pages.visit import Visit
from dashboard.pages.words import limits
from dashboard.pages.words.amounts import interval, percent
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, fold, remark, section, small
from dashboard.pages.words.numbers import month_words

# Pixels; room for the longest name of a rate.
_WIDTH = 340


def is_there(visit: Visit) -> bool:
    """Tell whether the team has any cases a rate can be made of."""
    return bool(_parts(visit))


def ask(visit: Visit) -> None:
    """Draw the list of the rates this team has."""
    key = f"team-rate-{visit.text.language}"
    shown = chosen(visit)
    if key not in st.session_state or st.session_state[key] != shown:
        st.session_state[key] = shown
    st.selectbox(
        visit.text("filter.rate"),
        _parts(visit),
        index=None,
        placeholder=visit.text("limits.rate_choose"),
        format_func=lambda part: visit.text(f"part.{part}"),
        key=key,
        on_change=_choose,
        args=(visit, key),
        width=_WIDTH,
    )


def _choose(visit: Visit, key: str) -> None:
    chosen = replace(visit.filters, rate=st.session_state[key])
    st.query_params.from_dict(visit.query(chosen))


def _proportions(visit: Visit) -> pl.DataFrame:
    found = opened(visit)
    assert found is not None, "the page asked before"
    return found.proportions


def _parts(visit: Visit) -> list[str]:
    held = set(_proportions(visit)["part"])
    return [part for part in RATE_PARTS if part in held]


def chosen(visit: Visit) -> str | None:
    """Return the rate of the address, else one whose month shown stands out, else None."""
    parts = _parts(visit)
    if visit.filters.rate in parts:
        return visit.filters.rate
    now = _proportions(visit).filter(pl.col("month") == visit.filters.month)
    outside = set(now.filter(pl.col("label").is_not_null())["part"])
    return next((part for part in parts if part in outside), None)


def _months(visit: Visit) -> pl.DataFrame:
    part = chosen(visit)
    months = _proportions(visit)
    return months.clear() if part is None else months.filter(pl.col("part") == part)


def title(visit: Visit) -> Html:
    """Return what the months say of this rate, and how far chance alone may move it."""
    text, months = visit.text, _months(visit)
    if months.is_empty():
        assert visit.filters.month is not None, "the shell settles the month"
        return section(text("limits.rates_calm", month=month_words(visit.filters.month, text)))
    last = months.row(-1, named=True)
    cases = text(
        "limits.rate_cases",
        count=last["point_count"],
        least=months["n"].min(),
        most=months["n"].max(),
        total=months["n"].sum(),
    )
    if last["is_too_short"]:
        return section(_said(visit), cases)
    usual = text("limits.rate_usual", centre=percent(last["centre"]))
    note = text("limits.rate_no_verdict", n=last["least_cases"])
    return section(_said(visit), cases, usual, note=note)


def _said(visit: Visit) -> str:
    text, months = visit.text, _months(visit)
    last = months.row(-1, named=True)
    part = text(f"part.{chosen(visit)}")
    month = month_words(visit.filters.month, text) if visit.filters.month else ""
    if last["is_too_short"]:
        return text(
            "limits.rate_short",
            part=part,
            least=last["least_points"],
            count=last["point_count"],
        )
    if last["label"] is not None and last["month"] == visit.filters.month:
        return text(
            f"limits.rate_said_{limits.mark_key(last)}",
            part=part,
            month=month,
            rate=percent(last["rate"]),
            hits=last["hits"],
            n=last["n"],
        )
    before = limits.earlier(months, text)
    if before is None:
        return text("limits.rate_calm", part=part, count=last["point_count"], month=month)
    key = "one" if before["count"] == 1 else "many"
    return text(f"limits.rate_earlier_{key}", part=part, month=month, **before)


def frame(visit: Visit) -> pl.DataFrame:
    """Return every month up to the one shown, the oldest first; null without cases."""
    found = opened(visit)
    assert found is not None, "the page asked before"
    months = found.months.select("month").sort("month")
    if visit.filters.month is not None:
        months = months.filter(pl.col("month") <= visit.filters.month)
    months = months.join(_months(visit), on="month", how="left").with_columns(
        pl.lit(True).alias("is_graded"),
        (pl.col("month") == visit.filters.month).alias("is_shown"),
    )
    drawn = limits.drawn(months, "rate", visit.text).select(
        "month",
        "rate",
        "centre",
        "lower_limit",
        "upper_limit",
        "n",
        "shape",
        "mark_said",
        "word_side",
        "is_hollow",
        "is_shown",
    )
    # Half the size; what is drawn of a share is never finer than a pixel.
    return drawn.cast({pl.Float64: pl.Float32, pl.Int64: pl.Int32})


def below(visit: Visit) -> Html:
    """Return how the chart is read, folded away."""
    return fold(visit.text("limits.how"), remark(visit.text("limits.rate_note")))


def numbers_label(visit: Visit) -> str:
    """Return the words that open the numbers of the chart."""
    return visit.text("limits.rate_numbers", count=_months(visit).height)


def numbers_table(visit: Visit) -> Html:
    """Return the numbers of the chart, the newest month first."""
    text, months = visit.text, _months(visit).sort("month", descending=True)
    rows = [
        (
            month_words(row["month"], text),
            Html(percent(row["rate"]) + small(_hits(visit, row))),
            interval(row["lower_limit"], row["upper_limit"]),
            limits.mark_word(row, text),
        )
        for row in months.iter_rows(named=True)
    ]
    columns = [
        text("team.column_month"),
        *(text(f"limits.column_{name}") for name in ("rate", "usual", "mark")),
    ]
    numbers = labelled_table(text("limits.rate_alt"), columns, rows, " n", is_dense=True)
    return Html(f'<section data-tc class="tc-section tc-beside">{numbers}</section>')


def _hits(visit: Visit, row: dict[str, Any]) -> str:
    return visit.text("limits.hits", hits=row["hits"], n=row["n"])
