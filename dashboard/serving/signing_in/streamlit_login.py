"""What Streamlit's own login needs from us and hands back: secrets, addresses, cookies.

Streamlit speaks with the identity provider: it sends people there, and checks what they
bring back. Nothing else of its login is used; a session is always one of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from streamlit.auth_util import (
    encode_provider_token,
    get_cookie_with_chunks,
    set_cookie_with_chunks,
)
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    decode_signed_value,
)
from streamlit.web.server.starlette.starlette_server_config import (
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from dashboard.settings import Settings
from dashboard.storage.secret import secret_at

LOGIN, LOGOUT, CALLBACK = "/auth/login", "/auth/logout", "/oauth2callback"
_PROVIDER = "default"
# Where the cookies are read again: only when somebody signs out at the provider.
_PLACE = "Path=/auth; HttpOnly; SameSite=Lax"


class Identity(NamedTuple):
    """What the provider confirmed.

    Attributes:
        claims: of the identity token, checked by Streamlit: signature, audience, nonce.
        id_token: which signing out at the provider wants to see again.
    """

    claims: Mapping[str, Any]
    id_token: str


def auth_secrets(settings: Settings) -> dict[str, Any] | None:
    """Return the secrets of Streamlit's login; None where it needs or reads none of ours."""
    secret = settings.oidc_client_secret
    if settings.identity != "oidc" or settings.oidc_client_id is None or secret is None:
        return None
    # Streamlit puts its own port in, for a first try on this computer.
    site = (settings.public_url or "http://localhost:{port}").rstrip("/")
    return {
        "auth": {
            "redirect_uri": f"{site}{CALLBACK}",
            "cookie_secret": secret_at(settings.data / "secret" / "cookie_secret").decode(),
            "client_id": settings.oidc_client_id,
            "client_secret": secret.get_secret_value(),
            "server_metadata_url": settings.oidc_metadata_url,
        }
    }


def login_address() -> str:
    """Return the address that leads to the provider; good for two minutes."""
    return f"{LOGIN}?{urlencode({'provider': encode_provider_token(_PROVIDER)})}"


def is_ours_to_make(name: str) -> bool:
    """Tell whether a cookie is one of Streamlit's two, which we write ourselves."""
    return name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME))


def identity_in(cookies: Mapping[str, str]) -> Identity | None:
    """Return what Streamlit learned from the provider; None if it learned nothing."""
    user = _content(cookies, USER_COOKIE_NAME)
    if not user or not user.get("is_logged_in"):
        return None
    tokens = _content(cookies, TOKENS_COOKIE_NAME) or {}
    return Identity(user, str(tokens.get("id_token") or ""))


def sign_out_cookies(identity: Identity, *, is_secure: bool) -> list[str]:
    """Return what Streamlit needs to end the provider's session, and not a word more.

    Streamlit's own cookies hold all that the provider said, for thirty days.
    """
    headers: list[str] = []
    place = f"{_PLACE}; Secure" if is_secure else _PLACE

    def add(name: str, value: str) -> None:
        headers.append(f"{name}={_signed(name, value).decode()}; {place}")

    kept = {"provider": identity.claims.get("provider"), "is_logged_in": False}
    contents = {USER_COOKIE_NAME: kept, TOKENS_COOKIE_NAME: {"id_token": identity.id_token}}
    for name, content in contents.items():
        set_cookie_with_chunks(add, _signed, name, content, cookie_attr_size=len(place) + 2)
    return headers


def dropped_cookies(names: Iterable[str]) -> list[str]:
    """Return what takes those cookies away again."""
    return [f"{name}=; Max-Age=0; {_PLACE}" for name in names if is_ours_to_make(name)]


def _content(cookies: Mapping[str, str], name: str) -> dict[str, Any] | None:
    secret = get_cookie_secret()

    def signed(part: str) -> bytes | None:
        return decode_signed_value(secret, part, cookies.get(part, ""))

    whole = get_cookie_with_chunks(signed, name)
    content = json.loads(whole) if whole else None
    return content if isinstance(content, dict) else None


def _signed(name: str, value: str) -> bytes:
    return create_signed_value(get_cookie_secret(), name, value)
