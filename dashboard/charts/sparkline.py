"""The last months of one team as a picture of a few lines, to stand among many others.

Not a Vega chart: two dozen of them on a page would be two dozen charts. A picture in an
address of its own keeps its alternative text and can be saved; the colours are those of
all charts, which stand on light and dark pages alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from dashboard.charts.theme import PLAIN_COLOUR, QUIET_COLOUR, STATE_COLOURS

WIDTH, HEIGHT = 160, 84
# Room for the marks at the ends.
_MARGIN = 6
_SHAPES = {
    "red": "m-3.2-3.2h6.4v6.4h-6.4z",
    "yellow": "m0-3.9l3.9 7h-7.8z",
    "grey": "m0-4.2l4.2 4.2l-4.2 4.2l-4.2-4.2z",
}


def sparkline(
    scores: Sequence[float | None],
    lights: Sequence[str | None],
    ends: tuple[float, float],
) -> str:
    """Return the address of an SVG: the scores as a line, marks at flagged months.

    A month without a score is a gap. A newest month without a flag has a dot.

    Args:
        scores: points, 0 to 100, the oldest month first; None without.
        lights: red, yellow, green or grey, per month.
        ends: points at the foot and at the top; the same for all pictures of a page.
    """
    places = [_place(index, score, len(scores), ends) for index, score in enumerate(scores)]
    marks = "".join(
        f"<path fill='{STATE_COLOURS[light]}' d='M{place}{_SHAPES[light]}'/>"
        for place, light in zip(places, lights, strict=True)
        if place is not None and light in _SHAPES
    )
    newest = places[-1] if places and lights[-1] not in _SHAPES else None
    if newest is not None:
        across, up = newest.split()
        marks += f"<circle fill='{PLAIN_COLOUR}' cx='{across}' cy='{up}' r='3'/>"
    return _address(
        f"<path fill='none' stroke='{PLAIN_COLOUR}' stroke-width='1.8' d='{_path(places)}'/>"
        f"{marks}"
    )


def middle_line(medians: Sequence[float | None], ends: tuple[float, float]) -> str:
    """Return the address of an SVG to lie behind all pictures: the group's median, dashed.

    Once for a page and not in every picture, which are many.
    """
    places = [_place(index, score, len(medians), ends) for index, score in enumerate(medians)]
    return _address(
        f"<path fill='none' stroke='{QUIET_COLOUR}' stroke-dasharray='3' d='{_path(places)}'/>"
    )


def _address(drawn: str) -> str:
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}'>{drawn}</svg>"
    )
    return f"data:image/svg+xml,{quote(svg, safe=_PLAIN)}"


# What an address within double quotes may hold as it is.
_PLAIN = " '/=:.,-"


def _place(
    index: int, score: float | None, count: int, ends: tuple[float, float]
) -> str | None:
    if score is None:
        return None
    low, high = ends
    across = (WIDTH - 2 * _MARGIN) * index / max(count - 1, 1)
    up = (HEIGHT - 2 * _MARGIN) * (score - low) / max(high - low, 1)
    return f"{_MARGIN + across:.0f} {HEIGHT - _MARGIN - up:.0f}"


def _path(places: Sequence[str | None]) -> str:
    drawn = []
    is_open = False
    for place in places:
        if place is not None:
            drawn.append(f"{'L' if is_open else 'M'}{place}")
        is_open = place is not None
    return "".join(drawn)
