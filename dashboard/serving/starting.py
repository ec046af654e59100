"""What the server refuses to start with: settings that would let in who should stay out."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.serving.guards.origins import is_loopback
from dashboard.serving.process import workspace
from dashboard.settings import Settings

_UVICORN_DEFAULT = "127.0.0.1"
# Headers that mean something else to whoever reads them.
_TAKEN = ("cookie", "host", "origin", "x-forwarded-for", "x-forwarded-proto", "x-proxy-secret")


def check_start(told: str | None) -> None:
    """End the process with one sentence when it must not serve as it is set up.

    Args:
        told: the address Streamlit is told to listen at; None is every one there is.
    """
    address = listening_address(told, sys.argv, os.environ)
    reason = why_not(Settings(), address, os.environ.get("FORWARDED_ALLOW_IPS"))
    if reason:
        sys.exit(f"Two Cards does not start: {reason}")


def listening_address(
    told: str | None, arguments: Sequence[str], environment: Mapping[str, str]
) -> str | None:
    """Return the address the server will listen at; None is every one there is."""
    program = Path(arguments[0]) if arguments else Path()
    name = program.parent.name if program.name == "__main__.py" else program.stem
    if name != "uvicorn":
        return told or None
    for given, value in zip(arguments, [*arguments[1:], ""], strict=True):
        if given == "--host":
            return value
        if given.startswith("--host="):
            return given.partition("=")[2]
    return environment.get("UVICORN_HOST", _UVICORN_DEFAULT)


def why_not(settings: Settings, address: str | None, forwarded: str | None) -> str:
    """Return what keeps the server from starting, as a sentence; empty is nothing.

    Args:
        address: it listens at; None is every one there is.
        forwarded: the variable FORWARDED_ALLOW_IPS.
    """
    is_beyond = address is None or not is_loopback(address)
    place = address or "every address of this computer"
    url = settings.public_url
    if url is not None and not _is_origin(url):
        return f"DASHBOARD_PUBLIC_URL is '{url}'; write it as https://kpi.example.gov.cn."
    if settings.identity == "demo":
        is_beyond = is_beyond or (url is not None and not is_loopback(_host(url)))
        if is_beyond and not settings.demo_anywhere:
            return (
                "the demo lets anybody in as anybody, and would be reached from other "
                f"computers ({url or place}). Set DASHBOARD_IDENTITY to local, oidc or "
                "proxy, or DASHBOARD_DEMO_ANYWHERE=true if that is meant."
            )
        return ""
    if is_beyond and url is None:
        return (
            f"it would listen at {place} without knowing its own name. Set "
            "DASHBOARD_PUBLIC_URL to the address people use."
        )
    if settings.identity == "oidc":
        return _why_not_oidc(settings)
    return _why_not_proxy(settings, forwarded) if settings.identity == "proxy" else ""


def _why_not_oidc(settings: Settings) -> str:
    given = (settings.oidc_client_id, settings.oidc_client_secret, settings.oidc_metadata_url)
    if any(given) and not all(given):
        return (
            "DASHBOARD_OIDC_CLIENT_ID, DASHBOARD_OIDC_CLIENT_SECRET and "
            "DASHBOARD_OIDC_METADATA_URL belong together, and one is missing."
        )
    url = settings.oidc_metadata_url
    if url and not (url.startswith("https://") or is_loopback(_host(url))):
        return "DASHBOARD_OIDC_METADATA_URL must begin with https://."
    return ""


def _why_not_proxy(settings: Settings, forwarded: str | None) -> str:
    if forwarded != "":
        return (
            "with DASHBOARD_IDENTITY=proxy the server must see who really connects. Set the "
            "variable FORWARDED_ALLOW_IPS to nothing (FORWARDED_ALLOW_IPS=)."
        )
    header = settings.proxy_header
    if not re.fullmatch(r"[A-Za-z0-9-]+", header) or header.lower() in _TAKEN:
        return f"DASHBOARD_PROXY_HEADER is '{header}', which cannot name a login."
    for one in settings.proxy_addresses.split(","):
        try:
            ip_network(one.strip(), strict=False)
        except ValueError:
            return f"DASHBOARD_PROXY_ADDRESSES names '{one}', which is no address or network."
    return ""


class Reach:
    """Keep the demo on this computer, however the server was started."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request that reached this computer at an address of its own."""
        server = scope.get("server")
        is_elsewhere = server is not None and _is_elsewhere(server[0])
        if not (is_elsewhere and await run_sync(_is_bound)):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse("The demo is for this computer only.\n", 403)(
                scope, receive, send
            )
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})


def _is_bound() -> bool:
    settings = workspace().settings
    return settings.identity == "demo" and not settings.demo_anywhere


def _is_elsewhere(address: str) -> bool:
    try:
        return not ip_address(address).is_loopback
    except ValueError:
        # A socket file of this computer, or a client that is a test.
        return False


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _is_origin(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return False
    return bool(is_whole) and not (parts.path.strip("/") or parts.query or parts.username)
