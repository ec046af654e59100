"""The shell around every page: who is looking, in which language, at which version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import uuid4

import streamlit as st
import structlog

from dashboard.access.roles import UPLOADED_BY
from dashboard.access.viewer import Viewer
from dashboard.errors import (
    DashboardError,
    SignedOutError,
    UploadRefusedError,
)
from dashboard.filters import Filters
from dashboard.pages.controls import settle
from dashboard.pages.downloads import unfold_exports
from dashboard.pages.frame import refusals, share, shared_view
from dashboard.pages.frame.bar import bar, footer, page_link
from dashboard.pages.frame.entries import PageEntry, address_of
from dashboard.pages.frame.given_up import GIVEN_UP, say_given_up
from dashboard.pages.frame.live import VERSION, watch
from dashboard.pages.frame.versions import version_read
from dashboard.pages.frame.who import GO_ON, looking_banner
from dashboard.pages.signed_in import arrive
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html
from dashboard.serving.process import workspace
from dashboard.sharing import LANGUAGE, LANGUAGES, from_query
from dashboard.storage.questions import QUESTIONS
from dashboard.storage.workspace import Workspace
from dashboard.text import Text, catalogue

_REFUSED = "refused-pages"
_TAB = "tab"


def serve(pages: Sequence[PageEntry]) -> None:
    """Run the page that the address names, within the shell."""
    text = catalogue(_language())
    shown: dict[str, st.Page] = {}
    for page in pages:
        shown[page.name] = st.Page(
            partial(_run, page, pages, text, shown),
            title=text(f"page.{page.name}"),
            url_path=page.name,
            default=page is pages[0],
        )
    current = st.navigation(list(shown.values()), position="hidden")
    st.set_page_config(
        page_title=text("app.title", page=current.title),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    current.run()


def _run(
    page: PageEntry,
    pages: Sequence[PageEntry],
    text: Text,
    shown: dict[str, st.Page],
) -> None:
    try:
        stores = workspace()
        viewer = arrive(stores)
        is_front_door = page is pages[0] and not shared_view.is_asked()
        is_shut = is_front_door and not page.is_open(viewer)
        if st.session_state.pop(GO_ON, False) or is_shut:
            _lead_on(viewer, pages, text, shown)
        visit = _visit(stores, viewer, address_of(page, pages), text)
        if (why := _refusal(stores, visit, page, pages)) is not None:
            _refuse(stores, visit, page, pages, why)
            return
        st.html(bar(visit, page, pages))
        looking_banner(visit)
        if visit.shared is not None:
            st.html(shared_view.banner(visit, stores))
        share.offer(visit, page.name)
        with st.container(key="tc-page", gap="small"):
            page.module.show(visit)
        watch(visit)
        if below := footer(visit):
            unfold_exports(visit)
            st.html(below)
    except SignedOutError:
        st.html(refusals.signed_out(text))
    except GIVEN_UP as error:
        say_given_up(error, text)
    except DashboardError as error:
        st.error(_sentence(error, text), title=text("error.title"))
    # The only place where the unforeseen is caught: logged whole, shown as a number.
    except Exception:
        reference = uuid4().hex[:8]
        structlog.get_logger().exception("page_failed", page=page.name, reference=reference)
        st.error(text("error.unexpected", reference=reference), title=text("error.title"))


def _lead_on(
    viewer: Viewer,
    pages: Sequence[PageEntry],
    text: Text,
    shown: dict[str, st.Page],
) -> None:
    """Go on from the front door to where the first right of this person leads, if anywhere."""
    found = [page for page in pages if page.is_listed and page.is_open(viewer)]
    if found:
        # Of equal ones the first in the menu.
        first = min(found, key=lambda page: page.place(viewer))
        st.switch_page(shown[first.name], query_params={LANGUAGE: text.language})


def _refusal(
    stores: Workspace, visit: Visit, page: PageEntry, pages: Sequence[PageEntry]
) -> Html | None:
    """Return why this page is not shown, None when it is; then the version is at hand."""
    text, viewer = visit.text, visit.viewer
    if not viewer.grants:
        return refusals.no_grant(text, viewer, stores.records.grants.all(viewer.login))
    if not page.is_open(viewer):
        return refusals.no_page(text, viewer, _ways(visit, pages))
    if shared_view.is_asked():
        live = partial(version_read, stores, text)
        why = shared_view.open_link(visit, stores, page.name, live)
        if why is not None:
            return why
    if not page.is_scored:
        return None
    # Taken before the version is read: what comes in between is seen by the next look.
    found = stores.built.versions()
    if visit.shared is None:
        visit.version = version_read(stores, text, waits=not page.opens_empty)
    if not (visit.version and visit.choices.months):
        st.session_state.pop(VERSION, None)
        visit.version, visit.scoreless = "", found
        may_send = any(viewer.may(right) for right in UPLOADED_BY.values())
        way = page_link(visit, "uploads") if may_send else ""
        return None if page.opens_empty else refusals.no_data(text, way)
    if page.needs_teams(viewer) and visit.narrowed(Filters()).scope == ():
        visit.version = ""
        return refusals.no_teams(text, viewer)
    if page.name == "team" and visit.filters.open_team is None:
        # An address written by hand names the team alone, or none where there is but one.
        own = visit.narrowed(Filters()).scope or ()
        named = visit.filters.team or (own[0] if len(own) == 1 else None)
        visit.filters = replace(visit.filters, team=None, open_team=named)
    settle(visit)
    return None


def _refuse(
    stores: Workspace, visit: Visit, page: PageEntry, pages: Sequence[PageEntry], why: Html
) -> None:
    noted: set[str] = st.session_state.setdefault(_REFUSED, set())
    if page.name not in noted and not isinstance(why, shared_view.LinkRefusal):
        stores.records.note(visit.viewer.login, "refused_page", page.name)
        noted.add(page.name)
    st.set_page_config(page_title=visit.text("app.name"))
    st.html(bar(visit, page, pages, is_refused=True))
    looking_banner(visit)
    st.html(why)
    # A right that is given opens the page without a reload.
    watch(visit)


def _ways(visit: Visit, pages: Sequence[PageEntry]) -> list[tuple[str, str]]:
    return [
        (page_link(visit, address_of(page, pages)), visit.text(f"page.{page.name}"))
        for page in pages
        if page.is_listed and page.is_open(visit.viewer)
    ]


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


def _visit(stores: Workspace, viewer: Viewer, address: str, text: Text) -> Visit:
    """Return what the address says; no version is looked at yet."""
    filters, dropped = from_query(
        {name: st.query_params.get_all(name) for name in st.query_params}
    )
    return Visit(
        text=text,
        viewer=viewer,
        built=stores.built,
        version="",
        page=address,
        filters=filters,
        dropped=dropped,
        asker=QUESTIONS.asker(viewer.login, st.session_state.setdefault(_TAB, uuid4().hex)),
    )
