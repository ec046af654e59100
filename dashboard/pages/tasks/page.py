"""Tasks: one ledger of the month, in four lists: time limit, problem, measure, duty."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.pages.controls import OFFERED
from dashboard.pages.narrowing import ask_list_filters
from dashboard.pages.tasks import sections
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html
from dashboard.reads.tasks import ledger
from dashboard.sharing import MOST_SEARCHED, searched_words

# Pixels; room for the words that say what is searched.
_SEARCH_WIDTH = 560


def show(visit: Visit) -> None:
    """Settle the filters and the search, ask one question, say first what is overdue."""
    ask_list_filters(visit, OFFERED)
    _ask_search(visit)
    st.html(visit.keep(_page))


def _ask_search(visit: Visit) -> None:
    key = f"tasks-search-{visit.text.language}"
    shown = visit.filters.search or ""
    if st.session_state.get(key) != shown:
        st.session_state[key] = shown
    st.text_input(
        visit.text("filter.search"),
        key=key,
        max_chars=MOST_SEARCHED,
        placeholder=visit.text("tasks.search_hint"),
        on_change=_search,
        args=(visit, key),
        width=_SEARCH_WIDTH,
    )


def _search(visit: Visit, key: str) -> None:
    words = searched_words(st.session_state[key])
    searched = replace(visit.filters, search=words, number=None)
    st.query_params.from_dict(visit.query(searched))


def _page(visit: Visit) -> Html:
    month = visit.fetch(ledger, visit.filters)
    return Html(
        sections.headline(visit, month)
        + sections.choices(visit, month)
        + sections.ledger(visit, month)
    )
