"""A code → the link that it opens, at this very moment."""

from __future__ import annotations

import re
import time

from dashboard.errors import GoneError, UnknownNameError
from dashboard.storage.links import Link
from dashboard.storage.workspace import Workspace

CODE_BYTES = 16
_CODE = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)


def moment() -> float:
    """Return this moment, in seconds since 1970, UTC."""
    return time.time()


def find_open(stores: Workspace, code: str) -> Link:
    """Return the link of a code.

    Raises:
        UnknownNameError: no link has this code; a code that cannot be one looks the same.
        GoneError: the link has ended, or was revoked.
    """
    link = stores.records.links.find(code) if _CODE.fullmatch(code) else None
    if link is None:
        raise UnknownNameError("There is no such link.")
    if link.state(moment()) != "open":
        raise GoneError("This link is over.")
    return link


def is_open(stores: Workspace, code: str) -> bool:
    """Tell whether a code opens anything now."""
    try:
        find_open(stores, code)
    except (UnknownNameError, GoneError):
        return False
    return True
