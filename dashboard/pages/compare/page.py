"""Compare: how sure the places of a peer group are, and what tells its teams apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl
import streamlit as st

from dashboard.charts.funnel import funnel_chart
from dashboard.filters import Filters
from dashboard.pages.compare import funnel as funnels
from dashboard.pages.compare import head
from dashboard.pages.compare import months as compare_months
from dashboard.pages.compare import ranking as compare_ranking
from dashboard.pages.controls import OFFERED
from dashboard.pages.narrowing import ask_list_filters
from dashboard.pages.visit import Visit
from dashboard.pages.words.labelled import unfold
from dashboard.pages.words.markup import Html
from dashboard.reads.compare import Comparison, comparison, recent_scores
from dashboard.reads.funnel import Funnel, funnel


@dataclass(frozen=True)
class Parts:
    """The page, composed.

    Attributes:
        funnel: frame of the chart; empty without a part.
        listed: teams of the open page of the list; points: the funnel's numbers of them.
    """

    top: Html
    funnel_title: Html
    funnel: pl.DataFrame
    outside: Html
    months: Html
    listed: pl.DataFrame
    points: pl.DataFrame


def show(visit: Visit) -> None:
    """Settle the filters, say first how much of the order is sure, then show it."""
    ask_list_filters(visit, OFFERED)
    if ranked(visit).shown.is_empty():
        st.info(visit.text("compare.empty"), title=visit.text("compare.empty_title"))
        return
    parts = visit.keep(_parts)
    st.html(parts.top)
    found = measured(visit)
    st.html(parts.funnel_title)
    funnels.ask_part(visit, found)
    if parts.funnel.height:
        picture, beside = st.columns((3, 2), gap="medium")
        with picture:
            visit.draw(funnel_chart, parts.funnel, alt=funnels.alt_text(visit, found))
        beside.html(parts.outside)
    _unfold(visit, "funnel_numbers", parts.points.height, _funnel_numbers)
    if parts.months:
        st.html(parts.months)
        _unfold(visit, "months_numbers", parts.listed.height, _months_numbers)


def _unfold(visit: Visit, name: str, count: int, compose: Callable[[Visit], Html]) -> None:
    if count:
        unfold(visit, f"compare-{name}", visit.text(f"compare.{name}", count=count), compose)


def _funnel_numbers(visit: Visit) -> Html:
    return funnels.numbers_of(visit, visit.keep(_parts).points)


def _months_numbers(visit: Visit) -> Html:
    recent = visit.fetch(recent_scores, replace(visit.filters, item=None))
    return compare_months.numbers_of(visit, recent, visit.keep(_parts).listed)


def ranked(visit: Visit) -> Comparison:
    """Ask for the ranking of the group; whatever page or part is open, it is one answer."""
    return visit.fetch(comparison, replace(visit.filters, item=None, number=None))


def measured(visit: Visit) -> Funnel:
    """Ask for the funnel of the part of the address."""
    chosen = Filters(
        month=visit.filters.month, peer_group=ranked(visit).chosen, item=visit.filters.item
    )
    return visit.fetch(funnel, chosen)


def _parts(visit: Visit) -> Parts:
    group, found = ranked(visit), measured(visit)
    part, listed = group.page(visit.filters.number)
    months = visit.fetch(recent_scores, replace(visit.filters, item=None))
    return Parts(
        top=Html(
            head.headline(visit, group)
            + compare_ranking.ranking(visit, group, part, listed)
            + head.compared(visit, group)
        ),
        funnel_title=funnels.title(visit, found),
        funnel=funnels.frame(visit, found),
        outside=funnels.outside(visit, found),
        months=compare_months.months(visit, months, listed, part),
        listed=listed,
        points=funnels.listed_points(found, listed),
    )
