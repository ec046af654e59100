"""Petitions and audit: whose clocks ran out, what the rates say, what was rectified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard.charts.rates import rate_chart, share_chart
from dashboard.pages import petitions_sections as sections
from dashboard.pages.controls import ask_filters
from dashboard.pages.labelled import STYLE
from dashboard.pages.markup import Html
from dashboard.pages.visit import Visit
from dashboard.reads.petitions import AUDIT_RATES, FLOORED_RATES, petitions_and_audit


@dataclass(frozen=True)
class Parts:
    """The page, composed: HTML, and the frames of its charts."""

    message: Html
    top: Html
    trends: dict[str, pl.DataFrame]
    trend_table: Html
    team_pages: tuple[Html, ...]
    satisfaction: Html
    audit: Html
    audit_trend_table: Html


def show(visit: Visit) -> None:
    """Settle the filters, ask one question, say first what is overdue."""
    st.html(STYLE)
    filters = ask_filters(visit)
    if visit.fetch(petitions_and_audit, filters).is_empty:
        st.info(visit.text("petitions.empty"), title=visit.text("petitions.empty_title"))
        return
    parts = visit.keep(_parts)
    st.html(sections.headline(visit, parts.message) + parts.top)
    _trends(visit, parts, FLOORED_RATES, parts.trend_table)
    _teams(visit, parts.team_pages)
    st.html(parts.satisfaction + parts.audit)
    _trends(visit, parts, AUDIT_RATES, parts.audit_trend_table)


def _parts(visit: Visit) -> Parts:
    month = visit.fetch(petitions_and_audit, visit.filters)
    return Parts(
        message=sections.message(visit, month),
        top=Html(
            sections.clocks(visit, month)
            + sections.pressing(visit, month)
            + sections.rates(visit, month)
        ),
        trends=month.trends,
        trend_table=sections.trend_table(visit, month, FLOORED_RATES),
        team_pages=sections.team_pages(visit, month),
        satisfaction=sections.satisfaction(visit, month),
        audit=Html(sections.audit(visit, month) + sections.overdue_findings(visit, month)),
        audit_trend_table=sections.trend_table(visit, month, AUDIT_RATES),
    )


def _trends(visit: Visit, parts: Parts, rates: Sequence[str], numbers: Html) -> None:
    for part, column in zip(rates, st.columns(len(rates), gap="medium"), strict=True):
        with column:
            st.html(sections.trend_title(visit, part))
            alt = visit.text("petitions.trend_alt", name=visit.text(f"petitions.rate_{part}"))
            chart = share_chart if part == "audit_money" else rate_chart
            visit.draw(chart, parts.trends[part], alt=alt)
    # The numbers are sent when somebody asks for them: they weigh as much as the charts.
    key = f"trend-{rates[0]}-{visit.text.language}"
    beside = st.expander(visit.text("petitions.trend_table"), on_change="rerun", key=key)
    if beside.open:
        beside.html(numbers)


@st.fragment
def _teams(visit: Visit, pages: Sequence[Html]) -> None:
    with st.container(key="tc-teams"):
        shown = st.empty()
        number = 1
        if len(pages) > 1:
            number = st.pagination(len(pages), key=f"petitions-teams-{visit.text.language}")
        shown.html(pages[number - 1])
