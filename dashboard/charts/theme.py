"""One place for what every chart looks like: colours, shapes, sizes, months.

Every colour here stands on white and on near-black with a contrast of at least 3 to 1, so
one specification serves both themes. Text takes its colour from the theme of the page.
Red and green differ in lightness, and every state has a shape, so that nobody has to
tell them apart by hue.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from dashboard.text import Text

Chart = alt.TopLevelMixin

STATE_COLOURS = {"red": "#d0453a", "yellow": "#b7791f", "green": "#2f8f73", "grey": "#7d8793"}
STATE_SHAPES = {"red": "square", "yellow": "triangle-up", "green": "circle", "grey": "diamond"}
STATE_MARKS = {"red": "■", "yellow": "▲", "green": "●", "grey": "◆"}

# A severity looks like the light it gives; a concern is the red square with a hole.
SEVERITY_MARKS = {"alarm": "■", "concern": "□", "watch": "▲"}
SEVERITY_SHAPES = {
    "alarm": "square",
    "concern": "M-1,-1H1V1H-1ZM-0.5,-0.5V0.5H0.5V-0.5Z",
    "watch": "triangle-up",
}

# One hue for what has no state, one that stands out of it.
PLAIN_COLOUR = "#3f84b5"
STRONG_COLOUR = "#c2703d"
QUIET_COLOUR = "#87919c"

RED_LINE, YELLOW_LINE = 60, 70


def month_labels(text: Text) -> str:
    """Return the label expression of an axis of months.

    Vega writes months in English whatever the browser says.
    """
    return f"timeFormat(datum.value, '{text('chart.month_format')}')"


def finished(chart: Chart) -> dict[str, Any]:
    """Return the specification of a chart without data, left to the page's theme."""
    spec = chart.to_dict()
    # Altair's own default size and view would win over the width of the page.
    spec.pop("config", None)
    # Stands in for the frame in every layer, and would travel beside it.
    spec.pop("datasets", None)
    _finish(spec)
    return spec


def _finish(spec: dict[str, Any]) -> None:
    spec.pop("data", None)
    mark = spec.get("mark")
    if mark is not None:
        # A chart speaks by its alternative text and by the table beside it: marks without
        # names of their own are noise to a screen reader.
        spec["mark"] = {**({"type": mark} if isinstance(mark, str) else mark), "aria": False}
    for layer in spec.get("layer", ()):
        _finish(layer)
