"""Parts of a page that run without the rest of it, and ask first whether they still may.

A press within such a part draws that part alone, with what was at hand when the page was
drawn: by then its viewer may be signed out, or hold less.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import streamlit as st

from dashboard.errors import SignedOutError
from dashboard.links.opening import is_open
from dashboard.pages.signed_in import current_viewer
from dashboard.pages.visit import Visit
from dashboard.serving.process import workspace

Rest = ParamSpec("Rest")
Part = Callable[Concatenate[Visit, Rest], None]


def part(show: Part[Rest]) -> Part[Rest]:
    """Make a function of a visit run alone when something in it is pressed."""
    return st.fragment(guarded(show))


def part_every(seconds: float) -> Callable[[Part[Rest]], Part[Rest]]:
    """Make a function of a visit run alone every so many seconds."""
    return lambda show: st.fragment(run_every=seconds)(guarded(show))


def still_holds(visit: Visit) -> bool:
    """Tell whether the viewer, and the link looked through, are what the page was drawn for."""
    stores, shared = workspace(), visit.shared
    try:
        is_same = current_viewer(stores) == visit.viewer
    except SignedOutError:
        return False
    return is_same and (shared is None or is_open(stores, shared.code))


def guarded(show: Part[Rest]) -> Part[Rest]:
    """Make a function of a visit ask first whether its viewer may still see it."""

    @wraps(show)
    def asking_first(visit: Visit, /, *rest: Rest.args, **named: Rest.kwargs) -> None:
        if not still_holds(visit):
            # The whole page says what is left of it.
            st.rerun()
        show(visit, *rest, **named)

    return asking_first
