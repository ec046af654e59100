"""The one cookie: a secret that names the session of this browser."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from dashboard.settings import Settings

_TOKEN_BYTES = 32


def new_token() -> str:
    """Return a secret nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def is_secure(settings: Settings) -> bool:
    """Tell whether people reach the server over TLS only."""
    return (settings.public_url or "").startswith("https://")


def cookie_name(settings: Settings) -> str:
    """Return the cookie's name; over TLS a browser lets no other host set it."""
    return "__Host-two-cards" if is_secure(settings) else "two-cards"


def token_in(cookies: Mapping[str, str], settings: Settings) -> str | None:
    """Return the token a browser sent, None if it sent none."""
    return cookies.get(cookie_name(settings))


def set_cookie(token: str, settings: Settings) -> str:
    """Return the header that hands a browser its token, until the browser is closed."""
    return f"{cookie_name(settings)}={token}; {_attributes(settings)}"


def drop_cookie(settings: Settings) -> str:
    """Return the header that takes it away."""
    return f"{cookie_name(settings)}=; Max-Age=0; {_attributes(settings)}"


def _attributes(settings: Settings) -> str:
    return "Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if is_secure(settings) else "")
