"""A team's final score over all months, among its own months and beside its peers."""

from __future__ import annotations

import altair as alt

from dashboard.charts.limits import band, centre_line, mark_words, points, value_line
from dashboard.charts.theme import QUIET_COLOUR, Chart, month_labels
from dashboard.text import Text

LINES = ("excellent", "good", "fair")
LIMITS = ("upper_limit", "centre", "lower_limit")


def trend_chart(text: Text) -> Chart:
    """Draw one point per month; a month without a score is a gap in the line.

    Frame: one row per month with month; final_score and peer_median (points, 0 to 100,
    null without); centre, lower_limit, upper_limit, near_lower_limit, near_upper_limit
    (points, null where there are none); word (the grade, for the tooltip); the columns of
    `pages.limits.drawn`. Then one row per line across all months with word, its name, and
    line (points) if it is where a grade begins, or limit (points) if it is one of LIMITS.
    """
    month = alt.X(
        "month:T",
        title=None,
        axis=alt.Axis(labelExpr=month_labels(text), tickCount=6, grid=False, labelFlush=False),
        # Room for the names of the grades on the left, and of the limits on the right.
        scale=alt.Scale(padding=52),
    )
    title = text("team.chart_score")
    # Title, scale and axis hold for all layers, so one of them names them.
    score = alt.Y(
        "final_score:Q",
        title=title,
        # Room for words over and under the outermost points.
        scale=alt.Scale(zero=False, nice=True, padding=18),
        # Above the axis: beside it there is no room on a phone, nor for three digits.
        axis=alt.Axis(titleAngle=0, titleAlign="left", titleAnchor="end", titleX=0, titleY=-12),
    )
    own = alt.Y("final_score:Q")
    tooltip = [
        # Only the year and the month: Vega writes words of months in English.
        alt.Tooltip("month:T", title=text("filter.month"), format="%Y-%m"),
        alt.Tooltip("final_score:Q", title=title, format=".2f"),
        alt.Tooltip("peer_median:Q", title=text("team.column_peer_median"), format=".2f"),
        alt.Tooltip("word:N", title=text("filter.grade")),
        alt.Tooltip("mark_said:N", title=text("limits.column_mark")),
    ]
    median = (
        alt.Chart()
        .mark_line(color=QUIET_COLOUR, strokeDash=[5, 3], strokeWidth=1.5)
        .encode(y=alt.Y("peer_median:Q"))
    )
    months = alt.layer(
        band(alt.Y("lower_limit:Q"), "upper_limit"),
        band(alt.Y("near_lower_limit:Q"), "near_upper_limit"),
        centre_line(alt.Y("centre:Q")),
        median,
        value_line(score),
        points(own, tooltip),
        *mark_words(own),
    ).encode(x=month)
    return alt.layer(months, *_lines()).properties(height=320)


def _lines() -> tuple[alt.Chart, alt.Chart, alt.Chart]:
    """Draw where grades begin, named on the left, and name the limits on the right."""
    line, name = alt.Y("line:Q"), alt.Text("word:N")
    rule = (
        alt.Chart()
        # Lines out of sight leave an empty group behind, with nothing to read out.
        .mark_rule(color=QUIET_COLOUR, strokeDash=[2, 4], opacity=0.8)
        .encode(y=line)
    )
    grades = (
        alt.Chart()
        .mark_text(
            align="left", baseline="bottom", dx=2, dy=-2, fontSize=10, color=QUIET_COLOUR
        )
        .encode(y=line, x=alt.XValue(0), text=name)
    )
    limits = (
        alt.Chart()
        .mark_text(align="right", baseline="middle", dx=-2, fontSize=11, color=QUIET_COLOUR)
        .encode(y=alt.Y("limit:Q"), x=alt.XValue("width"), text=name)
    )
    return rule, grades, limits
