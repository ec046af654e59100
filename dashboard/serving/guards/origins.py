"""Whose request it is: asked of our own name, and by a page of our own.

A browser sends its cookie whoever made it ask. The name that was asked for and the page
that asked are what tells our own requests from those of another site.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from dashboard.settings import Settings

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEMES = {"ws": "http", "wss": "https"}
_CHANGES_NOTHING = ("GET", "HEAD", "OPTIONS")


def is_own_host(connection: HTTPConnection, settings: Settings) -> bool:
    """Tell whether a request asks for a name that is ours.

    With `public_url` that is its host and port; without, any name of this computer itself.
    What a proxy says it was asked for (X-Forwarded-Host) is never believed: a browser that
    was led here by another site's name could say it as well.
    """
    if settings.public_url is None:
        return is_asked_from_here(connection)
    public = _origin(settings.public_url)
    # A proxy that speaks TLS for us speaks none with us, so the scheme is not compared.
    return public is not None and _asked(connection, public[0]) == public


def is_asked_from_here(connection: HTTPConnection) -> bool:
    """Tell whether a request names this computer itself, as a machine that watches does."""
    asked = _asked(connection)
    return asked is not None and is_loopback(asked[1])


def is_own_origin(connection: HTTPConnection, settings: Settings) -> bool:
    """Tell whether a page of ours made the browser ask; for requests that change something.

    Origin must be ours to the letter: scheme, host and port. Without one (older browsers,
    and every program that is no browser) the browser must say same-origin by itself.
    """
    site = connection.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        return False
    origins = connection.headers.getlist("origin")
    if not origins:
        return site == "same-origin"
    own = _asked(connection) if settings.public_url is None else _origin(settings.public_url)
    return len(origins) == 1 and own is not None and _origin(origins[0], is_bare=True) == own


def must_be_own(connection: HTTPConnection) -> bool:
    """Tell whether a request may change something, opens a socket, or is of a script.

    A script of another site that reads is refused as well: to find out whether it may,
    Streamlit would look for this computer's name in the internet.
    """
    scope = connection.scope
    is_act = scope["type"] == "websocket" or scope["method"] not in _CHANGES_NOTHING
    return is_act or "origin" in connection.headers


def is_loopback(name: str) -> bool:
    """Tell whether a host name or address can only be this computer."""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _asked(connection: HTTPConnection, scheme: str = "") -> tuple[str, str, int] | None:
    hosts = connection.headers.getlist("host")
    scheme = scheme or connection.scope.get("scheme", "http")
    if len(hosts) != 1:
        return None
    return _origin(f"{_SCHEMES.get(scheme, scheme)}://{hosts[0]}", is_bare=True)


def _origin(address: str, *, is_bare: bool = False) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an address; None if it is none.

    Args:
        is_bare: whether anything behind the port makes it none, as in a header.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    is_plain = parts.hostname and "@" not in parts.netloc and address.isprintable()
    behind = address.partition("://")[2] != parts.netloc
    if not is_plain or parts.scheme not in _DEFAULT_PORTS or (is_bare and behind):
        return None
    assert parts.hostname is not None
    return parts.scheme, parts.hostname, port or _DEFAULT_PORTS[parts.scheme]
