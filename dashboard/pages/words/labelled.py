"""Tables of many numbers, whose numbers bear their names where there is no room for a head."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, table


def labelled_table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    numbers: str = "",
    *,
    is_dense: bool = False,
) -> Html:
    """Return a table that becomes cards on a phone, each cell under the name of its column.

    Args:
        caption: what the table holds, for those who do not see the title above it.
        numbers: for each column `n` if it holds numbers, else a space, as in " nn ".
        is_dense: whether cells are short enough for three beside one another on a phone;
            else there are two, and the last one has a line of its own.
    """
    labels = [Html(f'<i aria-hidden="true">{html(column)}</i>') for column in columns[1:]]
    labelled = [
        (first, *(Html(label + html(cell)) for label, cell in zip(labels, rest, strict=True)))
        for first, *rest in rows
    ]
    shown = table(caption, columns, labelled, numbers, is_cards=True)
    kind = "tc-labelled tc-dense" if is_dense else "tc-labelled"
    return Html(shown.replace("tc-cards", f"tc-cards {kind}", 1))


def unfold(visit: Visit, key: str, label: str, compose: Callable[[Visit], Html]) -> None:
    """Draw a table of all numbers of a picture when it is opened; it is half a page.

    Args:
        key: the same on every run of the page, and no other's.
    """
    fold = st.expander(label, key=f"{key}-{visit.text.language}", on_change="rerun")
    if fold.open:
        fold.html(visit.keep(compose))
