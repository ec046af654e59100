"""Petitions and audit: whose clocks ran out, what the rates say, what was rectified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard.charts.rates import (
    AUDIT_RATES,
    PETITION_RATES,
    audit_rates_chart,
    petition_rates_chart,
)
from dashboard.charts.theme import Chart
from dashboard.pages.controls import ask_filters
from dashboard.pages.parts import part
from dashboard.pages.petitions import audit as audit_sections
from dashboard.pages.petitions import rates as petitions_rates
from dashboard.pages.petitions import sections
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html
from dashboard.reads.petitions import petitions_and_audit
from dashboard.text import Text


@dataclass(frozen=True)
class Parts:
    """The page, composed: HTML, and the frames of its charts."""

    message: Html
    top: Html
    trend: pl.DataFrame
    trend_table: Html
    team_pages: tuple[Html, ...]
    satisfaction: Html
    audit: Html
    audit_trend: pl.DataFrame
    audit_trend_table: Html


def show(visit: Visit) -> None:
    """Settle the filters, ask one question, say first what is overdue."""
    filters = ask_filters(visit)
    if visit.fetch(petitions_and_audit, filters).is_empty:
        st.info(visit.text("petitions.empty"), title=visit.text("petitions.empty_title"))
        return
    parts = visit.keep(_parts)
    st.html(sections.headline(visit, parts.message) + parts.top)
    _draw(visit, petition_rates_chart, parts.trend, parts.trend_table)
    _teams(visit, parts.team_pages)
    st.html(parts.satisfaction + parts.audit)
    _draw(visit, audit_rates_chart, parts.audit_trend, parts.audit_trend_table)


def _parts(visit: Visit) -> Parts:
    month = visit.fetch(petitions_and_audit, visit.filters)
    return Parts(
        message=sections.message(visit, month),
        top=Html(
            sections.clocks(visit, month)
            + sections.pressing(visit, month)
            + petitions_rates.rates(visit, month)
        ),
        trend=petitions_rates.trend(visit, month, PETITION_RATES),
        trend_table=petitions_rates.trend_table(visit, month, PETITION_RATES),
        team_pages=petitions_rates.team_pages(visit, month),
        satisfaction=petitions_rates.satisfaction(visit, month),
        audit=Html(
            audit_sections.audit(visit, month) + audit_sections.overdue_findings(visit, month)
        ),
        audit_trend=petitions_rates.trend(visit, month, AUDIT_RATES),
        audit_trend_table=petitions_rates.trend_table(visit, month, AUDIT_RATES),
    )


def _draw(
    visit: Visit, chart: Callable[[Text], Chart], trend: pl.DataFrame, numbers: Html
) -> None:
    if trend.is_empty():
        if numbers:
            st.html(numbers)
        return
    picture, beside = st.columns((3, 2), gap="medium")
    with picture:
        visit.draw(chart, trend, alt=visit.text("petitions.trend_alt"))
    beside.html(numbers)


@part
def _teams(visit: Visit, pages: Sequence[Html]) -> None:
    with st.container(key="tc-teams"):
        shown = st.empty()
        number = 1
        if len(pages) > 1:
            number = st.pagination(len(pages), key=f"petitions-teams-{visit.text.language}")
        shown.html(pages[number - 1])
