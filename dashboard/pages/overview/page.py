"""Overview: the month in two minutes, for a leader."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard.charts.spread import spread_chart
from dashboard.first_run import clock
from dashboard.pages.controls import ask_filters
from dashboard.pages.overview import due as overview_due
from dashboard.pages.overview import sections
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html
from dashboard.reads.expected import expected, standing
from dashboard.reads.overview import overview
from dashboard.serving.process import workspace


@dataclass(frozen=True)
class Parts:
    """The page, composed: HTML, and the frame of its chart."""

    message: Html
    top: Html
    spread_title: Html
    spread: pl.DataFrame
    spread_table: Html
    missing: Html


def show(visit: Visit) -> None:
    """Settle the filters, ask one question, say first what matters most."""
    filters = ask_filters(visit)
    if visit.fetch(overview, filters).team_count == 0:
        st.info(visit.text("overview.empty"), title=visit.text("overview.empty_title"))
        return
    parts = visit.keep(_parts)
    st.html(_headline(visit, parts.message) + parts.top)
    if parts.spread.height:
        st.html(parts.spread_title)
        picture, beside = st.columns((3, 2), gap="medium")
        with picture:
            visit.draw(spread_chart, parts.spread, alt=visit.text("overview.spread_alt"))
        beside.html(parts.spread_table)
    # The day goes on while a version stands still, so this part is not kept.
    now = standing(visit.fetch(expected, filters), clock(workspace()))
    st.html(overview_due.due(visit, now) + parts.missing)


def _parts(visit: Visit) -> Parts:
    month = visit.fetch(overview, visit.filters)
    top = (
        sections.lights(visit, month)
        + sections.attention(visit, month)
        + sections.movers(visit, month)
    )
    return Parts(
        message=sections.message(visit, month),
        top=Html(top),
        spread_title=sections.spread_title(visit, month),
        spread=month.groups.select("peer_group", "median")
        .with_row_index("position")
        .join(month.spread, on="peer_group")
        .sort("position", "score"),
        spread_table=sections.spread_table(visit, month),
        missing=sections.missing(visit, month),
    )


def _headline(visit: Visit, message: Html) -> Html:
    text, held = visit.text, visit.choices
    age = text(
        "overview.age",
        as_of=numbers.day_words(held.as_of, text),
        built_at=numbers.moment_words(held.built_at, text),
        ago=numbers.ago_words(held.built_at, text),
    )
    assert visit.filters.month is not None
    title = text("overview.title", month=numbers.month_words(visit.filters.month, text))
    return Html(
        f'<section class="tc-headline"><h1>{html(title)}</h1>{message}'
        f'<p class="tc-remark">{html(age)}</p></section>'
    )
