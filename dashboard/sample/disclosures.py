"""The disclosure: notices of tasks, results and rectification, posted or not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from dashboard.sample.draws import Array, chance, chosen, kept_where, known_by, masked
from dashboard.sample.months import Month, months_of
from dashboard.sample.plan import Plan

# Subject, day of the month it is due, months of the year in which every team owes it, and
# the chance that a team owes it in the other months.
SUBJECTS = (
    ("tasks", 10, tuple(range(1, 13)), 0.0),
    ("results", 18, (1, 4, 7, 10), 0.0),
    ("rectification", 22, (), 0.15),
)
# Chance to post in time, and what one point of level adds; mean days late of the others.
ON_TIME, ON_TIME_PER_POINT, DAYS_LATE = 0.94, 0.012, 4.0
MOST_DAYS_LATE = 35
# Working days a notice stays; fewer than five is too short and earns nothing.
STAYS, STAYS_TOO_SHORT, TOO_SHORT_SHARE = (5, 9), (2, 5), 0.025
OPEN_END_SHARE = 0.12
# Share of the items that are posted by a typical team, and what one point of level adds.
COMPLETE, COMPLETE_PER_POINT = 0.95, 0.006
# Planted events that leave notices unposted, and for how many months up to their own.
UNPOSTED = {"unposted": 1, "unposted_twice": 2}
CHANNELS = {"官网": 0.4, "公示栏": 0.3, "公众号": 0.2, "内网": 0.1}
SITE = "https://shunzhou.example/gk/"


def disclosure_rows(plan: Plan) -> Iterator[pl.DataFrame]:
    """Give the notices month by month."""
    for month in months_of(plan, "disclosures"):
        teams, subject, due_on = _owed(month)
        posted_on, posted_until = _posted(month, teams, due_on)
        is_posted = ~np.isnat(posted_on)
        items_due, items_posted = _items(month, teams, is_posted)
        channel = chosen(month.rng, CHANNELS, len(teams))
        ids = month.ids("N", len(teams), 4)
        on_site = is_posted & (channel == "官网").to_numpy()
        yield pl.DataFrame(
            {
                "notice_id": ids,
                "team_id": plan.team_ids(teams),
                "subject": subject,
                "due_on": due_on,
                "posted_on": posted_on,
                "posted_until": posted_until,
                "items_due": items_due,
                "items_posted": masked(is_posted, items_posted),
                "channel": masked(is_posted, channel),
                "url": masked(on_site, pl.select(pl.lit(SITE) + ids).to_series()),
            }
        )


def _owed(month: Month) -> tuple[Array, pl.Series, Array]:
    """Return the team, the subject and the day of every notice owed in the month."""
    everybody = month.teams("silent", "no_notices")
    calendar_month = int(month.label[5:])
    teams, subjects, days = [], [], []
    for subject, day, months, chance_otherwise in SUBJECTS:
        share = 1.0 if calendar_month in months else chance_otherwise
        owing = everybody[chance(month.rng, share, len(everybody))]
        teams.append(owing)
        subjects += [subject] * len(owing)
        days += [day] * len(owing)
    owing, due_on = np.concatenate(teams), month.first_day + np.array(days, dtype=int) - 1
    is_owed = month.plan.exists_on(owing, due_on)
    subject_of = pl.Series(subjects, dtype=pl.String).filter(pl.Series(is_owed))
    return owing[is_owed], subject_of, due_on[is_owed]


def _posted(month: Month, teams: Array, due_on: Array) -> tuple[Array, Array]:
    """Return from when until when each notice hung; the planted ones never did."""
    plan, rng, size = month.plan, month.rng, len(teams)
    level = month.level("disclosure")[teams]
    is_late = chance(rng, 1 - np.clip(ON_TIME + ON_TIME_PER_POINT * level, 0.3, 0.99), size)
    late = 1 + np.minimum(rng.exponential(DAYS_LATE, size), MOST_DAYS_LATE).astype(int)
    in_time = plan.workdays.last_by(due_on - rng.integers(0, 5, size))
    posted_on = np.where(is_late, plan.workdays.nth_from(due_on + late, np.array(1)), in_time)
    is_short = chance(rng, TOO_SHORT_SHARE, size)
    stays = np.where(is_short, rng.integers(*STAYS_TOO_SHORT, size), rng.integers(*STAYS, size))
    until = plan.workdays.nth_from(posted_on, stays)
    until = kept_where(is_short | ~chance(rng, OPEN_END_SHARE, size), until)
    for name, months_unposted in UNPOSTED.items():
        event = plan.events.get(name)
        if event is not None and 0 <= event.month - month.number < months_unposted:
            posted_on = kept_where(teams != event.team, posted_on)
    posted_on = known_by(posted_on, plan.last_day)
    return posted_on, kept_where(~np.isnat(posted_on), until)


def _items(month: Month, teams: Array, is_posted: Array) -> tuple[Array, Array]:
    """Return how many items each notice should hold and holds."""
    items_due = month.rng.integers(4, 26, len(teams))
    level = month.level("disclosure")[teams]
    share = np.clip(COMPLETE + COMPLETE_PER_POINT * level, 0.4, 1.0)
    return items_due, np.where(is_posted, month.rng.binomial(items_due, share), 0)
