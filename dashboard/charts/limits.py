"""Layers of a chart that shows months within their natural limits.

What belongs to the team itself is of one hue: its line, the band of its usual range, the
average in the middle. A month that stands out has another colour, a shape and a word.
The layers share the months of the chart they are put into.
"""

from __future__ import annotations

from typing import Literal

import altair as alt

from dashboard.charts.theme import PLAIN_COLOUR, STRONG_COLOUR

# The first two are months that do not stand out.
SHAPES = {
    "graded": "circle",
    "ungraded": "diamond",
    "high": "triangle-up",
    "low": "triangle-down",
    "rising": "M0,-1.5L1.2,0H0.5V1.5H-0.5V0H-1.2Z",
    "falling": "M0,1.5L1.2,0H0.5V-1.5H-0.5V0H-1.2Z",
    "side": "square",
}

BAND_OPACITY = 0.13


def band(
    lower: alt.Y, upper: str, interpolate: Literal["linear", "step"] = "linear"
) -> alt.Chart:
    """Draw the area between two limits."""
    return (
        alt.Chart()
        .mark_area(color=PLAIN_COLOUR, opacity=BAND_OPACITY, interpolate=interpolate)
        .encode(y=lower, y2=alt.Y2(upper))
    )


def centre_line(centre: alt.Y) -> alt.Chart:
    """Draw the average of the team's own months."""
    return (
        alt.Chart().mark_line(color=PLAIN_COLOUR, opacity=0.7, strokeWidth=1).encode(y=centre)
    )


def value_line(value: alt.Y) -> alt.Chart:
    """Draw the line through the months; a month without a value is a gap."""
    return alt.Chart().mark_line(color=PLAIN_COLOUR, strokeWidth=2).encode(y=value)


def points(value: alt.Y, tooltip: list[alt.Tooltip]) -> alt.Chart:
    """Draw a point per month by its columns shape, mark_said, is_hollow and is_shown."""
    marked = alt.when(alt.datum.mark_said)
    return (
        alt.Chart()
        .mark_point(strokeWidth=2, opacity=1)
        .encode(
            y=value,
            # The shape itself; a list of all shapes would travel with every chart.
            shape=alt.Shape("shape:N", scale=None),
            stroke=marked.then(alt.value(STRONG_COLOUR)).otherwise(alt.value(PLAIN_COLOUR)),
            fill=alt.when(alt.datum.is_hollow)
            .then(alt.value("transparent"))
            .when(alt.datum.mark_said)
            .then(alt.value(STRONG_COLOUR))
            .otherwise(alt.value(PLAIN_COLOUR)),
            size=alt.condition(alt.datum.is_shown, alt.value(190), alt.value(80)),
            tooltip=tooltip,
        )
    )


def mark_words(value: alt.Y) -> tuple[alt.Chart, alt.Chart]:
    """Draw mark_said over the points whose word_side is 1, and under those of -1."""
    return _words(value, 1), _words(value, -1)


def _words(value: alt.Y, side: int) -> alt.Chart:
    return (
        alt.Chart()
        .mark_text(dy=-16 * side, fontSize=12, fontWeight="bold", color=STRONG_COLOUR)
        .encode(y=value, text=alt.Text("mark_said:N"))
        .transform_filter(alt.datum.word_side == side)
    )
