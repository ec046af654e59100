"""What the first visitor would otherwise wait for, done in the first seconds of serving."""

from __future__ import annotations

import structlog

from dashboard.serving.process import open_newest


def warm_up() -> None:
    """Import every page, with the charts and libraries behind them, and open the scores."""
    # Here, not above: the server answers while this takes its two seconds.
    from dashboard.pages.menu import MENU

    structlog.get_logger().debug("warmed_up", pages=len(MENU), version=open_newest())
