"""What a flag of the list says: its name, its reason, and the numbers in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.pages.words import numbers
from dashboard.pages.words.amounts import chance, percent
from dashboard.reads.written import written
from dashboard.text import Text

# Flags that count days past a limit.
DAYS = ("overdue_task", "petition_overdue", "finding_overdue", "not_disclosed")


def flag_reason(flag: Mapping[str, Any], text: Text) -> str:
    """Return why a team is flagged, with the note on it."""
    name = flag["flag"]
    said = text(
        f"flags.reason_{name}",
        observed=amount(name, flag["observed"]),
        threshold=_line(name, flag["threshold"]),
        n=flag["n"],
        sure=chance(flag["probability"], text),
        subject=subject_word(flag["subject"], text),
    )
    return said + note_words(flag, text)


def note_words(flag: Mapping[str, Any], text: Text) -> str:
    """Return what has to be minded about a flag, or nothing."""
    return text(f"flags.note_{flag['flag']}_{flag['note']}") if flag["note"] else ""


def amount(flag: str, value: float | None) -> str:
    """Return what was measured, in the unit of the flag."""
    if value is None:
        return numbers.NOTHING
    if flag == "rate_under_floor":
        return percent(value)
    if flag in DAYS:
        return f"{value:.0f}"
    if flag == "not_reported":
        return f"{float(written(value)):g}"
    return str(written(abs(value) if flag == "falling" else value))


def _line(flag: str, value: float | None) -> str:
    if value is None:
        return numbers.NOTHING
    if flag == "rate_under_floor":
        return f"{100 * value:g}%"
    # A standard is worked out; other lines are numbers of the scheme, as they stand there.
    return str(written(value)) if flag == "below_standard" else f"{value:g}"


def subject_word(subject: str | None, text: Text) -> str:
    """Return the name of a dimension or part; a key of a row as it is."""
    for key in (f"dimension.{subject}", f"part.{subject}"):
        if key in text.words:
            return text(key)
    return subject or ""
