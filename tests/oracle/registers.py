"""The uploaded rows, typed: keys upserted, defaults filled in, later events not yet happened.

scoring.md section 1 (kinds, keys, defaults) and the second paragraph of section 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.span import first_of

Text = dict[str, Any]
Tables = dict[str, list[Text]]


@dataclass(frozen=True)
class Team:
    """One team of the register, as it stands now."""

    team_id: str
    parent_id: str | None
    tier: str
    peer_group: str
    is_assessed: bool
    active_from: date | None
    active_to: date | None

    def is_scored(self, first: date, last: date) -> bool:
        """Tell whether the team is assessed and active on a day of the month."""
        starts_in_time = self.active_from is None or self.active_from <= last
        has_not_ended = self.active_to is None or self.active_to >= first
        return self.is_assessed and starts_in_time and has_not_ended


@dataclass(frozen=True)
class Row:
    """What every row of evidence has: its team, its upload and the key that items carry."""

    team_id: str
    upload_id: str
    key: str


@dataclass(frozen=True)
class Task(Row):
    """One task of one team."""

    role: str
    level: str
    assigned_on: date | None
    due_on: date
    extended_to: date | None
    done_on: date | None
    progress: float | None
    quality: str | None
    is_exempt: bool


@dataclass(frozen=True)
class Rating(Row):
    """One score that a rater gave to a team in a month; `key` is the rater."""

    month: date
    group: str
    score: float


@dataclass(frozen=True)
class Ballot(Row):
    """The votes of one rater group on a team in a month."""

    month: date
    group: str
    excellent: float
    good: float
    fair: float
    poor: float


@dataclass(frozen=True)
class Notice(Row):
    """One disclosure notice."""

    due_on: date
    posted_on: date | None
    posted_until: date | None
    items_due: float | None
    items_posted: float | None


@dataclass(frozen=True)
class Objection(Row):
    """One objection to a published result."""

    received_on: date
    answered_on: date | None


@dataclass(frozen=True)
class Petition(Row):
    """One petition case."""

    topic: str | None
    petitioner_key: str | None
    received_on: date
    notified_on: date | None
    rejected_on: date | None
    accepted_on: date | None
    extended_on: date | None
    closed_on: date | None
    is_repeat: bool | None
    satisfaction: str | None
    finding: str | None
    cleared_on: date | None
    excluded_reason: str | None


@dataclass(frozen=True)
class Finding(Row):
    """One audit finding."""

    category: str | None
    found_on: date
    report_due_on: date | None
    reported_on: date | None
    due_on: date
    closed_on: date | None
    amount: float | None
    rectified: float | None
    is_repeat: bool


@dataclass(frozen=True)
class Adjustment(Row):
    """One adjustment or gate that a named person confirmed."""

    month: date
    kind: str
    points: float | None


@dataclass(frozen=True)
class Registers:
    """All rows of all kinds, one per key."""

    teams: list[Team]
    tasks: list[Task]
    ratings: list[Rating]
    ballots: list[Ballot]
    notices: list[Notice]
    objections: list[Objection]
    petitions: list[Petition]
    findings: list[Finding]
    adjustments: list[Adjustment]


def as_date(text: str | None) -> date | None:
    """Read an ISO day; blank is null."""
    return date.fromisoformat(text) if text else None


def required_date(text: str | None) -> date:
    """Read an ISO day that must be there."""
    day = as_date(text)
    if day is None:
        raise ValueError("a required date is blank")
    return day


def as_number(text: str | None) -> float | None:
    """Read a plain decimal number; blank is null."""
    return float(text) if text else None


def as_boolean(text: str | None, default: bool | None) -> bool | None:
    """Read true or false; blank is the default of the column."""
    return {"true": True, "false": False}[text] if text else default


def as_month(text: str | None) -> date:
    """Read YYYY-MM, or any day of the month, as its first day."""
    return first_of(required_date(f"{text}-01" if text and len(text) == 7 else text))


def newest(rows: Iterable[Text], key: Callable[[Text], object]) -> list[Text]:
    """Keep one row per key: the later one replaces the earlier (upload, then row)."""
    kept: dict[object, Text] = {}
    for row in sorted(rows, key=lambda row: (row["upload_id"], int(row["row"] or 0))):
        kept[key(row)] = row
    return list(kept.values())
