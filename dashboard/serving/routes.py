"""Addresses of our own, beside those of Streamlit."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from dashboard.serving.head import ASSETS

ROUTES: list[BaseRoute] = [
    Mount("/assets", StaticFiles(directory=ASSETS)),
]
