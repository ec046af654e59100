"""Data health: do the flags treat teams alike, and is the evidence whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl
import streamlit as st

from dashboard.charts.fairness import luck_chart, shares_chart
from dashboard.charts.theme import Chart
from dashboard.pages.controls import ask_filters
from dashboard.pages.health import audit, data, luck
from dashboard.pages.log import state
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html
from dashboard.reads.health import DIVISIONS, flag_audit
from dashboard.serving.process import workspace
from dashboard.text import Text

# A grade or a light is what the audit is about: to narrow by it would beg the question.
_OFFERED = ("team", "tier", "peer_group")


@dataclass(frozen=True)
class Picture:
    """A section with a chart: what it says, its frame, and the table beside it."""

    title: Html
    frame: pl.DataFrame
    table: Html


@dataclass(frozen=True)
class Parts:
    """The page, composed: HTML, and the frames of its charts."""

    headline: Html
    divisions: tuple[Picture, ...]
    luck: Picture


def show(visit: Visit) -> None:
    """Settle the filters, say first whether the flags are fair, then what is missing."""
    visit.filters = replace(visit.filters, grade=None, light=None)
    ask_filters(visit, _OFFERED)
    if warning := state.warning(visit, workspace()):
        st.html(warning)
    parts = visit.keep(_parts)
    st.html(parts.headline)
    size, *others = parts.divisions
    _draw(visit, shares_chart, size, visit.text("health.shares_alt"))
    _draw(visit, luck_chart, parts.luck, visit.text("health.luck_alt"))
    for other in others:
        _draw(visit, shares_chart, other, visit.text("health.shares_alt"))
    # What people did is asked anew in each run: a version does not hold it.
    uploads = workspace().records.uploads(active_only=False)
    st.html(data.received(visit, uploads) + visit.keep(data.left_out))


def _parts(visit: Visit) -> Parts:
    month = visit.fetch(flag_audit, visit.filters)
    return Parts(
        headline=audit.headline(visit, month),
        divisions=tuple(
            Picture(
                audit.division_title(visit, month, name),
                audit.division_frame(visit, month, name),
                audit.division_table(visit, month, name),
            )
            for name in DIVISIONS
        ),
        luck=Picture(
            luck.luck_title(visit, month),
            luck.luck_frame(visit, month),
            luck.luck_table(visit, month),
        ),
    )


def _draw(visit: Visit, chart: Callable[[Text], Chart], picture: Picture, alt: str) -> None:
    st.html(picture.title)
    if picture.frame.is_empty():
        return
    drawn, beside = st.columns((1, 1), gap="medium")
    with drawn:
        visit.draw(chart, picture.frame, alt=alt)
    beside.html(picture.table)
