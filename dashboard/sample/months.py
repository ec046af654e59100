"""One month of one subject: what every row of a month is drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard.sample.draws import Array, numbered, stream
from dashboard.sample.levels import DIMENSIONS
from dashboard.sample.plan import Plan


@dataclass(frozen=True)
class Month:
    """A month of the plan, and the random numbers of one subject in it.

    Attributes:
        number: place in the months of the history; those after the last are still to come.
    """

    plan: Plan
    number: int
    rng: np.random.Generator

    @property
    def first_day(self) -> np.datetime64:
        """First day of the month."""
        return self.plan.starts[self.number]

    @property
    def days(self) -> int:
        """Length of the month."""
        return int((self.plan.starts[self.number + 1] - self.first_day).astype(int))

    @property
    def label(self) -> str:
        """The month as files write it, 2026-03."""
        return str(self.first_day)[:7]

    @property
    def last_known(self) -> int:
        """Place of this month, or of the last of the history for a month to come."""
        return min(self.number, self.plan.months - 1)

    @property
    def months_back(self) -> int:
        """Months from this one to the last of the history."""
        return self.plan.months - 1 - self.number

    def level(self, dimension: str) -> Array:
        """Return the level of every team; months to come go on like the last one."""
        return self.plan.levels[DIMENSIONS.index(dimension), :, self.last_known]

    def teams(self, *missing: str) -> Array:
        """Return the teams assessed this month, but not those a named event takes out."""
        return self.without(np.flatnonzero(self.plan.assessed[:, self.last_known]), *missing)

    def without(self, teams: Array, *missing: str) -> Array:
        """Leave out the teams of these events, if they happen this month."""
        for name in missing:
            if self.happens(name):
                teams = teams[teams != self.plan.events[name].team]
        return teams

    def happens(self, name: str) -> bool:
        """Tell whether a planted event happens this month."""
        event = self.plan.events.get(name)
        return event is not None and event.month == self.number

    def ids(self, prefix: str, count: int, width: int) -> pl.Series:
        """Number the rows of the month from 1: D20260300001."""
        code = self.label.replace("-", "")
        return numbered(prefix + code, np.arange(1, count + 1), width)


def months_of(plan: Plan, subject: str, ahead: int = 0) -> Iterator[Month]:
    """Go through the months of the history, and some ahead of it."""
    for number in range(plan.months + ahead):
        yield Month(plan, number, stream(plan.seed, subject, number))
