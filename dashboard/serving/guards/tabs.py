"""Whose tab it is: what Streamlit keeps of an open page belongs to one session of ours.

Streamlit hands an open page, with all that was typed into it, to whoever names its id, and
takes an upload for it from them. The id is in addresses, so in the log of any proxy; and a
tab that lost its connection comes back with the cookie of whoever signed in meanwhile.
"""

from __future__ import annotations

from starlette.types import Scope
from streamlit.runtime import Runtime

from dashboard.serving.cookies import token_in
from dashboard.serving.guards.addresses import UPLOADS
from dashboard.serving.guards.turns import HOLDER, holder_of
from dashboard.settings import Settings
from dashboard.storage.people.sessions import Session, token_sum

# .streamlit/config.toml tells Streamlit to count this as the owner of a tab.
OWNER = b"x-two-cards-session"


def owned_by(scope: Scope, session: Session) -> Scope:
    """Return a request that says whose it is, and resumes no tab but those of its session."""
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != OWNER]
    owned = [*headers, (OWNER, session.token_sha256.encode())]
    return {**scope, "headers": owned, HOLDER: holder_of(session)}


def is_tab_of_another(path: str, session: Session, settings: Settings) -> bool:
    """Tell whether an upload is meant for a tab that another session has open."""
    if not path.startswith(UPLOADS) or not Runtime.exists():
        return False
    tab = path.removeprefix(UPLOADS).partition("/")[0]
    # A tab that nobody has open is refused by Streamlit.
    info = Runtime.instance()._session_mgr.get_active_session_info(tab)
    context = None if info is None else info.client.client_context
    if context is None:
        return False
    token = token_in(context.cookies, settings)
    return token is None or token_sum(token) != session.token_sha256
