"""Who is looking at this page, asked anew at every run and at every act."""

from __future__ import annotations

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.errors import SignedOutError
from dashboard.identity.viewers import session_of, touch, viewer_of
from dashboard.serving.cookies import token_in
from dashboard.storage.people.sessions import Session
from dashboard.storage.workspace import Workspace


def token(stores: Workspace) -> str | None:
    """Return the token this browser sent when it opened the page."""
    return token_in(st.context.cookies, stores.settings)


def current_session(stores: Workspace) -> Session:
    """Return the open session behind this page.

    Raises:
        SignedOutError: nobody is signed in any more.
    """
    session = session_of(stores, token(stores))
    if session is None:
        raise SignedOutError("Sign in first.")
    return session


def current_viewer(stores: Workspace) -> Viewer:
    """Return who is looking, with the rights of this very moment.

    Every act asks this when it is done: what was drawn with a button may be out of date.

    Raises:
        SignedOutError: nobody is signed in any more.
    """
    return viewer_of(stores, current_session(stores))


def arrive(stores: Workspace) -> Viewer:
    """Return who is looking, and note that the session is in use."""
    session = current_session(stores)
    touch(stores, session)
    return viewer_of(stores, session)
