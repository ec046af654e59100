"""How strict and how lenient the raters are, as a distribution without names."""

from __future__ import annotations

import altair as alt

from dashboard.charts.theme import PLAIN_COLOUR, QUIET_COLOUR, STRONG_COLOUR, Chart
from dashboard.text import Text

# Points; a bar is a step of queries/pages/severity_steps.sql, a little narrower.
_HALF = 0.92


def severities_chart(text: Text) -> Chart:
    """Draw one bar per step of severity: strict raters left, lenient ones right.

    Frame: severity (points, middle of the step; negative is strict); rater_count.
    """
    axis = alt.Axis(tickMinStep=1, grid=True, tickCount=4)
    bars = (
        alt.Chart()
        .mark_rect()
        .encode(
            x=alt.X(
                "left:Q",
                title=text("method.severity_axis"),
                scale=alt.Scale(nice=True),
                axis=alt.Axis(grid=False, tickCount=7),
            ),
            x2=alt.X2("right"),
            y=alt.Y("rater_count:Q", title=text("method.raters_axis"), axis=axis),
            y2=alt.Y2Datum(0),
            color=alt.condition(
                alt.datum.severity < 0, alt.value(PLAIN_COLOUR), alt.value(STRONG_COLOUR)
            ),
            tooltip=[
                alt.Tooltip("severity:Q", title=text("method.severity_axis")),
                alt.Tooltip("rater_count:Q", title=text("method.raters_axis")),
            ],
        )
        .transform_calculate(left=alt.datum.severity - _HALF, right=alt.datum.severity + _HALF)
    )
    # It says nothing to those who do not see it: the axis has its zero.
    middle = (
        alt.Chart().mark_rule(color=QUIET_COLOUR, strokeDash=[4, 4]).encode(x=alt.XDatum(0))
    )
    return alt.layer(bars, middle).properties(height=220)
