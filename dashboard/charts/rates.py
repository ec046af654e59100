"""How rates move from month to month, each against its floor."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from dashboard.charts.theme import (
    PLAIN_COLOUR,
    QUIET_COLOUR,
    STRONG_COLOUR,
    Chart,
    month_labels,
)
from dashboard.text import Text

PETITION_RATES = ("petition_accept", "petition_close", "petition_satisfied")
AUDIT_RATES = ("audit_rectified", "audit_money")

_COLOURS = (PLAIN_COLOUR, STRONG_COLOUR, QUIET_COLOUR)
# Told apart without colour as well.
_SHAPES = ("circle", "square", "triangle-up")


def petition_rates_chart(text: Text) -> Chart:
    """Draw a line per rate of petitions, and a dashed line at the floor of each.

    Frame: month (date), name (of the rate, in words), rate, floor (share, null for none),
    n (count).
    """
    return _lines(text, PETITION_RATES)


def audit_rates_chart(text: Text) -> Chart:
    """Draw a line for findings rectified and one for money.

    Frame: as of petition_rates_chart.
    """
    return _lines(text, AUDIT_RATES)


def _lines(text: Text, parts: Sequence[str]) -> Chart:
    names = [text(f"petitions.rate_{part}") for part in parts]
    legend = alt.Legend(
        title=None, orient="top", direction="vertical", labelLimit=300, symbolSize=90
    )
    colour = alt.Color(
        "name:N", scale=alt.Scale(domain=names, range=_COLOURS[: len(names)]), legend=legend
    )
    shape = alt.Shape(
        "name:N", scale=alt.Scale(domain=names, range=_SHAPES[: len(names)]), legend=legend
    )
    share = alt.Y(
        "rate:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(format=".0%", tickCount=5),
    )
    told = [
        alt.Tooltip("name:N", title=text("petitions.column_rate")),
        alt.Tooltip(
            "month:T", title=text("petitions.month"), format=text("chart.month_format")
        ),
        alt.Tooltip("rate:Q", title=text("petitions.rate"), format=".1%"),
        alt.Tooltip("n:Q", title=text("petitions.column_n"), format=","),
    ]
    month = alt.X(
        "month:T",
        title=None,
        axis=alt.Axis(labelExpr=month_labels(text), tickCount=4, labelFlush=True, grid=False),
    )
    floors = (
        alt.Chart()
        .mark_line(strokeDash=[5, 4], strokeWidth=1)
        .encode(y=alt.Y("floor:Q", title=None), color=colour)
    )
    lines = alt.Chart().mark_line(strokeWidth=2).encode(y=share, color=colour)
    points = (
        alt.Chart()
        .mark_point(size=45, filled=True, opacity=1)
        .encode(y=share, color=colour, shape=shape, tooltip=told)
    )
    return alt.layer(floors, lines, points).encode(x=month).properties(height=340)
