"""The headers every answer carries: what a browser may do with it, and for whom.

They are added to what an answer brings of its own; a stricter value stays.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from starlette.requests import HTTPConnection
from starlette.types import Message

from dashboard.serving.cookies import is_secure
from dashboard.settings import Settings

Headers = list[tuple[bytes, bytes]]

_POLICY = b"content-security-policy"
# A year, as the lists that browsers bring along ask for.
_ONLY_TLS = b"max-age=31536000"
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_NOTHING_OF_THE_DEVICE = ", ".join(
    f"{device}=()"
    for device in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)


def inline_script_sums(page: bytes) -> tuple[str, ...]:
    """Return what allows the scripts that are written into a page, and no others."""
    # A browser sums up what it parsed: line ends are \n there.
    scripts = _INLINE_SCRIPT.findall(page.replace(b"\r\n", b"\n"))
    return tuple(f"'sha256-{b64encode(sha256(one).digest()).decode()}'" for one in scripts)


def page_policy(
    connection: HTTPConnection, settings: Settings, scripts: Iterable[str] = ()
) -> str:
    """Return what Streamlit's pages may load, and who may show them in a frame.

    Args:
        scripts: sums of the inline scripts that may run.
    """
    # Some browsers do not count a socket to the same place as 'self'. The host was
    # compared with ours at the door.
    host = connection.headers.get("host", "")
    sockets = f"{'wss' if is_secure(settings) else 'ws'}://{host}" if host else ""
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(("'self'", *scripts)),
        # Streamlit writes the look of each element into the page while it draws it, so
        # no sum or number could name it beforehand. A style reads nothing and sends
        # nothing: all it could load is named below.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self' {sockets}".strip(),
        "worker-src": "'self' blob:",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": frame_ancestors(settings),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def frame_ancestors(settings: Settings) -> str:
    """Return whose pages may show ours in a frame."""
    return settings.embed_hosts.strip() or "'none'"


def with_headers(message: Message, settings: Settings, policy: str) -> Message:
    """Return the start of an answer with every header it lacks, and cookies kept to TLS."""
    headers = [_kept_to_tls(header, settings) for header in message.get("headers", ())]
    given = {name.lower() for name, _ in headers}
    added = _added(settings)
    added[_POLICY] = policy.encode()
    if dict(headers).get(b"content-type", b"").startswith(b"text/html"):
        added[b"cache-control"] = b"no-store"
    lacking = [(name, value) for name, value in added.items() if name not in given]
    return {**message, "headers": [*headers, *lacking]}


def _added(settings: Settings) -> dict[bytes, bytes]:
    added = {
        b"x-content-type-options": b"nosniff",
        # The code of a link is part of an address: no other site learns it.
        b"referrer-policy": b"same-origin",
        b"permissions-policy": _NOTHING_OF_THE_DEVICE.encode(),
        b"cross-origin-resource-policy": b"same-origin",
    }
    if not settings.embed_hosts:
        # For browsers that know no frame-ancestors.
        added[b"x-frame-options"] = b"DENY"
    if is_secure(settings):
        added[b"strict-transport-security"] = _ONLY_TLS
    if is_secure(settings) or settings.public_url is None:
        # Elsewhere browsers ignore it, and complain.
        added[b"cross-origin-opener-policy"] = b"same-origin"
    return added


def _kept_to_tls(header: tuple[bytes, bytes], settings: Settings) -> tuple[bytes, bytes]:
    # Streamlit's own cookies say nothing of TLS.
    name, value = header
    if name.lower() != b"set-cookie" or not is_secure(settings):
        return header
    return (name, value) if b"; secure" in value.lower() else (name, value + b"; Secure")
