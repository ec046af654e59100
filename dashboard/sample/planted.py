"""Which team gets which planted event, so that every flag is seen at least once."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.sample.levels import Truth


@dataclass(frozen=True)
class Event:
    """One planted event: the place of its team (the city itself for all) and its month."""

    team: int
    month: int
    note: str


@dataclass(frozen=True)
class _Casting:
    """What an event looks for: a tier (empty is any), how long before the last month.

    Serious events go mostly to teams in trouble: a city where the innocent are red is none.
    """

    name: str
    tier: str
    month_back: int
    note: str
    trouble: str = ""


CASTINGS = (
    _Casting("silent", "bureau", 6, "sends no file at all: not_reported, ungraded"),
    _Casting(
        "no_notices", "bureau", 0, "reports no notices after months of them: not_reported"
    ),
    _Casting("no_ratings", "township", 9, "nobody rates it: not_reported"),
    _Casting("late_task", "bureau", 0, "city task open for 12 days: overdue_task"),
    _Casting("stalled_task", "township", 0, "provincial task open for 47 days: overdue_task"),
    _Casting("late_case", "county", 0, "case 9 days past its limit: petition_overdue"),
    _Casting("unanswered_case", "township", 0, "no answer for 22 days: petition_overdue"),
    _Casting("stalled_case", "county", 0, "case 45 days past its limit", "weak"),
    _Casting("late_finding", "bureau", 0, "finding 20 days past due: finding_overdue"),
    _Casting("old_finding", "bureau", 0, "finding 120 days past due", "weak"),
    _Casting("repeat_finding", "bureau", 0, "repeated finding past due", "weak"),
    _Casting("unposted", "township", 0, "notice not posted: not_disclosed"),
    _Casting("unposted_twice", "township", 0, "notices of two months not posted", "weak"),
    _Casting("dissatisfied", "county", 0, "six in ten are satisfied: rate_under_floor"),
    _Casting("unrectified", "bureau", 0, "one of six findings rectified: rate_under_floor"),
    _Casting("false_data", "township", 0, "confirmed false data: gate"),
    _Casting("unit_red", "", 0, "red plate for the unit: gate", "declining"),
    _Casting("reprisal", "township", 14, "confirmed reprisal: gate"),
    _Casting("faked_rectification", "bureau", 11, "confirmed faked rectification: gate"),
    _Casting("late_unit_red", "section", 8, "red plate for the unit: gate"),
)
# One month in which no ballot was counted anywhere.
NO_BALLOTS_BACK = 7
# Place of the city in the register.
CITY = 0


def planted_events(
    register: pl.DataFrame, free: list[int], truths: list[Truth], months: int
) -> dict[str, Event]:
    """Cast the events; one is left out when no team of its tier is there to play it.

    A team gets one event at most.
    """
    tiers = register["tier"].to_list()
    left = {"": list(free)}
    for truth in truths:
        left.setdefault(truth.change, []).append(truth.team)
    events: dict[str, Event] = {}
    if months > NO_BALLOTS_BACK:
        month = months - 1 - NO_BALLOTS_BACK
        events["no_ballots"] = Event(CITY, month, "no ballots were counted in the whole city")
    for casting in CASTINGS:
        month = months - 1 - casting.month_back
        # The first month has nothing before it that could be missed or overdue.
        team = _player(casting, left, tiers) if month >= 1 else None
        if team is not None:
            events[casting.name] = Event(team, month, casting.note)
    return events


def _player(casting: _Casting, left: dict[str, list[int]], tiers: list[str]) -> int | None:
    """Take the first team that fits from those in trouble, or else from the ordinary ones."""
    for pool in (left.get(casting.trouble, []), left[""]):
        for team in pool:
            if casting.tier in ("", tiers[team]):
                pool.remove(team)
                return team
    return None
