"""How the records write a moment."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Return this moment as the records write it, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
