"""Filters: what a reader chose, as a frozen value that can be a cache key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

GRADES = ("excellent", "good", "fair", "poor", "ungraded")
LIGHTS = ("red", "yellow", "green", "grey")
SEVERITIES = ("alarm", "concern", "watch")
# In the order in which they are named: what ends a matter first.
FLAGS = (
    "gate",
    "red_line",
    "below_standard",
    "yellow_line",
    "weak_dimension",
    "rate_under_floor",
    "falling",
    "overdue_task",
    "petition_overdue",
    "finding_overdue",
    "not_disclosed",
    "not_reported",
)
# What presses most first.
TASK_LIGHTS = ("red", "yellow", "blue", "green", "grey")
TASK_STATES = (
    "overdue",
    "behind",
    "due_soon",
    "not_started",
    "under_way",
    "extended",
    "done",
    "exempt",
)
TASK_ROLES = ("lead", "support")
# The four lists of one ledger; the first is shown when none is chosen.
TASK_LISTS = ("time", "problem", "measure", "duty")
# Parts whose items are cases, as queries/pages/proportion_limits.sql names them.
RATE_PARTS = (
    "petition_accept",
    "petition_close",
    "petition_satisfied",
    "petition_rated",
    "petition_repeat",
    "audit_rectified",
    "audit_report",
    "notice_on_time",
    "objection_on_time",
)


@dataclass(frozen=True)
class Filters:
    """What a reader chose; None everywhere means no limit.

    Attributes:
        month: first day of the month; None is the newest there is.
        team: root of the part of the tree that is shown.
        tier: tier of the teams that are shown.
        peer_group: peer group of the teams that are shown.
        grade: grade the teams have in that month.
        light: light the teams have in that month.
        open_team: the one team whose own page is open.
        item: the one flag, task, case or upload that is open, by its key.
        severity, flag: severity and kind of the flags that are shown.
        task_light, state, level, role: light, state, level and role of the tasks shown.
        task_list: the one of TASK_LISTS that is shown; None is the first.
        rate: the one of RATE_PARTS that is shown over time.
        search: words that must all be found, separated by single spaces.
        number: page of a long list, from 1; None is the first.
        tried: numbers tried in place of those of the scheme, see `reads.tried`; None is
            the scheme in force.
        kind, key: kind and key of the one record that is open, see `sharing.to_key`.
        scope: roots of the trees the viewer may see, set by `access.narrow` and by
            nothing else; None is everything, empty is nothing.
        sees_severity: whether the viewer may see how lenient each rater is; set likewise.
    """

    month: date | None = None
    team: str | None = None
    tier: str | None = None
    peer_group: str | None = None
    grade: str | None = None
    light: str | None = None
    open_team: str | None = None
    item: str | None = None
    severity: str | None = None
    flag: str | None = None
    task_light: str | None = None
    state: str | None = None
    level: str | None = None
    role: str | None = None
    task_list: str | None = None
    rate: str | None = None
    search: str | None = None
    number: int | None = None
    tried: str | None = None
    kind: str | None = None
    key: str | None = None
    scope: tuple[str, ...] | None = None
    sees_severity: bool = False
