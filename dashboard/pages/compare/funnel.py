"""The funnel of one part: its choice, its frame, and the numbers beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from dashboard.charts.funnel import SIDES
from dashboard.pages.narrowing import team_link
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, section
from dashboard.reads.funnel import Funnel
from dashboard.reads.written import written

# As many as stand beside the chart.
LISTED_OUTSIDE = 8
# Points of a chart; more of them say the same, and a page has to stay small.
MOST_DRAWN = 150
_COLUMNS = ("team", "rate", "n", "limits", "side")


def title(visit: Visit, found: Funnel) -> Html:
    """Return what the funnel says in one sentence, and how to read it."""
    text = visit.text
    if found.part is None:
        return section(text("compare.funnel_none"))
    word, one = text(f"part.{found.part}"), found.points.row(0, named=True)
    if one["side"] is None:
        few = text("compare.funnel_few", count=one["group_count"], least=one["least_teams"])
        return section(text("compare.funnel_title_few", part=word), few)
    count = found.outside[found.part]
    said = text(
        "compare.funnel_title_out" if count else "compare.funnel_title_none",
        part=word,
        count=count,
        teams=found.points.height,
    )
    return section(said, text("compare.funnel_read"))


def ask_part(visit: Visit, found: Funnel) -> None:
    """Draw the choice of the part; what is chosen goes into the address."""
    if found.part is None:
        return
    # A list keeps the words it was drawn with for as long as its key stays the same.
    key = f"compare-part-{visit.text.language}"
    if st.session_state.get(key) != found.part:
        st.session_state[key] = found.part
    labels = {part: _label(visit, part, count) for part, count in found.outside.items()}
    st.selectbox(
        visit.text("compare.funnel_choose"),
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        on_change=_choose,
        args=(key, visit),
        width=420,
    )


def _choose(key: str, visit: Visit) -> None:
    chosen = replace(visit.filters, item=st.session_state[key])
    st.query_params.from_dict(visit.query(chosen))


def _label(visit: Visit, part: str, count: int) -> str:
    word = visit.text(f"part.{part}")
    return visit.text("compare.funnel_option_out", part=word, count=count) if count else word


def frame(visit: Visit, found: Funnel) -> pl.DataFrame:
    """Return limits and teams in one frame for the chart; empty without a part."""
    words = {side: visit.text(f"compare.side_{side}") for side in SIDES}
    points = _drawn(found).select(
        pl.lit("team").alias("kind"),
        "effective_n",
        "rate",
        "team_name",
        pl.col("side").fill_null("inside").replace(words),
    )
    if points.is_empty():
        return points
    limits = found.limits.with_columns(
        pl.lit("limit").alias("kind"), pl.lit(found.points["center"][0]).alias("rate")
    )
    # Half the size: a hundredth of a point is less than a pixel.
    return pl.concat([limits, points], how="diagonal").cast({pl.Float64: pl.Float32})


def _drawn(found: Funnel) -> pl.DataFrame:
    """Leave out teams of a large group evenly, never one outside the ordinary range."""
    inside = found.points.filter(~pl.col("is_out"))
    outside = found.points.filter("is_out")
    step = -(-inside.height // max(MOST_DRAWN - outside.height, 1))
    return pl.concat([inside.gather_every(max(step, 1)), outside])


def alt_text(visit: Visit, found: Funnel) -> str:
    """Say what the picture shows, for those who do not see it."""
    return visit.text("compare.funnel_alt", part=visit.text(f"part.{found.part}"))


def outside(visit: Visit, found: Funnel) -> Html:
    """Return the teams outside the limits, the furthest first, and what a funnel is for."""
    text = visit.text
    if found.part is None:
        return Html("")
    count = found.outside[found.part]
    furthest = (
        found.points.filter("is_out")
        .sort(pl.col("z").abs(), "team_id", descending=[True, False])
        .head(LISTED_OUTSIDE)
    )
    shown: list[object] = [text("compare.funnel_outside_none")]
    if count:
        shown = [_numbers(visit, text("compare.funnel_outside"), furthest)]
    if count > furthest.height:
        shown.append(text("compare.funnel_outside_cut", shown=furthest.height, count=count))
    body = "".join(part if isinstance(part, Html) else f"<p>{html(part)}</p>" for part in shown)
    drawn = _drawn(found).height
    if drawn < found.points.height:
        shown.append(text("compare.funnel_thinned", drawn=drawn, teams=found.points.height))
    note = text("compare.funnel_note", all=found.points["group_count"][0])
    return Html(
        '<section data-tc class="tc-section tc-outside">'
        f"<h3>{html(text('compare.funnel_outside'))}</h3>{body}"
        f'<p class="tc-remark">{html(note)}</p></section>'
    )


def listed_points(found: Funnel, listed: pl.DataFrame) -> pl.DataFrame:
    """Return the teams of the page that the part has a value of, the lowest first."""
    on_page = pl.col("team_id").is_in(listed["team_id"].implode())
    return found.points.filter(on_page).sort("z", "team_id")


def numbers_of(visit: Visit, teams: pl.DataFrame) -> Html:
    """Return the numbers of the funnel for these teams."""
    label = visit.text("compare.funnel_numbers", count=teams.height)
    return Html(
        f'<section data-tc class="tc-section tc-outside">{_numbers(visit, label, teams)}'
        "</section>"
    )


def _numbers(visit: Visit, caption: str, teams: pl.DataFrame) -> Html:
    columns = [visit.text(f"compare.column_{name}") for name in _COLUMNS]
    rows = [_row(visit, team) for team in teams.iter_rows(named=True)]
    return labelled_table(caption, columns, rows, " nnn ")


def _row(visit: Visit, team: dict[str, Any]) -> tuple[object, ...]:
    text, is_judged = visit.text, team["side"] is not None
    limits = numbers.NOTHING
    if is_judged:
        low, high = numbers.points(team["low"]), numbers.points(team["high"])
        limits = text("compare.limits", low=low, high=high)
    return (
        link(team_link(visit, team["team_id"]), team["team_name"]),
        numbers.points(team["rate"]),
        written(team["effective_n"], 0),
        limits,
        text(f"compare.side_{team['side'] if is_judged else 'unknown'}"),
    )
