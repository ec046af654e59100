"""The head of the page on flags: how many there are, what each means, what to choose."""

from __future__ import annotations

from dashboard.charts.theme import SEVERITY_MARKS
from dashboard.filters import FLAGS, SEVERITIES
from dashboard.pages.narrowing import facet
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html
from dashboard.reads.flags import FlagMonth
from dashboard.reads.teams import month_before
from dashboard.text import Text


def headline(visit: Visit, month: FlagMonth) -> Html:
    """Return the one sentence to take away, what changed, and what a flag is."""
    text = visit.text
    assert visit.filters.month is not None
    message = text(
        "flags.headline" if month.serious_count else "flags.headline_calm",
        count=month.serious_count,
        teams=month.team_count,
    )
    has_previous = month_before(visit.filters.month) in visit.choices.months
    since = text(
        "flags.since_last_month" if has_previous else "flags.no_previous",
        new=month.new_count,
        cleared=month.cleared_count,
        watched=month.watch_count,
    )
    title = text("flags.title", month=numbers.month_words(visit.filters.month, text))
    return Html(
        f'<section class="tc-headline"><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p><p>{html(since)}</p>'
        f'<p class="tc-remark">{html(text("flags.candidates"))}</p></section>'
    )


def choices(visit: Visit, month: FlagMonth) -> Html:
    """Return the severities and kinds to choose from, and what each means."""
    text = visit.text
    severities = {
        name: f"{SEVERITY_MARKS[name]} {text(f'severity.{name}')}" for name in SEVERITIES
    }
    flags = {name: text(f"flag.{name}") for name in FLAGS}
    return Html(
        '<section data-tc class="tc-section">'
        + facet(visit, "severity", month.severities, severities)
        + facet(visit, "flag", month.flags, flags)
        + _legend(text)
        + "</section>"
    )


def _legend(text: Text) -> Html:
    severities = "".join(
        f"<dt>{SEVERITY_MARKS[name]} {html(text(f'severity.{name}'))}</dt>"
        f"<dd>{html(text(f'flags.severity_{name}'))}</dd>"
        for name in SEVERITIES
    )
    kinds = "".join(
        f"<dt>{html(text(f'flag.{name}'))}</dt><dd>{html(text(f'flags.meaning_{name}'))}</dd>"
        for name in FLAGS
    )
    return Html(
        f'<details class="tc-legend"><summary>{html(text("flags.legend"))}</summary>'
        f"<dl>{severities}{kinds}</dl></details>"
    )
