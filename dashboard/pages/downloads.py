"""Files to take away from a page: a button for one, and the exports below every page.

Both lead to addresses of ours that ask for rights (serving/files.py, serving/exporting.py);
nothing is made before somebody takes it.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from dashboard.access.viewer import Viewer
from dashboard.exports.marked import FORMATS
from dashboard.exports.offered import OF_NO_TEAM, OFFERED
from dashboard.pages.parts import part
from dashboard.pages.signed_in import current_session
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, remark, table
from dashboard.serving.downloads.exporting import ALL_MONTHS, MONTHS, VERSION
from dashboard.serving.downloads.files import TICKETS, Offer
from dashboard.serving.process import workspace
from dashboard.sharing import ALL, LANGUAGE, LINK, to_query
from dashboard.storage.workspace import Workspace

_OVERVIEW = "overview"
# The choices that cut an export.
_OF_EVERY = ("month", "team", "tier", "peer_group", "grade", "light")
_OF_FLAGS = ("severity", "flag")


def offer(
    stores: Workspace,
    label: str,
    name: str,
    make: Callable[[Viewer], bytes],
    media_type: str,
    *,
    key: str,
    may: Callable[[Viewer], bool],
    look: Literal["primary", "secondary"] = "secondary",
) -> None:
    """Draw a button that leads to a file.

    Args:
        label: says what it is, its format included.
        make: returns its bytes for the person who takes it; it runs outside of the page,
            so it uses nothing of the session's state.
        key: the same offer keeps its address from run to run.
        may: whether a person may have the file, asked when it is taken.
    """
    ticket = TICKETS.draw(current_session(stores), key, Offer(name, media_type, make, may))
    st.link_button(label, f"./files/{ticket}", type=look)


@part
def unfold_exports(visit: Visit) -> None:
    """Offer the exports of this page once they are asked for; nothing without the right."""
    relations = [
        relation
        for relation in OFFERED.get(visit.page or _OVERVIEW, ())
        if relation != OF_NO_TEAM or _sees_severity(visit)
    ]
    if not relations or not visit.viewer.may("export"):
        return
    text = visit.text
    label = text("exports.offer")
    fold = st.expander(label, key=f"exports-{text.language}", on_change="rerun")
    if not fold.open:
        return
    # A link holds one month.
    months = ("this_month",) if visit.shared is not None else ("this_month", "every_month")
    columns = [text(f"exports.{name}") for name in ("column_what", *months)]
    rows = [
        (text(f"exports.relation_{one}"), *(_links(visit, one, month) for month in months))
        for one in relations
    ]
    most = f"{workspace().settings.export_rows:,}"
    notes = remark(text("exports.offer_note", most=most))
    shown = f'<div data-tc class="tc-export">{table(label, columns, rows)}{notes}</div>'
    fold.html(shown)


def _sees_severity(visit: Visit) -> bool:
    allowed = visit.narrowed(visit.filters)
    return allowed.sees_severity and allowed.scope is None


def _links(visit: Visit, relation: str, months: str) -> Html:
    address = escape(_address(visit, relation, months))
    links = [
        f'<a href="./export/{relation}.{suffix}?{address}" target="_blank" '
        f'aria-label="{escape(_label(visit, relation, months, suffix))}">{suffix.upper()}</a>'
        for suffix in FORMATS
    ]
    return Html(" ".join(links))


def _address(visit: Visit, relation: str, months: str) -> str:
    """Return what is asked for: only what cuts the rows, as there are many such links."""
    names = (*_OF_EVERY, *_OF_FLAGS) if relation == "flags" else _OF_EVERY
    written = to_query(visit.filters)
    query = {name: written[name] for name in names if written.get(name, ALL) != ALL}
    if "within" in written:
        query["within"] = written["within"]
    query |= {LANGUAGE: visit.text.language, VERSION: visit.version}
    if months == "every_month":
        query[MONTHS] = ALL_MONTHS
    if visit.shared is not None:
        query[LINK] = visit.shared.code
    return urlencode(query)


def _label(visit: Visit, relation: str, months: str, suffix: str) -> str:
    return visit.text(
        "exports.open_label",
        relation=visit.text(f"exports.relation_{relation}"),
        months=visit.text(f"exports.{months}"),
        format=suffix.upper(),
    )
