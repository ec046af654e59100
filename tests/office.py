"""An office for tests: people with accounts, grants and real sessions, and pages they open."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.access.roles import Role
from dashboard.access.viewer import EVERYTHING, Grant, Viewer
from dashboard.identity.viewers import session_of, viewer_of
from dashboard.pages import signed_in, visit
from dashboard.reads.answers import Answers
from dashboard.serving import process
from dashboard.settings import ROOT
from dashboard.storage.workspace import Workspace

_TOKEN = "token-of-this-tab"


def token_of_tab(_: Workspace) -> str | None:
    """The token that the browser tab of a test holds; stands for the cookie."""
    return st.session_state.get(_TOKEN)


class Office:
    """A workspace with accounts of its own; each opened page is one tab of one browser."""

    def __init__(self, stores: Workspace) -> None:
        self.stores = stores

    def add(self, login: str, name: str = "") -> str:
        """Make an account that needs no other password."""
        self.stores.records.accounts.add(login, "setup", name=name, must_change=False)
        return login

    def give(
        self,
        login: str,
        role: Role,
        team_id: str = EVERYTHING,
        *,
        begins: int = -30,
        ends: int = 0,
    ) -> Grant:
        """Give a role from and, unless it is 0, to so many days from today."""
        if self.stores.records.accounts.find(login) is None:
            self.add(login)
        today = date.today()
        return self.stores.records.grants.add(
            login,
            role,
            team_id,
            "setup",
            valid_from=today + timedelta(days=begins),
            valid_to=today + timedelta(days=ends) if ends else None,
        )

    def sign_in(self, login: str) -> str:
        """Begin a session; return the token of the browser."""
        token = secrets.token_urlsafe(32)
        self.stores.records.sessions.begin(token, login, "local", seconds=3600)
        return token

    def viewer(self, token: str) -> Viewer:
        """Return who is behind a token now."""
        session = session_of(self.stores, token)
        assert session is not None
        return viewer_of(self.stores, session)

    def hold(self, token: str) -> None:
        """Hold a token outside of any tab, for parts of a page that run alone."""
        st.session_state[_TOKEN] = token

    def tab(self, token: str, page: str = "", **query: str) -> AppTest:
        """Return a tab on a page, not run yet."""
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
        # Pages that are functions have no file to switch to.
        if page:
            app._page_hash = calc_hash(page)
        app.session_state[_TOKEN] = token
        # Pages of two tabs are compared word for word.
        app.session_state["tab"] = "tab"
        app.query_params.update(query)
        return app

    def opened(self, login: str, page: str = "", **query: str) -> AppTest:
        """Sign somebody in and open a page."""
        return self.tab(self.sign_in(login), page, **query).run()


def office_of(stores: Workspace, patch: pytest.MonkeyPatch) -> Office:
    """Put a workspace behind the pages, with nothing remembered from other tests."""
    patch.chdir(ROOT)
    patch.setattr(visit, "_ANSWERS", Answers())
    patch.setattr(process, "_workspace", lambda: stores)
    patch.setattr(signed_in, "token", token_of_tab)
    return Office(stores)


def words_of(app: AppTest) -> str:
    """Everything a page says: in HTML, in notes, in errors."""
    assert not app.exception
    boxes = (*app.info, *app.warning, *app.error, *app.success)
    told = [str(box.value) for box in boxes]
    return "\n".join([*(element.proto.body for element in app.get("html")), *told])
