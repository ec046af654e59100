"""What was done with an upload, in words."""

from __future__ import annotations

from dashboard.pages.words import numbers
from dashboard.storage.uploads import UploadChange
from dashboard.text import Text


def change_words(text: Text, change: UploadChange) -> str:
    """Return who took an upload back or put it back, when, and why."""
    key = "changed_why" if change.reason else "changed"
    return text(
        f"uploads.{key}",
        at=numbers.moment_words(change.at, text),
        actor=change.actor,
        reason=change.reason,
    )
