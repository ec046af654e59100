"""The list of links: its message, the card of one link, its pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard.links.making import is_own
from dashboard.links.opening import moment
from dashboard.links.views import filters_of
from dashboard.pages.frame.share import full_address
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html
from dashboard.pages.words.numbers import moment_words
from dashboard.pages.words.view_words import (
    conditions,
    day_said,
    moment_said,
    month_said,
    version_said,
)
from dashboard.storage.links import Link

# A state is told by its shape and its word as well as by its colour.
_SHAPES = {"open": "●", "expired": "◷", "revoked": "✕"}
_COLOURS = {"open": "green", "expired": "grey", "revoked": "red"}


def headline(visit: Visit, links: Sequence[Link], view: str) -> Html:
    """Return how many links there are and how many of them open."""
    text, today = visit.text, moment()
    count = sum(link.state(today) == "open" for link in links)
    named = view if links else "none"
    message = text(f"links.message_{named}", count=count, total=len(links))
    return Html(
        f'<section data-tc class="tc-headline"><h1>{html(text("links.title"))}</h1>'
        f'<p class="tc-message">{html(message)}</p>'
        f'<p class="tc-remark">{html(text("links.how"))}</p></section>'
    )


def card(visit: Visit, link: Link) -> Html:
    """Return one link: what it shows, its state, who opened it how often, until when."""
    text = visit.text
    state = link.state(moment())
    mark = (
        f'<span class="tc-light tc-{_COLOURS[state]}"><span aria-hidden="true">'
        f"{_SHAPES[state]}</span> {html(text(f'links.state_{state}'))}</span>"
    )
    page = text.words.get(f"page.{link.page}", link.page)
    # Another person's choices may name what this reader may not see.
    own = _own_lines(visit, link) if is_own(visit.viewer, link) else _others_lines(visit, link)
    lines = "".join(f"<p>{line}</p>" for line in (*own, _facts(visit, link, state)))
    return Html(
        f'<section data-tc class="tc-card"><h3>{html(page)} {mark}</h3>{lines}</section>'
    )


def _own_lines(visit: Visit, link: Link) -> list[str]:
    text, filters = visit.text, filters_of(link)
    parts = [
        month_said(visit, filters.month, is_latest=link.follows == "latest"),
        *conditions(visit, filters),
        text(f"links.to_{link.audience}"),
    ]
    if link.audience == "people":
        parts.insert(-1, version_said(visit, link.version))
    lines = [html(text("between.reasons").join(parts))]
    if link.state(moment()) == "open":
        lines.append(address_line(visit, link.code))
    return lines


def _others_lines(visit: Visit, link: Link) -> list[str]:
    text = visit.text
    return [html(text("links.of", login=link.made_by, to=text(f"links.to_{link.audience}")))]


def _facts(visit: Visit, link: Link, state: str) -> str:
    text = visit.text
    facts = [text("links.made_on", at=moment_words(link.made_at, text), name=link.name)]
    if link.opened_at is None:
        facts.append(text("links.never_opened"))
    else:
        last = moment_said(visit, link.opened_at)
        facts.append(text("links.opened", count=link.opened_count, last=last))
    if state == "revoked" and link.revoked_at is not None:
        at = moment_said(visit, link.revoked_at)
        facts.append(text("links.revoked_on", at=at, login=link.revoked_by))
    else:
        key = "links.ends_on" if state == "open" else "links.ended_on"
        facts.append(text(key, day=day_said(visit, link.expires_at)))
    return f"<small>{html(text('between.reasons').join(facts))}</small>"


def address_line(visit: Visit, code: str) -> Html:
    """Return the address of a link and the button that copies it."""
    text = visit.text
    return Html(
        f'<span class="tc-made"><code>{html(full_address(code))}</code> '
        f'<button type="button" data-tc-copy-beside data-done="{escape(text("links.copied"))}">'
        f"{html(text('links.copy'))}</button></span>"
    )
