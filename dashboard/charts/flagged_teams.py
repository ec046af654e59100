"""How many teams were flagged, month by month."""

from __future__ import annotations

import altair as alt

from dashboard.charts.theme import (
    QUIET_COLOUR,
    SEVERITY_SHAPES,
    STATE_COLOURS,
    STRONG_COLOUR,
    Chart,
    month_labels,
)
from dashboard.text import Text

_COLOURS = {"alarm": STATE_COLOURS["red"], "concern": STRONG_COLOUR, "watch": QUIET_COLOUR}


def flagged_teams_chart(text: Text) -> Chart:
    """Draw one line per severity, with a mark of its shape for each month.

    Frame: month, severity (in words), team_count (teams at their worst flag).
    """
    words = [text(f"severity.{severity}") for severity in _COLOURS]
    month = alt.X(
        "month:T",
        title=None,
        axis=alt.Axis(
            labelExpr=month_labels(text), tickCount={"interval": "month", "step": 3}, grid=False
        ),
    )
    count = alt.Y(
        "team_count:Q",
        title=text("flags.chart_teams"),
        axis=alt.Axis(tickMinStep=1, tickCount=5),
    )
    colour = alt.Color(
        "severity:N",
        title=None,
        sort=None,
        scale=alt.Scale(domain=words, range=list(_COLOURS.values())),
        legend=alt.Legend(orient="top"),
    )
    shape = alt.Shape(
        "severity:N",
        title=None,
        sort=None,
        scale=alt.Scale(domain=words, range=list(SEVERITY_SHAPES.values())),
        legend=alt.Legend(orient="top"),
    )
    lines = (
        alt.Chart()
        .mark_line(strokeWidth=1.5, opacity=0.7)
        .encode(x=month, y=count, color=colour)
    )
    marks = (
        alt.Chart()
        .mark_point(filled=True, size=60, opacity=1)
        .encode(
            x=month,
            y=count,
            color=colour,
            shape=shape,
            tooltip=[
                alt.Tooltip("month:T", title=text("filter.month"), format="%Y-%m"),
                alt.Tooltip("severity:N", title=text("filter.severity")),
                alt.Tooltip("team_count:Q", title=text("flags.chart_teams")),
            ],
        )
    )
    return alt.layer(lines, marks).properties(height=260)
