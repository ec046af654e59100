"""The form of the what-if: the numbers of the scheme, to be changed and tried.

Nothing is stored: what is tried stands in the address, and the form shows what the
address says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from dashboard.filters import Filters
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, section
from dashboard.pages.words.numbers import plain
from dashboard.reads.scheme import LINES, Scheme
from dashboard.reads.tried import problems, tried_of, values_of
from dashboard.sharing import LANGUAGE, to_query

# Pixels: two beside one another on the smallest phone.
_WIDTH = 136
# What an address can hold; see sharing.
_HIGHEST = 9999.0

_TRY = "try"
_BUTTONS = (_TRY, "reset")


def title(visit: Visit) -> Html:
    """Return what the form is for."""
    return section(visit.text("scheme.trial_title"), visit.text("scheme.trial"))


def ask_numbers(visit: Visit, scheme: Scheme) -> None:
    """Draw a field for every number that may be tried; nothing moves before it is sent."""
    text = visit.text
    with st.form("tc-trial", enter_to_submit=False):
        _ask(visit, scheme, text("scheme.ask_dimensions"), "dimension")
        _ask(visit, scheme, text("scheme.ask_grades"), "grade")
        _ask(visit, scheme, text("scheme.ask_lines"), "line")
        with st.expander(text("scheme.ask_parts")):
            st.html(f"<p>{html(text('scheme.ask_parts_note'))}</p>")
            _ask(visit, scheme, "", "part")
        with st.container(horizontal=True, gap="small"):
            for name in _BUTTONS:
                st.form_submit_button(
                    text(f"scheme.{name}"),
                    type="primary" if name == _TRY else "tertiary",
                    on_click=_send,
                    args=(visit.filters, scheme, text.language, name == _TRY),
                    key=f"trial-{name}-{text.language}",
                )


def complaints(visit: Visit, scheme: Scheme) -> list[str]:
    """Say what is wrong with the numbers tried, each in one sentence."""
    text = visit.text
    return [
        text(f"scheme.problem_{problem}", name=_word(visit, scheme, name) if name else "")
        for problem, name in problems(values_of(visit.filters.tried), scheme)
    ]


def _ask(visit: Visit, scheme: Scheme, caption: str, kind: str) -> None:
    if caption:
        st.html(f'<h3 class="tc-ask">{html(caption)}</h3>')
    tried = values_of(visit.filters.tried)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for name in _names(scheme, kind):
            in_force = scheme.can_be_tried[name]
            key = _key(name, visit.text.language)
            shown = float(tried.get(name, in_force))
            if st.session_state.get(key) != shown:
                st.session_state[key] = shown
            st.number_input(
                _word(visit, scheme, name),
                min_value=-_HIGHEST,
                max_value=_HIGHEST,
                step=1.0,
                format="%.6g",
                help=visit.text("scheme.in_force", value=plain(in_force)),
                key=key,
                width=_WIDTH,
            )


def _names(scheme: Scheme, kind: str) -> Iterable[str]:
    if kind == "line":
        return LINES
    rules = scheme.grades if kind == "grade" else scheme.of(kind)
    return [rule.name for rule in rules]


def _word(visit: Visit, scheme: Scheme, name: str) -> str:
    # A kind of upload may have the name of a dimension.
    can_be_tried = [rule for rule in scheme.rules if rule.kind not in ("expected", "setting")]
    kinds = {rule.name: rule.kind for rule in can_be_tried}
    key = f"scheme.line_{name}" if name in LINES else f"{kinds.get(name)}.{name}"
    return visit.text.words.get(key, name)


def _key(name: str, language: str) -> str:
    return f"trial-{name}-{language}"


def _send(filters: Filters, scheme: Scheme, language: str, is_trial: bool) -> None:
    typed = {name: st.session_state.get(_key(name, language)) for name in scheme.can_be_tried}
    values = {name: value for name, value in typed.items() if value is not None}
    tried = tried_of(values, scheme) if is_trial else None
    query = to_query(replace(filters, tried=tried, number=None, item=None))
    st.query_params.from_dict({**query, LANGUAGE: language})
