"""Teams: everyone in the tree, with score, light and the reason in one line."""

from __future__ import annotations

import streamlit as st

from dashboard.pages.controls import ask_filters
from dashboard.pages.teams import sections
from dashboard.pages.visit import Visit
from dashboard.reads.team_tree import team_list


def show(visit: Visit) -> None:
    """Settle the filters, say how many teams there are, list them in the chosen order."""
    filters = ask_filters(visit)
    if visit.fetch(team_list, filters).count == 0:
        st.info(visit.text("teams.empty"), title=visit.text("teams.empty_title"))
        return
    st.html(visit.keep(sections.headline))
    words = st.text_input(
        visit.text("teams.search"),
        placeholder=visit.text("teams.search_hint"),
        key=f"teams-search-{visit.text.language}",
        width=420,
        max_chars=60,
    )
    if words.strip():
        st.html(sections.search(visit, words))
    else:
        st.html(visit.keep(sections.listed))
