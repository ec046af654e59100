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

    Frame: month; final_score and peer_median (points, 0 to 100, null without); centre,
    lower_limit, upper_limit, near_lower_limit, near_upper_limit (points, null where there
    are none); excellent_line, good_line, fair_line (points, the same on every row);
    grade_word, for the tooltip; the columns of `pages.limits.drawn`.
    """
    month = alt.X(
        "month:T",
        title=None,
        axis=alt.Axis(labelExpr=month_labels(text), tickCount=6, grid=False, labelFlush=False),
        # Room for the names of the grades on the left, and of the limits on the right.
        scale=alt.Scale(padding=52),
    )
    title = text("team.chart_score")
    score = alt.Y(
        "final_score:Q",
        title=title,
        # Holds for all layers. Room for words over and under the outermost points.
        scale=alt.Scale(zero=False, nice=True, padding=18),
        # Above the axis: beside it there is no room on a phone, nor for three digits.
        axis=alt.Axis(titleAngle=0, titleAlign="left", titleAnchor="end", titleX=0, titleY=-12),
    )

    def points_of(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", title=title)

    tooltip = [
        # Only the year and the month: Vega writes words of months in English.
        alt.Tooltip("month:T", title=text("filter.month"), format="%Y-%m"),
        alt.Tooltip("final_score:Q", title=title, format=".2f"),
        alt.Tooltip("peer_median:Q", title=text("team.column_peer_median"), format=".2f"),
        alt.Tooltip("grade_word:N", title=text("filter.grade")),
        alt.Tooltip("mark_said:N", title=text("limits.column_mark")),
    ]
    median = (
        alt.Chart()
        .mark_line(color=QUIET_COLOUR, strokeDash=[5, 3], strokeWidth=1.5)
        .encode(y=points_of("peer_median"))
    )
    months = alt.layer(
        band(points_of("lower_limit"), "upper_limit"),
        band(points_of("near_lower_limit"), "near_upper_limit"),
        centre_line(points_of("centre")),
        median,
        value_line(score),
        points(points_of("final_score"), tooltip),
        *mark_words(points_of("final_score")),
    ).encode(x=month)
    lines = [drawn for name in LINES for drawn in _grade_line(name, text)]
    limits = [_limit_name(name, text) for name in LIMITS]
    return alt.layer(months, *lines, *limits).properties(height=320)


def _limit_name(name: str, text: Text) -> alt.Chart:
    title = text("team.chart_score")
    # The same on every row that has limits; one word and not one per row.
    level = alt.Y(f"{name}:Q", aggregate="max", title=title)
    return (
        alt.Chart()
        .mark_text(align="right", baseline="middle", dx=-2, fontSize=11, color=QUIET_COLOUR)
        .encode(y=level, x=alt.XValue("width"), text=alt.TextValue(text(f"limits.{name}")))
    )


def _grade_line(name: str, text: Text) -> tuple[alt.Chart, alt.Chart]:
    title = text("team.chart_score")
    # The line is the same on every row; the largest is one line and not one per row.
    level = alt.Y(f"{name}_line:Q", aggregate="max", title=title)
    rule = (
        alt.Chart()
        # A line out of sight leaves an empty group behind, with nothing to read out.
        .mark_rule(color=QUIET_COLOUR, strokeDash=[2, 4], opacity=0.8, aria=False)
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
