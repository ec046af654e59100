"""The menu, in its order; a page is one line."""

from __future__ import annotations

from dashboard.pages import (
    compare,
    disclosure,
    flags,
    health,
    links,
    log,
    method,
    overview,
    people,
    petitions,
    record,
    scheme,
    tasks,
    team,
    teams,
    uploads,
)
from dashboard.pages.entries import READ_OR_UPLOAD, PageEntry

MENU = (
    PageEntry("overview", overview),
    PageEntry("teams", teams),
    PageEntry("team", team, is_listed=False),
    PageEntry("compare", compare),
    PageEntry("flags", flags),
    PageEntry("tasks", tasks),
    PageEntry("petitions", petitions),
    PageEntry("disclosure", disclosure),
    PageEntry("uploads", uploads, rights=READ_OR_UPLOAD, opens_empty=True),
    PageEntry("record", record, is_listed=False, rights=READ_OR_UPLOAD),
    PageEntry("links", links, rights=("make_link", "manage_links")),
    PageEntry("scheme", scheme),
    PageEntry("method", method),
    PageEntry("health", health),
    PageEntry("people", people, rights=("manage_people", "read_log"), is_scored=False),
    PageEntry("log", log, rights=("read_log", "see_readers"), is_scored=False),
)
