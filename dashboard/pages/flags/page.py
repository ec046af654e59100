"""Flags: the candidates of a month, why, on what evidence, and what would clear them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard.charts.flagged_teams import flagged_teams_chart
from dashboard.pages.controls import OFFERED
from dashboard.pages.flags import head, past
from dashboard.pages.flags.listed import candidates
from dashboard.pages.narrowing import ask_list_filters
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html
from dashboard.reads.flags import flag_month


@dataclass(frozen=True)
class Parts:
    """The page, composed: HTML, and the frame of its chart."""

    top: Html
    trend_title: Html
    trend: pl.DataFrame
    trend_table: Html
    cleared: Html


def show(visit: Visit) -> None:
    """Settle the filters, ask one question, say first how many there are."""
    ask_list_filters(visit, OFFERED)
    parts = visit.keep(_parts)
    st.html(parts.top)
    st.html(parts.trend_title)
    picture, beside = st.columns((3, 2), gap="medium")
    with picture:
        visit.draw(flagged_teams_chart, parts.trend, alt=visit.text("flags.trend_alt"))
    beside.html(parts.trend_table)
    st.html(parts.cleared)


def _parts(visit: Visit) -> Parts:
    month = visit.fetch(flag_month, visit.filters)
    return Parts(
        top=Html(
            head.headline(visit, month) + head.choices(visit, month) + candidates(visit, month)
        ),
        trend_title=past.trend_title(visit, month),
        trend=past.trend(visit, month),
        trend_table=past.trend_table(visit, month),
        cleared=past.cleared(visit, month),
    )
