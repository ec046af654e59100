"""Which addresses there are: one that is not named here is answered to nobody.

Streamlit answers any address it does not know with its page, and grows new ones of its own
with each release. So the list is of what may pass, not of what may not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.routing import BaseRoute, Match
from starlette.types import Scope

from dashboard.text import catalogue

# Streamlit's addresses that its pages need; metrics, media, components and agents do not.
_STREAMLIT = frozenset({"/favicon.png", "/_stcore/health", "/_stcore/host-config"})
_STREAM = "/_stcore/stream"
UPLOADS = "/_stcore/upload_file/"
SIGNING_IN = ("/auth/login", "/auth/logout", "/oauth2callback")
_STATIC = "/static/"

# An address is written in one way only. Whoever writes it in another (a letter or a slash
# as %2e, two slashes, a dot or a semicolon that some server drops) wants it to be taken for
# another one by whom it passes.
_ODD = re.compile(r"//|/\.\.?(/|$)|[\\;\x00-\x20\x7f]|[. ](/|$)")
_DISGUISED = re.compile(rb"%[0-7]", re.IGNORECASE)


def is_written_plainly(scope: Scope) -> bool:
    """Tell whether an address can be taken for no other one."""
    raw = scope.get("raw_path") or b""
    return not _ODD.search(scope["path"]) and not _DISGUISED.search(raw.partition(b"?")[0])


def is_static(path: str) -> bool:
    """Tell whether an address holds a file that is the same for everybody."""
    return path.startswith(_STATIC) or path == "/favicon.png"


def is_below(path: str, openings: Sequence[str]) -> bool:
    """Tell whether an address is one of the given, or lies below one."""
    return any(f"{path}/".startswith(f"{one.rstrip('/')}/") for one in openings)


def is_page(path: str) -> bool:
    """Tell whether Streamlit draws a page of ours at this address."""
    name = path[1:].removesuffix("/")
    return not name or f"page.{name}" in catalogue("zh").words


def is_known(scope: Scope, routes: Sequence[BaseRoute]) -> bool:
    """Tell whether anything may answer here.

    Args:
        routes: our own, beside those of Streamlit.
    """
    path = scope["path"]
    if scope["type"] == "websocket":
        return path == _STREAM
    is_read = scope["method"] in ("GET", "HEAD")
    if path.startswith(UPLOADS):
        return not is_read
    is_streamlits = path in _STREAMLIT or path in SIGNING_IN
    if is_streamlits or path.startswith(_STATIC) or is_page(path):
        return True
    # What a route of ours does not read, Streamlit would answer with its page.
    wanted = (Match.FULL,) if is_read else (Match.FULL, Match.PARTIAL)
    # A copy, since a route that matches may write into what it is asked about.
    return any(route.matches(dict(scope))[0] in wanted for route in routes)
