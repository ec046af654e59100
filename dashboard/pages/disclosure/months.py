"""Where the months stand on their way to the public: by word and by shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.pages.disclosure.month import Month, state_of
from dashboard.pages.visit import Visit
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, remark, section, small
from dashboard.pages.words.numbers import NOTHING, moment_words, month_words
from dashboard.serving.board.page import BOARD
from dashboard.serving.process import workspace
from dashboard.sharing import LANGUAGE
from dashboard.storage.disclosures import Disclosure
from dashboard.text import Text
from dashboard.workflow.disclosing import month_name
from dashboard.workflow.published_table import ScoredMonth

# A year; older months are reached by the month above.
LISTED = 12
_MARKS = {"open": "○", "ready": "◔", "signed": "◑", "disclosed": "●", "damaged": "✕"}
# Enough to tell two tables apart; the whole sum stands with the month itself.
_SHORT = 12


def state_words(state: str, text: Text) -> Html:
    """Return a state as shape and word."""
    word = html(text(f"disclosure.state_{state}"))
    return Html(f'<span aria-hidden="true">{_MARKS[state]}</span> {word}')


def headline(visit: Visit, month: Month) -> Html:
    """Say in one sentence where the month stands, then who took which step."""
    text = visit.text
    named = month_words(month.month, text)
    mark = f'<span aria-hidden="true">{_MARKS[month.state]}</span>'
    return Html(
        f'<section class="tc-headline"><h1>{html(text("disclosure.title"))}</h1>'
        f'<p class="tc-message">{mark} '
        f"{html(text(f'disclosure.headline_{month.state}', month=named))}</p>"
        f"<p>{html(text(f'disclosure.meaning_{month.state}', count=month.team_count))}</p>"
        "</section>" + (_steps(month, month.signed, text) if month.signed is not None else "")
    )


def _steps(month: Month, signed: Disclosure, text: Text) -> Html:
    at = moment_words(signed.signed_at, text)
    parts: list[object] = [text("disclosure.signed_by", who=signed.signed_by, at=at)]
    if signed.disclosed_at is not None:
        at = moment_words(signed.disclosed_at, text)
        parts.append(text("disclosure.disclosed_by", who=signed.disclosed_by, at=at))
    parts.append(_sum(signed, text))
    if month.state == "disclosed" and workspace().settings.public_board:
        parts.append(_board_link(month, text))
    return section(text("disclosure.steps"), *parts)


def listed(
    visit: Visit, months: Sequence[ScoredMonth], signed: Mapping[str, Disclosure]
) -> Html:
    """List the months, the newest first, each with its steps so far."""
    text = visit.text
    title = text("disclosure.months_title")
    columns = [
        text(f"disclosure.column_{name}")
        for name in ("month", "state", "signed", "disclosed", "sum")
    ]
    rows = [_row(visit, one, signed.get(month_name(one.month))) for one in months[:LISTED]]
    return section(
        title,
        labelled_table(title, columns, rows),
        note=text("disclosure.months_note", count=LISTED) if len(months) > LISTED else "",
    )


def _row(visit: Visit, one: ScoredMonth, signed: Disclosure | None) -> tuple[object, ...]:
    text = visit.text
    name = link(
        visit.link(visit.page, month=one.month, number=None), month_words(one.month, text)
    )
    state = state_words(state_of(one, signed), text)
    if signed is None:
        return (name, state, NOTHING, NOTHING, NOTHING)
    return (
        name,
        state,
        _step(signed.signed_by, signed.signed_at, text),
        _step(signed.disclosed_by, signed.disclosed_at, text),
        Html(f"<code>{html(signed.sha256[:_SHORT])}</code>"),
    )


def _step(who: str | None, at: str | None, text: Text) -> object:
    if at is None:
        return NOTHING
    return Html(html(who) + small(moment_words(at, text)))


def _sum(signed: Disclosure, text: Text) -> Html:
    return Html(
        f"<p>{html(text('disclosure.sum'))} "
        f'<code style="overflow-wrap:anywhere">{html(signed.sha256)}</code></p>'
        + remark(text("disclosure.sum_note"))
    )


def _board_link(month: Month, text: Text) -> Html:
    address = f"{BOARD}/{month.name}?{LANGUAGE}={text.language}"
    return Html(
        f'<p><a href="{html(address)}" target="_blank" rel="noopener">'
        f"{html(text('disclosure.open_board'))}</a></p>"
    )
