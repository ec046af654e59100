"""The menu, in its order; a page is one line."""

from __future__ import annotations

from dashboard.pages.compare import page as compare
from dashboard.pages.disclosure import page as disclosure
from dashboard.pages.flags import page as flags
from dashboard.pages.frame.entries import READ_OR_UPLOAD, PageEntry
from dashboard.pages.health import page as health
from dashboard.pages.links import page as links
from dashboard.pages.log import page as log
from dashboard.pages.method import page as method
from dashboard.pages.overview import page as overview
from dashboard.pages.people import page as people
from dashboard.pages.petitions import page as petitions
from dashboard.pages.record import page as record
from dashboard.pages.scheme import page as scheme
from dashboard.pages.tasks import page as tasks
from dashboard.pages.team import page as team
from dashboard.pages.teams import page as teams
from dashboard.pages.uploads import page as uploads

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
