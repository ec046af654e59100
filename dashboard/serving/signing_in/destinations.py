"""Where signing in leads to: an address of this site, whatever somebody wrote into a link."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

HOME = "/"
LONGEST = 4_000
# Addresses that ask who it is: leading there would go in a circle, or sign out at once.
_ROUND = re.compile(r"/(sign-in|sign-out|password|auth|oauth2callback)(/|$)")
# What browsers read as a slash, drop in silence, or take for the end of a header.
_ODD = re.compile(r"[\\\x00-\x20\x7f-\xa0\u2028\u2029]")
_DECODINGS = 3


def local_address(wanted: str | None) -> str:
    """Return where to go after signing in; the first page if it is not on this site."""
    if not wanted or len(wanted) > LONGEST or _ODD.search(wanted):
        return HOME
    path = wanted.partition("?")[0].partition("#")[0]
    for _ in range(_DECODINGS):
        is_local = path.startswith("/") and "//" not in path and not _ODD.search(path)
        if not is_local or _ROUND.match(path):
            return HOME
        path = unquote(path)
    # A half of a character that is none on its own cannot be sent.
    return quote(wanted, safe="/?#%&=+,:;@!$'()*[]~-._", errors="replace")
