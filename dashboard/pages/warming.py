"""What the first visitor would otherwise wait for, done in the first seconds of serving."""

from __future__ import annotations

from dashboard.serving.process import open_newest


def warm_up() -> tuple[int, str | None]:
    """Import every page, with the charts and libraries behind them, and open the scores.

    Returns:
        How many pages are at hand, and which version; None when there is none yet.
    """
    # Here, not above: the server answers while this takes its two seconds.
    from dashboard.pages.menu import MENU

    return len(MENU), open_newest()
