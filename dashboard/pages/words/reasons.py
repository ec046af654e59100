"""Why a team is flagged, in one line of words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.pages.words.amounts import chance
from dashboard.pages.words.numbers import points, share
from dashboard.text import Text

_DAYS = ("overdue_task", "petition_overdue", "finding_overdue", "not_disclosed")


def reason(flag: Mapping[str, Any], text: Text) -> str:
    """Return the reason of one flag, a row of `reads.teams.team_flags`."""
    name = flag["flag"]
    write = share if name == "rate_under_floor" else _days if name in _DAYS else points
    observed = flag["observed"]
    if name == "falling" and observed is not None:
        observed = abs(observed)
    return text(
        f"reason.{name}",
        observed=write(observed),
        threshold=write(flag["threshold"]),
        n=flag["n"],
        sure=chance(flag["probability"], text),
        subject=_subject(flag["subject"], text),
    )


def flag_word(flag: str, text: Text) -> str:
    """Return the name of a flag."""
    return text(f"flag.{flag}")


def _days(value: float | None) -> str:
    return "0" if value is None else f"{value:.0f}"


def _subject(subject: str | None, text: Text) -> str:
    for key in (f"dimension.{subject}", f"part.{subject}"):
        if key in text.words:
            return text(key)
    return subject or ""
