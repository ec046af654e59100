"""What every request passes before a route of ours or Streamlit itself sees it, in order."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from dashboard.serving.guards.doors import Doors
from dashboard.serving.guards.sending_in import SendingIn
from dashboard.serving.guards.talk import Talk
from dashboard.serving.head import Head
from dashboard.serving.refusals import Refusals, on_http_exception
from dashboard.serving.routes import ROUTES
from dashboard.serving.signing_in.oidc import Oidc
from dashboard.serving.signing_in.proxies import Proxies
from dashboard.serving.starting import Reach

MIDDLEWARE = [
    Middleware(Head),
    Middleware(Refusals),
    Middleware(Reach),
    Middleware(Proxies),
    Middleware(Doors, routes=ROUTES),
    Middleware(Talk),
    Middleware(SendingIn),
    Middleware(Oidc),
]
EXCEPTION_HANDLERS = {HTTPException: on_http_exception}
