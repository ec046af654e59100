"""The way through an explanation: where the reader is, and back up; sums as lines."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard.pages.team.head import WHOLE_SCORE, opened
from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import plain, result
from dashboard.pages.words.markup import Html, html, link
from dashboard.pages.words.numbers import month_words
from dashboard.reads.written import Line, Mean


def explain_head(
    visit: Visit, message: str, remark: str, *way: tuple[str, str], is_of_score: bool = True
) -> Html:
    """Return the head of a level: the way to it, its message, and one remark.

    Args:
        way: (item, word) of the levels between the whole score and this one.
        is_of_score: whether the score of the month is explained, and not the level.
    """
    text, found = visit.text, opened(visit)
    assert found is not None, "the page asked before"
    up: list[tuple[str | None, str]] = [(None, found.profile["team_name"])]
    if is_of_score and visit.filters.item != WHOLE_SCORE:
        up.append((WHOLE_SCORE, text("explain.whole")))
    crumbs = [link(visit.link("team", item=item), word) for item, word in (*up, *way)]
    trail = ' <span aria-hidden="true">›</span> '.join(crumbs)
    month, name = month_words(found.now["month"], text), found.profile["team_name"]
    key = "explain.title" if is_of_score else "why.judgement_title"
    title = text(key, team=name, month=month)
    return Html(
        f'<section data-tc class="tc-headline"><nav aria-label="{escape(text("explain.way"))}"'
        f' class="tc-way">{trail}</nav><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p><p>{html(remark)}</p></section>'
    )


def product_words(line: Line) -> Html:
    """Return weight × value = product as one sum that does not break in the middle."""
    return Html(
        f'<span class="tc-sum">{plain(line.weight)} × {plain(line.value)}'
        f" = {plain(line.product)}</span>"
    )


def sum_lines(visit: Visit, lines: Sequence[tuple[str, str]], name: str = "") -> Html:
    """Return steps of arithmetic: what is reckoned, and how."""
    rows = "".join(
        f'<div><dt>{html(label)}</dt><dd class="tc-sum">{html(sum_)}</dd></div>'
        for label, sum_ in lines
    )
    label = escape(name or visit.text("explain.arithmetic"))
    return Html(f'<dl class="tc-steps-of" aria-label="{label}">{rows}</dl>')


def result_of(mean: Mean) -> str:
    """Return what a mean gives, as it is reckoned and as it is published."""
    return result(mean.result, mean.exact)


def mean_lines(visit: Visit, mean: Mean, label: str) -> list[tuple[str, str]]:
    """Return the sums of a mean and its quotient."""
    text = visit.text
    return [
        (text("explain.sum_products"), plain(mean.products)),
        (text("explain.sum_weights"), plain(mean.weights)),
        (
            label,
            f"{plain(mean.products)} ÷ {plain(mean.weights)} = {result_of(mean)}",
        ),
    ]
