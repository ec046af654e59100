"""Marks and frames that the sections of data health share."""

from __future__ import annotations

from dashboard.charts.theme import STATE_MARKS
from dashboard.pages.words.markup import Html, html


def marked(light: str, words: object) -> Html:
    """Return words with the colour and the shape of a light."""
    mark = f'<span aria-hidden="true">{STATE_MARKS[light]}</span>'
    return Html(f'<span class="tc-light tc-{light}">{mark} {html(words)}</span>')


def beside(table: Html) -> Html:
    """Return a table to stand beside its chart, without the room above a section."""
    return Html(f'<div data-tc class="tc-section" style="margin:0">{table}</div>')
