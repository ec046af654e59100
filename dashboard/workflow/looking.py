"""Noting who looked at a team: once per session, team, way and day, for the team to see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from dashboard.access.viewer import Viewer
from dashboard.storage.audit.log import VIEW
from dashboard.storage.people.sessions import session_name, token_sum
from dashboard.storage.workspace import Workspace

Way = Literal["page", "link", "export"]
WAYS: tuple[Way, ...] = ("page", "link", "export")
READING = "read_log"
_EVER = ""


def note_look(
    stores: Workspace, viewer: Viewer, token: str | None, team_id: str, way: Way
) -> None:
    """Write down that a person saw a team, unless this session has done so today.

    Args:
        token: of the session; only a name made from it is kept.
        way: on the page, through a link, or in an exported file.
    """
    detail: dict[str, object] = {"way": way}
    if viewer.looking_as is not None:
        detail["looking_as"] = viewer.looking_as.login
    name = session_name(token_sum(token or ""))
    stores.records.log.note_once(viewer.login, VIEW, team_id, _today(), name, **detail)


def note_reading(stores: Workspace, viewer: Viewer, token: str | None) -> None:
    """Write down that a person reads the log, once per session."""
    name = session_name(token_sum(token or ""))
    stores.records.log.note_once(viewer.login, READING, "log", _EVER, name)


def _today() -> str:
    """Return the moment at which this day began, as the log writes it."""
    begin = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return begin.astimezone(UTC).isoformat(timespec="milliseconds")
