"""The menu, in its order; a page is one line."""

from __future__ import annotations

from dashboard.pages import (
    compare,
    flags,
    health,
    method,
    overview,
    petitions,
    record,
    scheme,
    tasks,
    team,
    teams,
    uploads,
)
from dashboard.pages.shell import PageEntry

MENU = (
    PageEntry("overview", overview),
    PageEntry("teams", teams),
    PageEntry("team", team, is_listed=False),
    PageEntry("compare", compare),
    PageEntry("flags", flags),
    PageEntry("tasks", tasks),
    PageEntry("petitions", petitions),
    PageEntry("uploads", uploads),
    PageEntry("record", record, is_listed=False),
    PageEntry("scheme", scheme),
    PageEntry("method", method),
    PageEntry("health", health),
)
