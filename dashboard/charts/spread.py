"""How the scores of each peer group spread."""

from __future__ import annotations

import altair as alt

from dashboard.charts.theme import (
    PLAIN_COLOUR,
    QUIET_COLOUR,
    RED_LINE,
    STRONG_COLOUR,
    YELLOW_LINE,
    Chart,
)
from dashboard.text import Text


def spread_chart(text: Text) -> Chart:
    """Draw one row per peer group: a circle per step of the score, a bar at the median.

    Frame: peer_group, score and median (points, 0 to 100), team_count; groups in the
    order they are drawn.
    """
    group = alt.Y(
        "peer_group:N",
        title=None,
        # In the order of the frame: a sort by field makes a row "undefined" of the lines.
        sort=None,
        axis=alt.Axis(labelLimit=110, domain=False, ticks=False, grid=True),
    )
    domain = alt.Scale(zero=False, nice=True)
    score = alt.X(
        "score:Q", title=text("chart.score"), scale=domain, axis=alt.Axis(tickCount=6)
    )
    circles = (
        alt.Chart()
        .mark_circle(color=PLAIN_COLOUR, opacity=0.75)
        .encode(
            y=group,
            x=score,
            size=alt.Size(
                "team_count:Q",
                legend=None,
                scale=alt.Scale(type="sqrt", domainMin=0, rangeMin=18, rangeMax=420),
            ),
            tooltip=[
                alt.Tooltip("peer_group:N", title=text("chart.peer_group")),
                alt.Tooltip("score:Q", title=text("chart.score"), format=".0f"),
                alt.Tooltip("team_count:Q", title=text("chart.team_count")),
            ],
        )
    )
    medians = (
        alt.Chart()
        .mark_tick(color=STRONG_COLOUR, thickness=3, size=26)
        .encode(
            y=group,
            # Every row of a group carries its median; the bars lie on one another.
            x=alt.X("median:Q", title=text("chart.score")),
            tooltip=[
                alt.Tooltip("peer_group:N", title=text("chart.peer_group")),
                alt.Tooltip("median:Q", title=text("chart.median"), format=".1f"),
            ],
        )
    )
    lines = alt.layer(
        *(
            alt.Chart()
            .mark_rule(color=QUIET_COLOUR, strokeDash=[4, 4])
            .encode(x=alt.XDatum(line))
            for line in (RED_LINE, YELLOW_LINE)
        )
    )
    return alt.layer(lines, circles, medians).properties(height=alt.Step(40))
