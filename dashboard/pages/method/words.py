"""What the words on a flag mean, and what only explains."""

from __future__ import annotations

from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, section
from dashboard.reads.method import method

_WORDS = ("candidate", "since", "disagrees", "not_linked")
_CHARTS = ("trend", "funnel", "waterfall", "places")


def section_of_words(visit: Visit) -> Html:
    """Return the words, the flags that estimate nothing, and the charts that only explain."""
    text, lists = visit.text, visit.fetch(method, visit.filters).lists
    words = "".join(
        f"<div><dt>{html(text(f'method.word_{word}'))}</dt>"
        f"<dd>{html(text(f'method.meaning_{word}', **lists))}</dd></div>"
        for word in _WORDS
    )
    charts = "".join(f"<li>{html(text(f'method.chart_{chart}'))}</li>" for chart in _CHARTS)
    return Html(
        section(text("method.words_title"), Html(f'<dl class="tc-steps-of">{words}</dl>'))
        + section(text("method.counted_title"), text("method.counted"))
        + section(text("method.charts_title"), Html(f"<ul>{charts}</ul>"))
    )
