"""A team's final score over all months, with grade lines and the median of its peers."""

from __future__ import annotations

import altair as alt

from dashboard.charts.theme import (
    PLAIN_COLOUR,
    QUIET_COLOUR,
    STRONG_COLOUR,
    Chart,
    month_labels,
)
from dashboard.text import Text

LINES = ("excellent", "good", "fair")


def trend_chart(text: Text) -> Chart:
    """Draw one point per month; a month without a score is a gap in the line.

    Frame: month; final_score and peer_median (points, 0 to 100, null without);
    is_graded, is_shown (the month of the page); excellent_line, good_line, fair_line
    (points, the same on every row); grade_word, for the tooltip.
    """
    month = alt.X(
        "month:T",
        title=None,
        axis=alt.Axis(labelExpr=month_labels(text), tickCount=6, grid=False, labelFlush=False),
        # Room for the names of the grades on the left of the first month.
        scale=alt.Scale(padding=52),
    )
    scale = alt.Scale(zero=False, nice=True)
    score = alt.Y("final_score:Q", title=text("team.chart_score"), scale=scale)
    tooltip = [
        # Only the year and the month: Vega writes words of months in English.
        alt.Tooltip("month:T", title=text("filter.month"), format="%Y-%m"),
        alt.Tooltip("final_score:Q", title=text("team.chart_score"), format=".2f"),
        alt.Tooltip("peer_median:Q", title=text("team.column_peer_median"), format=".2f"),
        alt.Tooltip("grade_word:N", title=text("filter.grade")),
    ]
    median = (
        alt.Chart()
        .mark_line(color=STRONG_COLOUR, strokeDash=[5, 3], strokeWidth=1.5)
        .encode(
            x=month,
            y=alt.Y("peer_median:Q", title=text("team.chart_score"), scale=scale),
        )
    )
    line = alt.Chart().mark_line(color=PLAIN_COLOUR, strokeWidth=2).encode(x=month, y=score)
    points = (
        alt.Chart()
        .mark_point(stroke=PLAIN_COLOUR, strokeWidth=2, opacity=1)
        .encode(
            x=month,
            y=score,
            shape=alt.Shape(
                "is_graded:N",
                scale=alt.Scale(domain=[True, False], range=["circle", "diamond"]),
                legend=None,
            ),
            fill=alt.condition(
                alt.datum.is_graded, alt.value(PLAIN_COLOUR), alt.value("transparent")
            ),
            size=alt.condition(alt.datum.is_shown, alt.value(190), alt.value(80)),
            tooltip=tooltip,
        )
    )
    lines = [drawn for name in LINES for drawn in _grade_line(name, text, scale)]
    return alt.layer(*lines, median, line, points).properties(height=300)


def _grade_line(name: str, text: Text, scale: alt.Scale) -> tuple[alt.Chart, alt.Chart]:
    # The line is the same on every row; the largest is one line and not one per row.
    level = alt.Y(f"{name}_line:Q", aggregate="max", scale=scale)
    rule = (
        alt.Chart()
        .mark_rule(color=QUIET_COLOUR, strokeDash=[2, 4], opacity=0.8)
        .encode(y=level)
    )
    label = (
        alt.Chart()
        .mark_text(
            align="left", baseline="bottom", dx=2, dy=-2, fontSize=10, color=QUIET_COLOUR
        )
        .encode(y=level, x=alt.XValue(0), text=alt.TextValue(text(f"grade.{name}")))
    )
    return rule, label
