"""One rate of a team's cases over all months, within limits that follow the cases."""

from __future__ import annotations

import altair as alt

from dashboard.charts.limits import band, centre_line, mark_words, points, value_line
from dashboard.charts.theme import Chart, month_labels
from dashboard.text import Text


def team_rate_chart(text: Text) -> Chart:
    """Draw one point per month with cases; the band is wide where they are few.

    Frame: month; rate, centre, lower_limit, upper_limit (share, 0 to 1, null without);
    n (cases, count); the columns of `pages.limits.drawn`.
    """
    month = alt.X(
        "month:T",
        title=None,
        axis=alt.Axis(
            labelExpr=month_labels(text),
            tickCount=6,
            grid=False,
            labelFlush=False,
            # Room for the word under a lowest point.
            labelPadding=16,
        ),
        scale=alt.Scale(padding=24),
    )

    rate = alt.Y(
        "rate:Q",
        # Title, scale and axis hold for all layers, so one of them names them.
        title=None,
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(format=".0%", tickCount=5),
    )
    own = alt.Y("rate:Q")
    tooltip = [
        alt.Tooltip("month:T", title=text("filter.month"), format="%Y-%m"),
        alt.Tooltip("rate:Q", title=text("limits.column_rate"), format=".1%"),
        alt.Tooltip("n:Q", title=text("limits.column_n"), format=","),
        alt.Tooltip("mark_said:N", title=text("limits.column_mark")),
    ]
    layers = alt.layer(
        # Limits belong to a month and not to the time between two.
        band(alt.Y("lower_limit:Q"), "upper_limit", interpolate="step"),
        centre_line(alt.Y("centre:Q")),
        value_line(rate),
        points(own, tooltip),
        *mark_words(own),
    )
    return layers.encode(x=month).properties(height=240)
