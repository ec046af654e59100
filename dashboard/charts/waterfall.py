"""From the median of the peers to a team's own score, bar by bar."""

from __future__ import annotations

import altair as alt

from dashboard.charts.theme import PLAIN_COLOUR, QUIET_COLOUR, STATE_COLOURS, Chart
from dashboard.text import Text

# What a bar is; won and lost are told apart by their sign too.
KINDS = ("total", "won", "lost", "rest")


def waterfall_chart(text: Text) -> Chart:
    """Draw one bar per part that moves the score, between the two scores.

    Frame, in the order of the bars: label; start and end (points); middle and shown (the
    number as it is written, at the end of the bar); kind (total, won, lost or rest).
    """
    # In the order of the frame.
    label = alt.Y(
        "label:N",
        title=None,
        sort=None,
        axis=alt.Axis(labelLimit=150, domain=False, ticks=False, grid=False),
    )
    # Title, scale and axis hold for all layers, so one of them names them.
    start = alt.X(
        "start:Q",
        title=text("chart.score"),
        scale=alt.Scale(zero=False, nice=True, padding=34),
        axis=alt.Axis(tickCount=5),
    )
    colours = [PLAIN_COLOUR, STATE_COLOURS["green"], STATE_COLOURS["red"], QUIET_COLOUR]
    bars = (
        alt.Chart()
        .mark_bar(height=14)
        .encode(
            x=start,
            x2=alt.X2("end"),
            color=alt.Color(
                "kind:N", scale=alt.Scale(domain=list(KINDS), range=colours), legend=None
            ),
            tooltip=[
                alt.Tooltip("label:N", title=text("team.column_part")),
                alt.Tooltip("shown:N", title=text("team.column_gain")),
            ],
        )
    )
    numbers = (
        alt.Chart()
        .mark_text(align="left", dx=5, color=QUIET_COLOUR)
        .encode(x=alt.X("right:Q"), text=alt.Text("shown:N"))
    )
    # A score is a place on the axis; as a bar from a cut-off zero it would mislead.
    scores = (
        alt.Chart()
        .mark_tick(color=PLAIN_COLOUR, thickness=4, size=18)
        .encode(x=alt.X("start:Q"))
        .transform_filter(alt.datum.kind == "total")
    )
    return alt.layer(bars, scores, numbers).encode(y=label).properties(height=alt.Step(28))
