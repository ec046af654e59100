"""Who is signed in, the way out, and the banners above a page: the demo, looking as another."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.errors import SignedOutError
from dashboard.identity.demo import LOGINS, told_apart
from dashboard.pages import signed_in
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html
from dashboard.serving.process import workspace
from dashboard.text import Text

# Set when rights changed so that the page that is open may not be; the shell leads on.
GO_ON = "go-on"


def signed_in_as(visit: Visit) -> Html:
    """Return name and roles of the person at the screen, and the button that signs out."""
    text, viewer = visit.text, visit.viewer
    name = viewer.name or viewer.login
    roles = roles_words(viewer, text)
    return Html(
        f'<p class="tc-who" title="{escape(f"{name} ({viewer.login})")}">'
        f'<span class="tc-hidden">{html(text("access.signed_in_as"))} </span>'
        f"<strong>{html(name)}</strong> <span>{html(roles)}</span></p>"
        '<form class="tc-out" method="post" action="/sign-out">'
        f'<button type="submit">{html(text("access.sign_out"))}</button></form>'
    )


def roles_words(viewer: Viewer, text: Text) -> str:
    """Return the roles of a person in words."""
    words = [text(f"role.{role}") for role in viewer.roles]
    return text("between.names").join(words) or text("access.no_role")


def demo_banner(visit: Visit) -> Html:
    """Say that this is a first look, and offer its people; empty outside the demo."""
    if workspace().settings.identity != "demo":
        return Html("")
    text = visit.text
    options = "".join(
        f'<option value="{login}"{" selected" * (login == visit.viewer.login)}>'
        f"{html(text(f'role.{role}') + told_apart(login))}</option>"
        for login, role in LOGINS.items()
    )
    here = f"/{visit.page}?{visit.address()}"
    return Html(
        '<form class="tc-demo" method="post" action="/sign-in/demo">'
        f'<span class="tc-demo-note">{html(text("access.demo"))}</span> '
        f'<input type="hidden" name="next" value="{escape(here)}">'
        f"<label>{html(text('access.demo_role'))} "
        f'<select name="login">{options}</select></label> '
        f'<button type="submit">{html(text("access.demo_switch"))}</button></form>'
    )


def looking_banner(visit: Visit) -> None:
    """Say through whose rights this page is looked at, with the way back to one's own."""
    other = visit.viewer.looking_as
    if other is None:
        return
    text = visit.text
    with st.container(key="tc-looking", horizontal=True, vertical_alignment="center"):
        words = text("access.looking_as", login=other.login, roles=roles_words(other, text))
        st.html(f'<p role="status">{html(words)}</p>', width="stretch")
        st.button(
            text("access.look_back"),
            key=f"look-back-{text.language}",
            on_click=look_back,
        )


def look_back() -> None:
    """Look through one's own rights again."""
    stores = workspace()
    try:
        session = signed_in.current_session(stores)
        viewer = signed_in.current_viewer(stores)
    except SignedOutError:
        # The run that follows says so.
        return
    held = signed_in.token(stores)
    if session.looking_as is not None and held is not None:
        stores.records.sessions.look_as(held, None, viewer.login)
