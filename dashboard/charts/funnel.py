"""A funnel: what each team reached in one part, and what chance alone would explain."""

from __future__ import annotations

import altair as alt

from dashboard.charts.theme import (
    PLAIN_COLOUR,
    QUIET_COLOUR,
    STATE_COLOURS,
    STATE_SHAPES,
    Chart,
)
from dashboard.text import Text

SIDES = ("inside", "below", "above")
_COLOURS = (PLAIN_COLOUR, STATE_COLOURS["red"], STATE_COLOURS["green"])
_SHAPES = (STATE_SHAPES["green"], STATE_SHAPES["red"], STATE_SHAPES["yellow"])


def funnel_chart(text: Text) -> Chart:
    """Draw the limits as two bands that narrow with the number of items, and the teams.

    Frame: kind (team or limit), effective_n (items), rate (points, 0 to 100; of a limit
    the middle). Of a limit: low, inner_low, inner_high, high (points). Of a team:
    team_name, side (in words).
    """
    words = [text(f"compare.side_{side}") for side in SIDES]
    count = alt.X(
        "effective_n:Q",
        title=text("compare.chart_n"),
        # Small numbers are where limits are wide: a root gives them room.
        scale=alt.Scale(type="sqrt", zero=False, nice=False),
        axis=alt.Axis(tickCount=6, grid=False),
    )
    scale = alt.Scale(zero=False, nice=True)

    def rate(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=text("compare.chart_rate"), scale=scale)

    limits = alt.Chart().transform_filter(alt.datum.kind == "limit")
    teams = alt.Chart().transform_filter(alt.datum.kind == "team")
    bands = [
        limits.mark_area(color=QUIET_COLOUR, opacity=opacity, line=False).encode(
            x=count, y=rate(low), y2=alt.Y2(high)
        )
        for low, high, opacity in (("low", "high", 0.18), ("inner_low", "inner_high", 0.24))
    ]
    center = limits.mark_line(color=QUIET_COLOUR, strokeDash=[5, 4], strokeWidth=1.5).encode(
        x=count, y=rate("rate")
    )
    legend = alt.Legend(title=None, orient="top", direction="vertical", labelLimit=320)
    points = teams.mark_point(filled=True, size=70, opacity=0.9).encode(
        x=count,
        y=rate("rate"),
        color=alt.Color("side:N", scale=alt.Scale(domain=words, range=_COLOURS), legend=legend),
        shape=alt.Shape("side:N", scale=alt.Scale(domain=words, range=_SHAPES), legend=legend),
        tooltip=[
            alt.Tooltip("team_name:N", title=text("compare.column_team")),
            alt.Tooltip("rate:Q", title=text("compare.column_rate"), format=".1f"),
            alt.Tooltip("effective_n:Q", title=text("compare.column_n"), format=".0f"),
            alt.Tooltip("side:N", title=text("compare.column_side")),
        ],
    )
    return alt.layer(*bands, center, points).properties(height=360)
