"""The controls of a page. What a reader chooses lives in the address and nowhere else.

A widget shows what the address says and writes the address when it is changed, before the
page runs: one run, no flicker, and back, forward, reload and links all work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from html import escape

import streamlit as st

from dashboard.filters import GRADES, LIGHTS, Filters
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import html
from dashboard.pages.words.numbers import month_words
from dashboard.sharing import ALL, to_query

# Pixels; fits "September 2026" and stays beside its neighbour on the smallest phone.
CONTROL_WIDTH = 210

# What a list of teams can be narrowed by, beside the month.
OFFERED = ("team", "tier", "peer_group", "grade", "light")


def ask_filters(visit: Visit, offered: Sequence[str] = OFFERED) -> Filters:
    """Draw the controls; settle and return what is chosen, the month included.

    What the version does not hold is dropped and said, so that nobody believes in a
    filter that is not on.
    """
    settle(visit)
    months = [f"{month:%Y-%m}" for month in visit.choices.months]
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="tc-controls"
    ):
        _ask(visit, "month", months, lambda month: _month_words(month, visit))
        names = _names(visit)
        chosen = [name for name in offered if getattr(visit.filters, name) is not None]
        label = visit.text("filter.more_on", count=len(chosen)) if chosen else ""
        more = st.popover(label or visit.text("filter.more"), key="tc-more", on_change="rerun")
        # Five closed lists would cost a third of a run; they are drawn when opened.
        if more.open:
            with more:
                for name in offered:
                    offers = [ALL, *names[name]]
                    _ask(visit, name, offers, _label(visit, names[name]))
    conditions = _conditions(visit, names)
    if conditions:
        st.html(conditions)
    return visit.filters


def settle(visit: Visit) -> None:
    """Make the filters of the address those of this version."""
    held, filters = visit.choices, visit.filters
    unknown = tuple(
        name
        for name, is_known in (
            ("month", filters.month in (None, *held.months)),
            ("team", filters.team in (None, *held.teams)),
            ("tier", filters.tier in (None, *held.tiers)),
            ("peer_group", filters.peer_group in (None, *held.peer_groups)),
        )
        # What a link holds stays, though its reader may not see what it names.
        if not (is_known or visit.holds(name))
    )
    filters = replace(filters, **dict.fromkeys(unknown))
    visit.filters = replace(filters, month=filters.month or held.months[0])
    if visit.shared is None:
        visit.dropped += unknown
    else:
        visit.refused += unknown


def _names(visit: Visit) -> dict[str, dict[str, str]]:
    text, held = visit.text, visit.choices
    return {
        "team": held.teams,
        "tier": {tier: text(f"tier.{tier}") for tier in held.tiers},
        "peer_group": {group: group for group in held.peer_groups},
        "grade": {grade: text(f"grade.{grade}") for grade in GRADES},
        "light": {light: text(f"light.{light}") for light in LIGHTS},
    }


def _label(visit: Visit, names: Mapping[str, str]) -> Callable[[str], str]:
    known = {ALL: visit.text("filter.all"), **names}
    return lambda key: known.get(key) or visit.text("links.unseen")


def _month_words(month: str, visit: Visit) -> str:
    return month_words(date.fromisoformat(f"{month}-01"), visit.text)


def _ask(visit: Visit, name: str, options: Sequence[str], label: Callable[[str], str]) -> None:
    # A list keeps the words it was drawn with for as long as its key stays the same.
    key = f"filter-{name}-{visit.text.language}"
    shown = to_query(replace(visit.filters, open_team=None))[name]
    if st.session_state.get(key) != shown:
        st.session_state[key] = shown
    st.selectbox(
        visit.text(f"filter.{name}"),
        options if shown in options else [shown, *options],
        format_func=label,
        key=key,
        on_change=_choose,
        # As it is now: a list puts the number of its page back in afterwards.
        args=(name, key, visit.query()),
        disabled=visit.holds(name),
        width=CONTROL_WIDTH if name == "month" else "stretch",
    )


def _choose(name: str, key: str, query: dict[str, str]) -> None:
    chosen = st.session_state[key]
    query = dict(query)
    # On the page of one team, the tree to come back to is called `within`.
    query["within" if name == "team" and "within" in query else name] = chosen
    st.query_params.from_dict(query)


def _conditions(visit: Visit, names: Mapping[str, Mapping[str, str]]) -> str:
    chips = []
    for name, of in names.items():
        chosen = getattr(visit.filters, name)
        if chosen is None:
            continue
        value = of.get(chosen) or visit.text("links.unseen")
        label = f"{visit.text(f'filter.{name}')} · {value}"
        if visit.holds(name):
            chips.append(f'<span class="tc-chip">{html(label)}</span>')
            continue
        href = visit.link(visit.page, **{name: None})
        hint = escape(visit.text("filter.remove", name=label))
        chips.append(
            f'<a class="tc-chip" href="{escape(href)}" title="{hint}" aria-label="{hint}">'
            f'{html(label)} <span aria-hidden="true">✕</span></a>'
        )
    warning = _warning(visit)
    if not chips:
        return warning
    shown = escape(visit.text("filter.shown"))
    return f'{warning}<p data-tc class="tc-chips">{shown} {" ".join(chips)}</p>'


def _warning(visit: Visit) -> str:
    if not visit.dropped:
        return ""
    known = visit.text.words
    listed = visit.text("between.names").join(
        known.get(f"filter.{name}", name[:40]) for name in visit.dropped
    )
    sentence = visit.text("shell.dropped", count=len(visit.dropped), names=listed)
    return f'<p class="tc-warning" role="alert">{escape(sentence)}</p>'
