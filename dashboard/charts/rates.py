"""How a rate moves from month to month, with what chance alone would do to it."""

from __future__ import annotations

import altair as alt

from dashboard.charts.theme import PLAIN_COLOUR, STRONG_COLOUR, Chart, month_labels
from dashboard.text import Text


def rate_chart(text: Text) -> Chart:
    """Draw a line in its 95 % band, and a dashed line at the floor where there is one.

    Frame: month (date), rate, low, high, floor (share, null for none), n (count).
    """
    extent = [
        alt.Tooltip(f"{end}:Q", title=text(f"petitions.chart_{end}"), format=".1%")
        for end in ("low", "high")
    ]
    return _chart(text, extent)


def share_chart(text: Text) -> Chart:
    """Draw a line without a band, for a share of money: it has no n to vary with.

    Frame: month (date), rate, low, high, floor (share), n (count).
    """
    return _chart(text, [])


def _chart(text: Text, extent: list[alt.Tooltip]) -> Chart:
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
        alt.Tooltip(
            "month:T", title=text("petitions.chart_month"), format=text("chart.month_format")
        ),
        alt.Tooltip("rate:Q", title=text("petitions.chart_rate"), format=".1%"),
        *extent,
        alt.Tooltip("n:Q", title=text("petitions.chart_cases"), format=","),
    ]
    band = (
        alt.Chart()
        .mark_area(color=PLAIN_COLOUR, opacity=0.22)
        .encode(y=alt.Y("low:Q", title=None), y2=alt.Y2("high:Q"))
    )
    line = (
        alt.Chart()
        .mark_line(
            color=PLAIN_COLOUR,
            strokeWidth=2,
            point=alt.OverlayMarkDef(color=PLAIN_COLOUR, size=36, filled=True),
        )
        .encode(y=share, tooltip=told)
    )
    floor = (
        alt.Chart()
        .mark_line(color=STRONG_COLOUR, strokeDash=[5, 4], strokeWidth=1.5)
        .encode(y=alt.Y("floor:Q", title=None))
    )
    return alt.layer(band, floor, line).encode(x=month).properties(height=180)
