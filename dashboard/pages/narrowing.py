"""Ways to narrow a long list: values with their counts, tabs, pages. All of it is links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

from dashboard.filters import Filters
from dashboard.pages.controls import ask_filters
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, link
from dashboard.reads.pages import Slice
from dashboard.sharing import OF_ONE_PAGE


def ask_list_filters(visit: Visit, offered: tuple[str, ...]) -> Filters:
    """Draw the controls of a list; what is chosen there leads to its first page."""
    number = visit.filters.number
    visit.filters = replace(visit.filters, number=None)
    visit.filters = replace(ask_filters(visit, offered), number=number)
    return visit.filters


def narrowed(visit: Visit, **changes: Any) -> str:
    """Return the address of the first page of this list, with other choices."""
    return visit.link(visit.page, **changes, number=None)


def team_link(visit: Visit, team_id: str, item: str | None = None) -> str:
    """Return the address of a team's own page, without the choices of this list."""
    plain = dict.fromkeys(OF_ONE_PAGE)
    return visit.link("team", **plain, open_team=team_id, item=item)


def facet(
    visit: Visit,
    name: str,
    counts: Mapping[str, int],
    words: Mapping[str, str],
    **cleared: None,
) -> Html:
    """Return the values of a choice, each with its count; the one chosen is taken back.

    Args:
        cleared: other choices that end when this one is made.
    """
    chosen = getattr(visit.filters, name)
    chips = []
    for value, count in counts.items():
        label = f"{words[value]} {count}"
        if value == chosen:
            hint = escape(visit.text("filter.remove", name=words[value]))
            chips.append(
                f'<a class="tc-chip" aria-current="true" title="{hint}" aria-label="{hint}" '
                f'href="{escape(narrowed(visit, **{name: None}))}">'
                f'{html(label)} <span aria-hidden="true">✕</span></a>'
            )
        elif count:
            href = escape(narrowed(visit, **{name: value}, **cleared))
            chips.append(f'<a class="tc-chip" href="{href}">{html(label)}</a>')
    if not chips:
        return Html("")
    label = visit.text(f"filter.{name}")
    return Html(f'<p class="tc-facet"><span>{html(label)}</span> {" ".join(chips)}</p>')


def tabs(visit: Visit, name: str, chosen: str, words: Mapping[str, str], label: str) -> Html:
    """Return the views of one list, as links."""
    current = ' aria-current="page"'
    items = "".join(
        f'<a href="{escape(narrowed(visit, **{name: value}))}"'
        f"{current if value == chosen else ''}>{html(word)}</a>"
        for value, word in words.items()
    )
    return Html(f'<nav class="tc-tabs" aria-label="{escape(label)}">{items}</nav>')


def pager(visit: Visit, part: Slice) -> Html:
    """Say which part of the list is shown, and link the pages before and after."""
    text = visit.text
    if part.last == 1:
        return Html("")
    steps = [
        link(visit.link(visit.page, number=number), text(f"list.{word}"))
        for word, number in (("previous", part.number - 1), ("next", part.number + 1))
        if 1 <= number <= part.last
    ]
    said = text(
        "list.shown",
        first=part.first_row,
        last=part.last_row,
        total=part.total,
        number=part.number,
        pages=part.last,
    )
    label = escape(text("list.pages"))
    return Html(
        f'<nav class="tc-pages" aria-label="{label}"><span>{html(said)}</span> '
        f"{' '.join(steps)}</nav>"
    )


def lines(*parts: object) -> Html:
    """Return sentences below one another; a side remark is smaller."""
    return Html(
        '<div class="tc-lines">'
        + "".join(
            part if isinstance(part, Html) else f"<span>{html(part)}</span>"
            for part in parts
            if part
        )
        + "</div>"
    )


def aside(value: object) -> Html:
    """Return a side remark among lines."""
    return Html(f'<span class="tc-remark">{html(value)}</span>')


def shaped(table: Html, kind: str) -> Html:
    """Give a table of cards the columns of its kind, see assets/lists.css."""
    return Html(table.replace("tc-cards", f"tc-cards tc-wide tc-{kind}", 1))
