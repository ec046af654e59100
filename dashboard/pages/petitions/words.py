"""Words and marks that the sections on petitions and on audit share."""

from __future__ import annotations

from typing import Any

from dashboard.charts.theme import STATE_MARKS
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html
from dashboard.reads.petitions import SOON_DAYS

_COLOURS = {"overdue": "red", "soon": "yellow", "running": "green"}


def state(visit: Visit, name: str, words: str = "") -> Html:
    """Return a state of a clock as shape, colour and word, or with other words."""
    colour = _COLOURS[name]
    words = words or visit.text(f"petitions.state_{name}", days=SOON_DAYS)
    mark = f'<span aria-hidden="true">{STATE_MARKS[colour]}</span>'
    return Html(f'<span class="tc-light tc-{colour}">{mark} {html(words)}</span>')


def days(visit: Visit, days_over: int) -> str:
    """Return how far a limit is away, or behind."""
    kind = "over" if days_over > 0 else "left" if days_over < 0 else "today"
    return visit.text(f"petitions.days_{kind}", count=abs(days_over))


def is_under(rate: dict[str, Any]) -> bool:
    """Tell whether a rate is surely under its floor."""
    return rate["is_under_floor"]
