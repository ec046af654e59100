"""An answer that is a file: taken away, never shown, never kept by anything in between."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.responses import Response

# A file is data of somebody: whatever it holds, it runs nothing and loads nothing.
_HEADERS = {
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|;%\u202a-\u202e\u2066-\u2069]')
_LONGEST_NAME = 150


def file_answer(content: bytes, name: str, media_type: str) -> Response:
    """Return a whole file under a name in any script."""
    headers = {**_HEADERS, "content-disposition": disposition(name)}
    return Response(content, media_type=media_type, headers=headers)


def disposition(name: str) -> str:
    """Return the header that names a file, for browsers old and new (RFC 6266, 5987)."""
    stem, dot, suffix = _UNSAFE.sub("_", name).rpartition(".")
    stem = (stem[:_LONGEST_NAME] if dot else suffix[:_LONGEST_NAME]).strip(". ") or "file"
    ending = f".{suffix[:10]}" if dot else ""
    plain = "".join(one for one in stem if one.isascii()).strip("_ ") or "file"
    plain_ending = "".join(one for one in ending if one.isascii())
    written = quote(f"{stem}{ending}", safe="")
    return f"attachment; filename=\"{plain}{plain_ending}\"; filename*=UTF-8''{written}"
