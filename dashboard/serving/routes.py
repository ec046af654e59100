"""Addresses of our own, beside those of Streamlit."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard.serving import shared
from dashboard.serving.board import page as board
from dashboard.serving.downloads.exporting import send_export
from dashboard.serving.downloads.files import send_file
from dashboard.serving.head import ASSETS
from dashboard.serving.signing_in.oidc import OIDC_ROUTES
from dashboard.serving.signing_in.sign_in import SIGN_IN_ROUTES
from dashboard.serving.stop import stop_tab

ROUTES: list[BaseRoute] = [
    Mount("/assets", StaticFiles(directory=ASSETS)),
    *SIGN_IN_ROUTES,
    *OIDC_ROUTES,
    *board.ROUTES,
    *shared.ROUTES,
    Route("/files/{ticket}", send_file),
    Route("/stop/{tab}", stop_tab, methods=["POST"]),
    Route("/export/{relation}.{suffix}", send_export),
]
