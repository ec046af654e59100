"""One team's level before and after chance is taken off, beside its standard."""

from __future__ import annotations

import altair as alt

from dashboard.charts.theme import PLAIN_COLOUR, QUIET_COLOUR, STRONG_COLOUR, Chart
from dashboard.text import Text

# What a dot is, told by its name and its shape; the team's own two are filled.
KINDS = ("center", "standard", "seen", "left")
_SHAPES = ("circle", "diamond", "triangle-up", "square")


def chance_chart(text: Text) -> Chart:
    """Draw four dots on one scale of points, each on a line of its own.

    Frame, in the order of the lines: kind (one of KINDS), label, value (points), shown
    (the number as it is written), standard (points, the same in every row).
    """
    label = alt.Y(
        "label:N",
        title=None,
        sort=None,
        axis=alt.Axis(labelLimit=150, domain=False, ticks=False, grid=True),
    )
    value = alt.X(
        "value:Q",
        title=text("method.level_axis"),
        scale=alt.Scale(zero=False, nice=True, padding=40),
        axis=alt.Axis(tickCount=5, grid=False),
    )
    line = (
        alt.Chart()
        .mark_rule(color=QUIET_COLOUR, strokeDash=[4, 4])
        .encode(x=alt.X("standard:Q", title=text("method.level_axis")))
    )
    dots = (
        alt.Chart()
        .mark_point(filled=True, size=170, opacity=1)
        .encode(
            y=label,
            x=value,
            shape=alt.Shape(
                "kind:N", scale=alt.Scale(domain=list(KINDS), range=list(_SHAPES)), legend=None
            ),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(
                    domain=list(KINDS),
                    range=[QUIET_COLOUR, QUIET_COLOUR, STRONG_COLOUR, PLAIN_COLOUR],
                ),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("label:N", title=text("method.column_what")),
                alt.Tooltip("shown:N", title=text("method.level_axis")),
            ],
        )
    )
    numbers = (
        alt.Chart()
        .mark_text(align="left", dx=12, color=QUIET_COLOUR)
        .encode(y=label, x=value, text=alt.Text("shown:N"))
    )
    return alt.layer(line, dots, numbers).properties(height=alt.Step(38))
