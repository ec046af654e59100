"""Calm pages for who may not see a page: why, how to get a right, what is open instead.

Nothing of the scored data is on them: no team, no month, no count, and no word of whether
what was asked for exists.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from dashboard.access.viewer import Grant, Viewer
from dashboard.pages.words.markup import Html, html, link, section
from dashboard.pages.words.numbers import day_words
from dashboard.text import Text


def signed_out(text: Text) -> Html:
    """Say that nobody is signed in any more; signing in leads back to this very view."""
    query = urlencode(
        [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    )
    here = urlsplit(st.context.url or "/").path
    wanted = quote(f"{here}?{query}" if query else here, safe="")
    way = (
        f'<a href="/sign-in?next={wanted}" data-tc-sign-in target="_self">'
        f"{html(text('access.sign_in_again'))}</a>"
    )
    return Html(
        f'<section class="tc-section tc-refusal" role="alert">'
        f"<h2>{html(text('access.signed_out'))}</h2><p>{way}</p></section>"
    )


def no_page(text: Text, viewer: Viewer, open_pages: Iterable[tuple[str, str]]) -> Html:
    """Say that what was granted does not open this page, and what it opens.

    Args:
        open_pages: address and name of the pages this person may open.
    """
    ways = "".join(f"<li>{link(href, name)}</li>" for href, name in open_pages)
    instead = f"<p>{html(text('access.instead'))}</p><ul>{ways}</ul>" if ways else ""
    if viewer.looking_as is not None:
        why = text("access.no_page_as", login=viewer.looking_as.login)
        return _page(text("access.no_page"), why, Html(instead))
    how = text("access.how", login=viewer.login)
    return _page(text("access.no_page"), text("access.no_page_why"), how, Html(instead))


def no_grant(text: Text, viewer: Viewer, grants: Iterable[Grant]) -> Html:
    """Welcome somebody to whom nothing is granted today.

    Args:
        grants: all that this person ever held.
    """
    past = "".join(f"<li>{html(_grant_words(text, grant))}</li>" for grant in grants)
    held = f"<p>{html(text('access.held'))}</p><ul>{past}</ul>" if past else ""
    why = text("access.no_grant_why")
    how = text("access.how", login=viewer.login)
    return _page(text("access.no_grant"), why, how, Html(held))


def no_teams(text: Text, viewer: Viewer) -> Html:
    """Say that what was granted reaches no team there is."""
    why = text("access.no_teams_why")
    return _page(text("access.no_teams"), why, text("access.how", login=viewer.login))


def no_data(text: Text, way: str) -> Html:
    """Say that there is no score yet, and where to begin.

    Args:
        way: address of the page where files are sent; empty for who sends none.
    """
    why = text("access.no_data_why")
    if not way:
        return _page(text("access.no_data"), why, text("access.no_data_wait"))
    return _page(text("access.no_data"), why, link(way, text("access.no_data_begin")))


def _page(title: str, *parts: str) -> Html:
    return section(title, *parts, name="tc-refusal")


def _grant_words(text: Text, grant: Grant) -> str:
    role, today = text(f"role.{grant.role}"), date.today()
    if grant.revoked_at is not None:
        return text("access.held_taken_back", role=role)
    if grant.valid_from > today:
        return text("access.held_later", role=role, day=day_words(grant.valid_from, text))
    return text("access.held_over", role=role, day=day_words(grant.valid_to or today, text))
