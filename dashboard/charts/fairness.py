"""Whether the flags treat teams alike: shares by class, and the list against luck."""

from __future__ import annotations

import altair as alt

from dashboard.charts.theme import (
    PLAIN_COLOUR,
    QUIET_COLOUR,
    STATE_COLOURS,
    STATE_SHAPES,
    STRONG_COLOUR,
    Chart,
    month_labels,
)
from dashboard.text import Text

# A class has the light of its verdict.
_LIGHTS = {"within": "green", "apart": "yellow"}


def shares_chart(text: Text) -> Chart:
    """Draw a mark per class at its share, a bar where luck may put it, a line for all.

    Frame: label (of the class), share, low, high, overall_share (0 to 1), verdict (in
    words), teams (count); classes in the order they are drawn.
    """
    words = [text(f"health.verdict_{name}") for name in _LIGHTS]
    title = text("health.chart_share")
    label = alt.Y(
        "label:N",
        title=None,
        # In the order of the frame: a sort by field makes a row "undefined" of the line.
        sort=None,
        axis=alt.Axis(labelLimit=130, domain=False, ticks=False, grid=False),
    )
    share = alt.X(
        "share:Q",
        title=title,
        scale=alt.Scale(domainMin=0, nice=True),
        axis=alt.Axis(format=".0%", tickCount=5),
    )
    # Beside one another, the words would not fit a phone.
    legend = alt.Legend(title=None, orient="top", direction="vertical", labelLimit=300)
    colour = alt.Color(
        "verdict:N",
        scale=alt.Scale(domain=words, range=[STATE_COLOURS[name] for name in _LIGHTS.values()]),
        legend=legend,
    )
    shape = alt.Shape(
        "verdict:N",
        scale=alt.Scale(domain=words, range=[STATE_SHAPES[name] for name in _LIGHTS.values()]),
        legend=legend,
    )
    bars = (
        alt.Chart()
        .mark_rule(color=QUIET_COLOUR, strokeWidth=5, opacity=0.45)
        .encode(y=label, x=alt.X("low:Q", title=title), x2=alt.X2("high:Q"))
    )
    overall = (
        alt.Chart()
        .mark_rule(color=STRONG_COLOUR, strokeDash=[5, 4], strokeWidth=1.5)
        .encode(x=alt.X("overall_share:Q", aggregate="max", title=title))
    )
    marks = (
        alt.Chart()
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            y=label,
            x=share,
            color=colour,
            shape=shape,
            tooltip=[
                alt.Tooltip("label:N", title=text("health.column_class")),
                alt.Tooltip("teams:Q", title=text("health.column_teams")),
                alt.Tooltip("share:Q", title=text("health.chart_share"), format=".1%"),
                alt.Tooltip("low:Q", title=text("health.chart_low"), format=".1%"),
                alt.Tooltip("high:Q", title=text("health.chart_high"), format=".1%"),
                alt.Tooltip("verdict:N", title=text("health.chart_verdict")),
            ],
        )
    )
    return alt.layer(overall, bars, marks).properties(height=alt.Step(38))


def luck_chart(text: Text) -> Chart:
    """Draw the teams listed month by month, and those luck alone would list.

    Frame: month (date), name (of the line, in words), teams (count).
    """
    names = [text("health.column_listed_now"), text("health.column_luck")]
    legend = alt.Legend(
        title=None, orient="top", direction="vertical", labelLimit=300, symbolSize=90
    )
    colour = alt.Color(
        "name:N",
        scale=alt.Scale(domain=names, range=[PLAIN_COLOUR, STRONG_COLOUR]),
        legend=legend,
    )
    shape = alt.Shape(
        "name:N", scale=alt.Scale(domain=names, range=["circle", "diamond"]), legend=legend
    )
    month = alt.X(
        "month:T",
        title=None,
        axis=alt.Axis(labelExpr=month_labels(text), tickCount=4, labelFlush=True, grid=False),
    )
    teams = alt.Y(
        "teams:Q",
        title=text("health.column_teams"),
        scale=alt.Scale(domainMin=0, nice=True),
        axis=alt.Axis(tickMinStep=1, tickCount=5),
    )
    lines = alt.Chart().mark_line(strokeWidth=2).encode(y=teams, color=colour)
    points = (
        alt.Chart()
        .mark_point(size=60, filled=True, opacity=1)
        .encode(
            y=teams,
            color=colour,
            shape=shape,
            tooltip=[
                alt.Tooltip(
                    "month:T", title=text("filter.month"), format=text("chart.month_format")
                ),
                alt.Tooltip("name:N", title=text("health.chart_line")),
                alt.Tooltip("teams:Q", title=text("health.column_teams")),
            ],
        )
    )
    return alt.layer(lines, points).encode(x=month).properties(height=260)
