"""What is decided before any row is drawn: months, teams, true levels, planted events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from dashboard.sample.draws import Array, stream
from dashboard.sample.groups import Groups, peer_groups
from dashboard.sample.levels import Truth, true_changes, true_levels
from dashboard.sample.organisation import organisation
from dashboard.sample.planted import Event, planted_events
from dashboard.sample.workdays import Workdays

# A city of this many teams is a benchmark: panels, ledgers and registers are as full as a
# real city's. A smaller one stays light enough to be read and committed.
FULL_CITY = 1000
# Months after the end in which tasks may already be known to fall due.
MONTHS_AHEAD = 2
# One bureau is merged and one founded, this far into the history and before its end.
MERGED_SHARE, NEW_SHARE = 0.5, 0.35
# Shorter histories leave both out: nobody could see them come and go.
LEAST_MONTHS_FOR_CHANGE = 3


@dataclass(frozen=True)
class Plan:
    """The city as it truly is.

    Attributes:
        teams: the register, in the order of ids; places of teams in arrays follow it.
        starts: first days of the months of the history and of a few after it.
        months: how many months the history has.
        last_day: the day on which the registers are read.
        exists_from, exists_to: per team, its first and last day, or days out of reach.
        active: per team and month, whether it exists on a day of it.
        assessed: the same, and it is assessed.
        levels: per dimension, team and month, points above typical.
        events: planted events by name; one is missing when the city is too small for it.
        is_full: whether volumes are those of a benchmark.
    """

    seed: int
    teams: pl.DataFrame
    starts: Array
    months: int
    last_day: np.datetime64
    groups: Groups
    exists_from: Array
    exists_to: Array
    active: Array
    assessed: Array
    levels: Array
    truths: tuple[Truth, ...]
    events: dict[str, Event]
    is_full: bool
    workdays: Workdays

    @property
    def first_day(self) -> np.datetime64:
        """First day of the history; nothing that is scored happens before it."""
        return self.starts[0]

    @property
    def tiers(self) -> Array:
        """Tier of every team."""
        return self.teams["tier"].to_numpy()

    def team_ids(self, places: Array) -> pl.Series:
        """Return the ids of the teams at these places."""
        return self.teams["team_id"].gather(places)

    def exists_on(self, teams: Array, days: Array) -> Array:
        """Tell whether each team exists on its day."""
        return (self.exists_from[teams] <= days) & (days <= self.exists_to[teams])

    def by_tier(self, value_of_tier: dict[str, float]) -> Array:
        """Return one value per team from a table by tier; 0 for tiers left out."""
        return np.array([value_of_tier.get(tier, 0.0) for tier in self.tiers])


def make_plan(teams: int, months: int, seed: int, end: date) -> Plan:
    """Decide everything that is true of a city whose last month holds the day `end`."""
    starts = _month_starts(end, months)
    register = _register(teams, seed, starts, months)
    last_day = starts[months] - 1
    exists_from = _day_or(register["active_from"], date(1900, 1, 1))
    exists_to = _day_or(register["active_to"], date(9999, 12, 31))
    month_ends = starts[1 : months + 1] - 1
    active = (exists_from[:, None] <= month_ends) & (exists_to[:, None] >= starts[:months])
    order = candidates(register, seed)
    truths = true_changes(order, months)
    special = {truth.team for truth in truths}
    free = [team for team in order if team not in special]
    return Plan(
        seed=seed,
        teams=register,
        starts=starts,
        months=months,
        last_day=last_day,
        groups=peer_groups(register),
        exists_from=exists_from,
        exists_to=exists_to,
        active=active,
        assessed=active & register["is_assessed"].to_numpy()[:, None],
        levels=true_levels(teams, months, truths, seed),
        truths=tuple(truths),
        events=planted_events(register, free, truths, months),
        is_full=teams >= FULL_CITY,
        # Notices and answers are counted from days of the history; this reaches them all.
        workdays=Workdays(starts[0] - 30, last_day + 90),
    )


def candidates(register: pl.DataFrame, seed: int) -> list[int]:
    """Return the teams that are assessed all the time, tiers mixed in proportion."""
    steady = register.with_row_index("place").filter(
        "is_assessed", pl.col("active_from").is_null(), pl.col("active_to").is_null()
    )
    drawn = pl.Series("drawn", stream(seed, "candidates").random(steady.height))
    rank = pl.col("drawn").rank("ordinal").over("tier")
    return (
        steady.with_columns(drawn)
        .with_columns(((rank - 0.5) / pl.len().over("tier")).alias("turn"))
        .sort("turn", "place")["place"]
        .to_list()
    )


def _month_starts(end: date, months: int) -> Array:
    last = np.datetime64(end, "M")
    return np.arange(last - months + 1, last + MONTHS_AHEAD + 2).astype("datetime64[D]")


def _register(teams: int, seed: int, starts: Array, months: int) -> pl.DataFrame:
    if months < LEAST_MONTHS_FOR_CHANGE:
        return organisation(teams, seed)
    merged_on = starts[int(months * MERGED_SHARE)].item() + timedelta(days=14)
    new_from = starts[months - max(1, int(months * NEW_SHARE))].item()
    return organisation(teams, seed, merged_on, new_from)


def _day_or(days: pl.Series, default: date) -> Array:
    return days.cast(pl.Date).fill_null(default).to_numpy().astype("datetime64[D]")
