"""Pages that are no Streamlit pages: signing in, a link that is over, the public board.

Plain HTML without a script, so that whoever is not signed in meets nothing that could be
asked more than it says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from dashboard.sharing import LANGUAGE, LANGUAGES
from dashboard.text import Text, catalogue

# Nothing but our own style and forms that come back to us.
_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
_CHINESE_FIRST = re.compile(r"\s*(zh|\*|$)", re.IGNORECASE)


def language_of(request: HTTPConnection) -> Text:
    """Return the words a reader asked for by the address, else by the browser."""
    chosen = request.query_params.get(LANGUAGE)
    if chosen not in LANGUAGES:
        first = request.headers.get("accept-language", "").split(",")[0]
        chosen = "zh" if _CHINESE_FIRST.match(first) else "en"
    return catalogue(chosen)


def plain_page(
    text: Text,
    title: str,
    body: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Return a whole page.

    Args:
        body: HTML below the heading, every value in it escaped already.
    """
    page = (
        f'<!doctype html><html lang="{LANGUAGE_TAGS[text.language]}"><head>'
        '<meta charset="utf-8"><meta name="robots" content="noindex">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · {escape(text('app.name'))}</title>"
        '<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/assets/plain.css"></head>'
        f"<body><header><p><strong>{escape(text('app.name'))}</strong> "
        f"<span>{escape(text('app.subtitle'))}</span></p></header>"
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    own = {"content-security-policy": _POLICY, "cache-control": "no-store"}
    return HTMLResponse(page, status, {**own, **(headers or {})})
