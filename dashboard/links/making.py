"""Making, extending and revoking a link: who may, and within which limits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields

from dashboard.access.narrowing import Shared
from dashboard.access.viewer import Roots, Viewer
from dashboard.errors import NotAllowedError, RefusedError
from dashboard.filters import Filters
from dashboard.links import opening
from dashboard.links.views import SHARED_PAGES, hold, written
from dashboard.sharing import LANGUAGES
from dashboard.storage.links import Audience, Link
from dashboard.storage.moments import now
from dashboard.storage.workspace import Workspace

DAY_SECONDS = 86_400
# Pages whose rows the disclosed board can show to anyone.
PUBLIC_PAGES = ("overview", "teams", "compare")
# What the board can be narrowed by, and what only says which part is before the eyes.
_ON_BOARD = ("month", "team", "tier", "peer_group", "grade", "number", "item")


@dataclass(frozen=True)
class Wish:
    """How a view is to be sent.

    Attributes:
        is_latest: whether the month moves on to the newest one.
        version: the version to stay with; None is always the one that serves.
        days: after which the link ends.
    """

    language: str
    is_latest: bool = False
    version: str | None = None
    audience: Audience = "people"
    days: int = 30


def is_for_board(filters: Filters) -> bool:
    """Tell whether the disclosed board can hold its readers to a view.

    A choice that the board does not know would open it on more than was sent.
    """
    return all(
        field.name in _ON_BOARD or getattr(filters, field.name) is None
        for field in fields(Filters)
        if field.name not in ("scope", "sees_severity")
    )


def may_make(viewer: Viewer, page: str, audience: Audience = "people") -> bool:
    """Tell whether somebody may send views of a page; nobody does so as somebody else."""
    if viewer.looking_as is not None or page not in SHARED_PAGES:
        return False
    if audience == "public":
        # Over every team, since the board shows every team that a view leaves in.
        return page in PUBLIC_PAGES and viewer.reach("make_public_link") is None
    return viewer.may("read") and viewer.may("make_link")


def make(
    stores: Workspace,
    viewer: Viewer,
    page: str,
    filters: Filters,
    scope: Roots,
    wish: Wish,
    within: Shared | None = None,
) -> Link:
    """Make a link to a view, and write it to the log.

    Args:
        filters: the view, its month settled.
        scope: roots of what its sender sees of it.
        within: the link through which its sender looks; no wider one is made of it.

    Raises:
        NotAllowedError: the right is missing.
        RefusedError: the version is not there, or the days are none.
    """
    if not may_make(viewer, page, wish.audience):
        raise _refused(stores, viewer, "make_link")
    if within is not None:
        wish, filters = _held_wish(stores, wish, within), hold(filters, within)[0]
    if wish.audience == "public" and (within is not None or not is_for_board(filters)):
        raise NotAllowedError("The disclosed board cannot show this view.")
    if wish.language not in LANGUAGES or wish.days < 1 or filters.month is None:
        raise RefusedError("A link needs a language, a month and at least one day.")
    if wish.version is not None and wish.version not in stores.built.versions():
        raise RefusedError("This version is not there any more. Load the page again.")
    days = min(wish.days, stores.settings.link_days_most)
    link = Link(
        code=secrets.token_urlsafe(opening.CODE_BYTES),
        page=page,
        query=written(page, filters, scope, is_latest=wish.is_latest),
        follows="latest" if wish.is_latest else "fixed",
        # Only what is disclosed is shown to anyone, whatever version serves.
        version=None if wish.audience == "public" else wish.version,
        language=wish.language,
        audience=wish.audience,
        made_by=viewer.login,
        made_at=now(),
        expires_at=opening.moment() + days * DAY_SECONDS,
    )
    stores.records.links.add(link)
    return link


def _held_wish(stores: Workspace, wish: Wish, within: Shared) -> Wish:
    sent = stores.records.links.find(within.code)
    if sent is None or sent.page != within.page:
        raise NotAllowedError("You may not make this link.")
    is_latest = wish.is_latest and sent.follows == "latest"
    version = within.version or wish.version
    return Wish(wish.language, is_latest, version, wish.audience, wish.days)


def is_own(viewer: Viewer, link: Link) -> bool:
    """Tell whether somebody made a link themself."""
    return viewer.looking_as is None and viewer.login == link.made_by


def may_change(viewer: Viewer, link: Link) -> bool:
    """Tell whether somebody may end a link, or let it end later."""
    return is_own(viewer, link) or (viewer.looking_as is None and viewer.may("manage_links"))


def revoke(stores: Workspace, viewer: Viewer, code: str) -> Link:
    """End a link at once and for good.

    Raises:
        NotAllowedError: it is somebody else's, or there is none.
        RefusedError: it was revoked already.
    """
    _changeable(stores, viewer, code, "revoke_link")
    return stores.records.links.revoke(code, viewer.login, opening.moment())


def extend(
    stores: Workspace, viewer: Viewer, code: str, days: int, seen: float | None = None
) -> Link:
    """Let an open link end later, within what the settings allow from today on.

    Args:
        seen: when it ended as the button was drawn; a link that ends at another moment by
            now was extended already, and stays as it is. None does not ask.

    Raises:
        NotAllowedError: it is somebody else's, or there is none.
        RefusedError: it is over, or ends as late as it may.
    """
    link, today = _changeable(stores, viewer, code, "extend_link"), opening.moment()
    # A link that lasts longer is a link made anew: whoever lost the right ends it only.
    if not (may_make(viewer, link.page, link.audience) or viewer.may("manage_links")):
        raise _refused(stores, viewer, "extend_link")
    if seen not in (None, link.expires_at):
        return link
    latest = today + stores.settings.link_days_most * DAY_SECONDS
    later = min(link.expires_at + days * DAY_SECONDS, latest)
    if days < 1 or later < link.expires_at + DAY_SECONDS:
        raise RefusedError("The link ends as late as a link may.")
    return stores.records.links.extend(code, viewer.login, today, later)


def _changeable(stores: Workspace, viewer: Viewer, code: str, act: str) -> Link:
    link = stores.records.links.find(code)
    # Somebody else's link and no link look the same.
    if link is None or not may_change(viewer, link):
        raise _refused(stores, viewer, act)
    return link


def _refused(stores: Workspace, viewer: Viewer, act: str) -> NotAllowedError:
    stores.records.note(viewer.login, "refused_act", act)
    return NotAllowedError("This needs a right that was not granted to you.")
