"""A session's token → the person behind it, with the rights of this very moment.

Asked anew at every run of a page and at every act, so that signing out, a disabled account
or a grant taken back holds from the next interaction on, in every tab.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

from dashboard.access.viewer import Grant, Viewer
from dashboard.identity.demo import demo_grants
from dashboard.storage.people.sessions import Session
from dashboard.storage.workspace import Workspace

# Writing at every run would cost more than the run.
_TOUCH_SECONDS = 60


def session_of(stores: Workspace, token: str | None) -> Session | None:
    """Return the open session of a token; None if there is none, or it is over."""
    if not token:
        return None
    session, settings = stores.records.sessions.find(token), stores.settings
    if session is None or session.method != settings.identity:
        return None
    if not session.is_open(time.time(), settings.idle_minutes * 60):
        return None
    # Only a password of ours can be one that has to be changed.
    return session if session.method == "local" else replace(session, must_change=False)


def viewer_of(stores: Workspace, session: Session) -> Viewer:
    """Return the person of a session, with the grants that are valid today.

    Whoever still has to change a first password holds nothing until that is done.
    """
    if session.must_change:
        return Viewer(session.login, (), session.name or "")
    viewer = _viewer(stores, session.login, session.name or "")
    if session.looking_as is None:
        return viewer
    return replace(viewer, looking_as=_viewer(stores, session.looking_as, ""))


def touch(stores: Workspace, session: Session) -> None:
    """Note that somebody used a session, at most once a minute."""
    if time.time() - session.seen_at > _TOUCH_SECONDS:
        stores.records.sessions.touch(session)


def _viewer(stores: Workspace, login: str, name: str) -> Viewer:
    return Viewer(login, grants_today(stores, login), name)


def grants_today(stores: Workspace, login: str) -> tuple[Grant, ...]:
    """Return what a login holds at this moment."""
    if stores.settings.identity == "demo":
        return demo_grants(stores, login)
    return stores.records.grants.valid(login, date.today())
