"""The shell around every page: who is looking, in which language, at which version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from types import ModuleType
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

import streamlit as st
import structlog

from dashboard.access.roles import Right
from dashboard.access.viewer import Viewer
from dashboard.errors import (
    DamagedError,
    DashboardError,
    NotAllowedError,
    SignedOutError,
    UploadRefusedError,
)
from dashboard.pages.controls import settle
from dashboard.pages.live import VERSION, watch
from dashboard.pages.markup import Html, html
from dashboard.pages.numbers import day_words, moment_words
from dashboard.pages.signed_in import arrive
from dashboard.pages.visit import Visit
from dashboard.serving.process import build_first, is_built, workspace
from dashboard.sharing import LANGUAGE, LANGUAGES, OF_ONE_PAGE, from_query, to_query
from dashboard.storage.built import Built
from dashboard.text import Text, catalogue

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True)
class PageEntry:
    """A page of the menu.

    Attributes:
        name: its address, and its word `page.<name>`; the first page answers at `/`.
        module: has `show(visit)`.
        is_listed: whether the menu names it.
        rights: one of them opens it; without any it is neither named nor shown.
    """

    name: str
    module: ModuleType
    is_listed: bool = True
    rights: tuple[Right, ...] = ("read",)

    def is_open(self, viewer: Viewer) -> bool:
        """Tell whether somebody may open it."""
        return any(viewer.may(right) for right in self.rights)


def serve(pages: Sequence[PageEntry]) -> None:
    """Run the page that the address names, within the shell."""
    text = catalogue(_language())
    current = st.navigation(
        [
            st.Page(
                partial(_run, page, pages, text),
                title=text(f"page.{page.name}"),
                url_path=page.name,
                default=page is pages[0],
            )
            for page in pages
        ],
        position="hidden",
    )
    st.set_page_config(
        page_title=text("app.title", page=current.title),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    current.run()


def _run(page: PageEntry, pages: Sequence[PageEntry], text: Text) -> None:
    try:
        visit = _visit(page, "" if page is pages[0] else page.name, text)
        st.html(_bar(visit, page, pages))
        if not page.is_open(visit.viewer):
            raise NotAllowedError(text("access.no_page"))
        with st.container(key="tc-page", gap="small"):
            page.module.show(visit)
        watch(visit)
        st.html(_footer(visit))
    except SignedOutError:
        st.html(_signed_out(text))
    except DashboardError as error:
        st.error(_sentence(error, text), title=text("error.title"))
    # The only place where the unforeseen is caught: logged whole, shown as a number.
    except Exception:
        reference = uuid4().hex[:8]
        structlog.get_logger().exception("page_failed", page=page.name, reference=reference)
        st.error(text("error.unexpected", reference=reference), title=text("error.title"))


def _sentence(error: DashboardError, text: Text) -> str:
    if isinstance(error, UploadRefusedError):
        return text(f"problems.{error.rule}", **error.values)
    return str(error)


def _language() -> str:
    """Return the language of the address, else of this session, else of the browser."""
    chosen = st.query_params.get(LANGUAGE)
    if chosen not in LANGUAGES:
        locale = st.context.locale or "zh"
        chosen = st.session_state.get(LANGUAGE, "zh" if locale.startswith("zh") else "en")
    st.session_state[LANGUAGE] = chosen
    return chosen


def _signed_out(text: Text) -> Html:
    """Say that nobody is signed in any more; signing in leads back to this very view."""
    query = urlencode(
        [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    )
    here = urlsplit(st.context.url or "/").path
    wanted = quote(f"{here}?{query}" if query else here, safe="")
    return Html(
        f'<section class="tc-section" role="alert"><h2>{html(text("access.signed_out"))}</h2>'
        f'<p><a href="/sign-in?next={wanted}" data-tc-sign-in target="_self">'
        f"{html(text('access.sign_in_again'))}</a></p></section>"
    )


def _visit(page: PageEntry, address: str, text: Text) -> Visit:
    stores = workspace()
    viewer = arrive(stores)
    filters, dropped = from_query(
        {name: st.query_params.get_all(name) for name in st.query_params}
    )
    if page.name == "team" and filters.open_team is None:
        # An address written by hand names the team alone.
        filters = replace(filters, team=None, open_team=filters.team)
    if not is_built(stores):
        note = st.empty()
        is_empty = stores.built.newest() is None
        note.info(text("first_run.note" if is_empty else "first_run.upgrade"))
        build_first(stores)
        note.empty()
    newest = stores.built.newest()
    if newest is None:
        raise DashboardError(text("error.no_version"))
    visit = Visit(
        text=text,
        viewer=viewer,
        built=stores.built,
        version=_pinned(stores.built, newest, text),
        page=address,
        filters=filters,
        dropped=dropped,
    )
    settle(visit)
    return visit


def _pinned(built: Built, newest: str, text: Text) -> str:
    """Return the version this session reads; a screen never jumps to a newer one."""
    version = st.session_state.setdefault(VERSION, newest)
    try:
        built.open(version)
    except DamagedError:
        if version == newest:
            raise
        st.session_state[VERSION] = version = newest
        st.warning(text("shell.version_gone"))
    return version


def _bar(visit: Visit, current: PageEntry, pages: Sequence[PageEntry]) -> Html:
    text = visit.text
    items = "".join(
        _menu_item(visit, page, "" if page is pages[0] else page.name, page is current)
        for page in pages
        if page.is_listed and page.is_open(visit.viewer)
    )
    other = next(language for language in LANGUAGES if language != text.language)
    switch = f"./{visit.page}?{visit.address(language=other)}"
    attributes = {
        "lang": LANGUAGE_TAGS[text.language],
        "page": visit.page,
        "pages": " ".join(page.name for page in pages),
        "address": visit.address(),
        "copied": text("shell.copied"),
        "copy-by-hand": text("shell.copy_by_hand"),
        "close": text("shell.close"),
    }
    data = " ".join(f'data-{name}="{escape(value)}"' for name, value in attributes.items())
    here = text(f"page.{current.name}")
    return Html(
        f'<header class="tc-bar" data-tc data-tc-bar {data}>'
        f'<p class="tc-brand"><strong>{html(text("app.name"))}</strong> '
        f"<span>{html(text('app.subtitle'))}</span></p>"
        f'<p class="tc-tools"><button type="button" data-tc-copy>'
        f"{html(text('shell.copy_link'))}</button>"
        f'<button type="button" data-tc-theme title="{escape(text("shell.theme_hint"))}">'
        f"{html(text('shell.theme'))}</button>"
        f'<a href="{escape(switch)}" hreflang="{LANGUAGE_TAGS[other]}" '
        f'lang="{LANGUAGE_TAGS[other]}" title="{escape(text("shell.language_hint"))}">'
        f"{html(text('shell.language'))}</a></p>"
        # Only on a phone: what opens the menu below it.
        '<button type="button" class="tc-menu" data-tc-menu aria-expanded="false">'
        f"{html(text('app.menu'))} · {html(here)}</button>"
        f'<nav class="tc-nav" aria-label="{escape(text("app.menu"))}"><ul>{items}</ul></nav>'
        "</header>"
    )


def _menu_item(visit: Visit, page: PageEntry, address: str, is_current: bool) -> str:
    mark = ' aria-current="page"' if is_current else ""
    name = html(visit.text(f"page.{page.name}"))
    return f'<li><a href="{escape(_page_link(visit, address))}"{mark}>{name}</a></li>'


def _page_link(visit: Visit, page: str) -> str:
    own = dict.fromkeys(OF_ONE_PAGE)
    query = to_query(replace(visit.filters, **own, open_team=None, item=None))
    return f"./{page}?{urlencode({**query, LANGUAGE: visit.text.language})}"


def _footer(visit: Visit) -> Html:
    version = visit.text(
        "shell.footer_version",
        version=visit.version,
        as_of=day_words(visit.choices.as_of, visit.text),
        built_at=moment_words(visit.choices.built_at, visit.text),
    )
    return Html(f'<footer class="tc-footer"><p>{html(version)}</p></footer>')
