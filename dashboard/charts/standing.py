"""Where a team stands: its level as seen, what chance leaves of it, and its standard."""

from __future__ import annotations

import altair as alt

from dashboard.charts.theme import PLAIN_COLOUR, QUIET_COLOUR, STRONG_COLOUR, Chart
from dashboard.text import Text

# What a row is; told apart by shape and by its words.
KINDS = ("seen", "left", "standard", "middle")


def standing_chart(text: Text) -> Chart:
    """Draw one row per number, and a dashed line at the standard through all of them.

    Frame, in the order of the rows: label; value, low and high (points; low and high are
    the ends of the bar, equal to value where there is none); shown (the number as it is
    written); kind (one of KINDS).
    """
    label = alt.Y(
        "label:N",
        title=None,
        # In the order of the frame.
        sort=None,
        axis=alt.Axis(labelLimit=150, domain=False, ticks=False, grid=False),
    )
    value = alt.X(
        "value:Q",
        title=text("why.chart_points"),
        scale=alt.Scale(zero=False, nice=True, padding=30),
        axis=alt.Axis(tickCount=5),
    )
    # Title, scale and axis hold for all layers, so one of them names them.
    at = alt.X("value:Q")
    # Drawn first and for every row, so that the rows keep the order of the frame; a bar
    # without width does not show.
    bars = (
        alt.Chart()
        .mark_bar(height=10, opacity=0.35, color=PLAIN_COLOUR)
        .encode(x=alt.X("low:Q"), x2=alt.X2("high"))
    )
    line = (
        alt.Chart()
        .mark_rule(color=STRONG_COLOUR, strokeDash=[4, 4])
        .encode(x=value)
        .transform_filter(alt.datum.kind == "standard")
    )
    colours = [PLAIN_COLOUR, PLAIN_COLOUR, STRONG_COLOUR, QUIET_COLOUR]
    shapes = ["circle", "square", "stroke", "diamond"]
    points = (
        alt.Chart()
        .mark_point(size=110, strokeWidth=2.5, opacity=1)
        .encode(
            x=at,
            color=alt.Color(
                "kind:N", scale=alt.Scale(domain=list(KINDS), range=colours), legend=None
            ),
            shape=alt.Shape(
                "kind:N", scale=alt.Scale(domain=list(KINDS), range=shapes), legend=None
            ),
            tooltip=[
                alt.Tooltip("label:N", title=text("why.column_number")),
                alt.Tooltip("shown:N", title=text("why.chart_points")),
            ],
        )
    )
    number = alt.Text("shown:N")
    # Whoever is flagged is left of the line; the numbers keep clear of it.
    left = (
        alt.Chart()
        .mark_text(align="right", dx=-9, color=QUIET_COLOUR)
        .encode(x=alt.X("low:Q"), text=number)
        .transform_filter(alt.FieldOneOfPredicate("kind", ["seen", "left"]))
    )
    right = (
        alt.Chart()
        .mark_text(align="left", dx=9, color=QUIET_COLOUR)
        .encode(x=at, text=number)
        .transform_filter(alt.FieldOneOfPredicate("kind", ["standard", "middle"]))
    )
    rows = alt.layer(bars, points, left, right).encode(y=label)
    return alt.layer(rows, line).properties(height=alt.Step(34))
