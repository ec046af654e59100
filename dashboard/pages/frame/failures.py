"""What is shown when something fails outside a page: a callback, a fragment, the shell."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st
import structlog

from dashboard.errors import DashboardError
from dashboard.pages.frame.given_up import GIVEN_UP, say_given_up
from dashboard.sharing import LANGUAGE
from dashboard.text import catalogue


def on_script_error(error: Exception) -> bool:
    """Show a sentence of ours, or a number under which the log holds the whole of it.

    Returns:
        True, so that Streamlit itself shows nothing.
    """
    text = catalogue(st.session_state.get(LANGUAGE, "zh"))
    if isinstance(error, GIVEN_UP):
        say_given_up(error, text)
        return True
    if isinstance(error, DashboardError):
        st.error(str(error), title=text("error.title"))
        return True
    reference = uuid4().hex[:8]
    structlog.get_logger().error("script_failed", reference=reference, exc_info=error)
    st.error(text("error.unexpected", reference=reference), title=text("error.title"))
    return True
