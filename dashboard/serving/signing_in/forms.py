"""Forms of our plain pages: what a browser sends back, and the few parts they are made of."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from dashboard.sharing import LANGUAGE, LANGUAGES
from dashboard.text import Text

_MOST_BYTES = 16 * 1024
_KIND = "application/x-www-form-urlencoded"


async def form_of(request: Request) -> dict[str, str]:
    """Read a form; of a field that is there twice the last one counts.

    Raises:
        HTTPException: it is no form, or larger than any of ours can be.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise HTTPException(400)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BYTES:
            raise HTTPException(413)
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in fields.items()}


def hidden(name: str, value: str) -> str:
    """Return a field that nobody sees."""
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'


def alert(sentence: str) -> str:
    """Return what went wrong, read out at once by a screen reader."""
    return f'<p role="alert" id="said">{escape(sentence)}</p>' if sentence else ""


def language_switch(text: Text, path: str, query: str) -> str:
    """Return the link to the same page in the other language.

    Args:
        query: of the page, encoded, without the language.
    """
    other = next(language for language in LANGUAGES if language != text.language)
    href = escape(f"{path}?{query}{'&' if query else ''}{LANGUAGE}={other}")
    tag = "zh-CN" if other == "zh" else "en"
    return (
        f'<p class="switch"><a href="{href}" hreflang="{tag}" lang="{tag}">'
        f"{escape(text('shell.language'))}</a></p>"
    )
