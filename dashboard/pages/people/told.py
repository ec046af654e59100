"""What the last act on people came to, told once at the head of the page."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from dashboard.pages.people.acts import Told
from dashboard.text import Text

_TOLD = "people-told"


def tell(text: Text) -> None:
    """Say what came of the last act."""
    told: Told | None = st.session_state.pop(_TOLD, None)
    if told is None:
        return
    words = text(f"people.told_{told.name}", login=told.login)
    if told.is_done:
        st.success(words)
    else:
        st.warning(words)


def tell_next(told: Told) -> NoReturn:
    """Draw the page anew, with what came of an act above it."""
    st.session_state[_TOLD] = told
    st.rerun()
