"""What a page says when a question was stopped or took too long, and how to go on."""

from __future__ import annotations

import streamlit as st

from dashboard.errors import StoppedError, TooLongError
from dashboard.text import Text

GIVEN_UP = (StoppedError, TooLongError)


def say_given_up(error: StoppedError | TooLongError, text: Text) -> None:
    """Say why there is no answer; what the page offered to narrow it by is still there."""
    how = "stopped" if isinstance(error, StoppedError) else "too_long"
    st.warning(text(f"questions.{how}"), title=text(f"questions.{how}_title"))
    # Any press runs the page again, which is all it has to do.
    st.button(text("questions.again"), key="tc-again")
