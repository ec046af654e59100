"""How a rate moves from month to month, with what chance alone would do to it."""

from __future__ import annotations

import altair as alt

from dashboard.charts.theme import PLAIN_COLOUR, STRONG_COLOUR, Chart, month_labels
from dashboard.text import Text


def rate_chart(text: Text) -> Chart:
    """Draw a line in its 95 % band, and a dashed line at the floor where there is one.

    Frame: month (date), rate, low, high, floor (share, null for none), n (count).
    """
    month = alt.X(
        "month:T",
        title=None,
        axis=alt.Axis(labelExpr=month_labels(text), tickCount=3, labelFlush=True, grid=False),
    )
    share = alt.Y(
        "rate:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(format=".0%", tickCount=4),
    )
    told = [
        alt.Tooltip("month:T", title=text("cases.chart_month"), format=text("chart.month_format")),
        alt.Tooltip("rate:Q", title=text("cases.chart_rate"), format=".1%"),
        alt.Tooltip("low:Q", title=text("cases.chart_low"), format=".1%"),
        alt.Tooltip("high:Q", title=text("cases.chart_high"), format=".1%"),
        alt.Tooltip("n:Q", title=text("cases.chart_cases"), format=","),
    ]
    band = (
        alt.Chart()
        .mark_area(color=PLAIN_COLOUR, opacity=0.22)
        .encode(x=month, y=alt.Y("low:Q", title=None), y2=alt.Y2("high:Q"))
    )
    line = (
        alt.Chart()
        .mark_line(
            color=PLAIN_COLOUR,
            strokeWidth=2,
            point=alt.OverlayMarkDef(color=PLAIN_COLOUR, size=36, filled=True),
        )
        .encode(x=month, y=share, tooltip=told)
    )
    floor = (
        alt.Chart()
        .mark_line(color=STRONG_COLOUR, strokeDash=[5, 4], strokeWidth=1.5)
        .encode(x=month, y=alt.Y("floor:Q", title=None))
    )
    return alt.layer(band, floor, line).properties(height=180)
