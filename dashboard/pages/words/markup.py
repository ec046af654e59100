"""HTML the pages are made of; every value that comes from data is escaped here.

One `st.html` of a whole section costs a tenth of the elements it replaces, is a real table
or list to a screen reader, and wraps on a phone. Links carry `data-tc` through their
section, see assets/shell.js.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from dashboard.charts.theme import STATE_MARKS
from dashboard.text import Text


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def html(value: object) -> str:
    """Return a value as HTML: escaped, unless it is HTML already."""
    return value if isinstance(value, Html) else escape(str(value))


def link(href: str, label: object) -> Html:
    """Return a link; inside the app it switches pages without reloading."""
    return Html(f'<a href="{escape(href)}">{html(label)}</a>')


def light_mark(light: str, text: Text) -> Html:
    """Return a light as shape, colour and word."""
    return Html(
        f'<span class="tc-light tc-{light}"><span aria-hidden="true">'
        f"{STATE_MARKS[light]}</span> {escape(text(f'light.{light}'))}</span>"
    )


def small(value: object) -> Html:
    """Return a side remark on a line of its own."""
    return Html(f"<small>{html(value)}</small>")


def section(title: str, *parts: object, note: str = "", name: str = "") -> Html:
    """Return a titled section: one message, what shows it, what to know about it."""
    body = "".join(part if isinstance(part, Html) else f"<p>{html(part)}</p>" for part in parts)
    beside = remark(note) if note else ""
    return Html(
        f'<section data-tc class="tc-section {name}"><h2>{escape(title)}</h2>'
        f"{body}{beside}</section>"
    )


def remark(words: str) -> Html:
    """Return a side remark."""
    return Html(f'<p class="tc-remark">{escape(words)}</p>')


def fold(label: str, body: Html) -> Html:
    """Return a part that is folded away until its label is pressed."""
    return Html(
        f'<section data-tc class="tc-fold"><details><summary>{escape(label)}</summary>'
        f"{body}</details></section>"
    )


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    numbers: str = "",
    *,
    is_cards: bool = False,
) -> Html:
    """Return a table. The first cell of a row names it.

    Args:
        caption: what the table holds, for those who do not see the title above it.
        numbers: for each column `n` if it holds numbers, else a space, as in " nn ".
        is_cards: whether rows become cards on a phone; for a last column of sentences.
    """
    kinds = [' class="tc-n"' if kind == "n" else "" for kind in numbers.ljust(len(columns))]
    head = "".join(
        f'<th scope="col"{kind}>{html(column)}</th>'
        for column, kind in zip(columns, kinds, strict=True)
    )
    lines = []
    for first, *rest in rows:
        cells = "".join(
            f"<td{kind}>{html(cell)}</td>" for cell, kind in zip(rest, kinds[1:], strict=True)
        )
        lines.append(f'<tr><th scope="row">{html(first)}</th>{cells}</tr>')
    body = (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table>"
    )
    if not is_cards:
        return Html(f'<div class="tc-table">{body}</div>')
    # Cards are no table to the browser any more; the roles say that it still is one.
    for tag, role in _ROLES.items():
        body = body.replace(f"<{tag}", f'<{tag} role="{role}"')
    return Html(f'<div class="tc-table tc-cards">{body}</div>')


_ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    'th scope="row"': "rowheader",
    'th scope="col"': "columnheader",
    "td": "cell",
}
