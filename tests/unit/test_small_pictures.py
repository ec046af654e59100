"""Pictures of a few lines: bars of places and the last months of a team."""

from __future__ import annotations

from urllib.parse import unquote

from dashboard.charts.places import place_bar
from dashboard.charts.sparkline import HEIGHT, WIDTH, middle_line, sparkline


def test_a_bar_covers_its_places_and_no_other() -> None:
    """Four places are four slots: 2 to 3 are the middle half, and place 2 is in its middle."""
    assert place_bar(2, 2, 3, 4) == "--l:25.0%;--r:25.0%;--p:37.5%"
    assert place_bar(1, 1, 1, 1) == "--l:0.0%;--r:0.0%;--p:50.0%"


def test_a_month_without_a_score_is_a_gap() -> None:
    """A line ends before it and begins anew after it."""
    drawn = unquote(sparkline([80, None, 90, 85], ["green"] * 4, (80, 90)))

    assert drawn.count("M") == 2
    assert drawn.count("L") == 1


def test_flagged_months_have_a_shape_each() -> None:
    """Red, yellow and grey are marked; green is the line itself, with a dot at its end."""
    drawn = unquote(sparkline([80, 81, 82, 83], ["red", "yellow", "grey", "green"], (80, 90)))

    assert drawn.count("z'/>") == 3
    assert drawn.count("<circle") == 1
    assert "<circle" not in unquote(sparkline([80.0], ["red"], (80, 90)))


def test_all_pictures_have_one_scale() -> None:
    """The same score lies at the same height in every picture, within its frame."""
    low = unquote(sparkline([80.0, 90.0], [None, None], (80, 90)))
    middle = unquote(middle_line([80.0, 90.0], (80, 90)))

    path = f"M6 {HEIGHT - 6}L{WIDTH - 6} 6"
    assert path in low
    assert path in middle


def test_nothing_at_all_is_drawn_without_scores() -> None:
    """No months, or none with a score, is an empty picture and no error."""
    assert "<circle" not in unquote(sparkline([], [], (0, 100)))
    assert "M" not in unquote(sparkline([None, None], [None, "grey"], (0, 100)))
