"""Petitions and audit findings of the city whose truth is known."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.bench import city_chances as given
from dashboard.bench.city_chances import Chances
from dashboard.bench.city_expected import CLOSED_LATE, FINDING_DUE, REPORT_DUE
from dashboard.bench.city_work import drawn_cases
from dashboard.bench.truth_city import City, day
from dashboard.sample.draws import kept_where, numbered, pick, stream, words

CATEGORIES = ("violation", "loss", "irregular", "non_monetary")
CATEGORY_SHARES = (0.2, 0.1, 0.5, 0.2)
# Half of the findings are about money: 300,000 yuan is typical, a tenth above a million.
HAS_AMOUNT, AMOUNT, AMOUNT_SPREAD = 0.5, 3e5, 1.0


def petition_rows(city: City, chances: Chances) -> pl.DataFrame:
    """Draw petitions: received on the 3rd, answered in 5 or 20 days, closed in the month.

    One that is not closed in time is closed on the 25th two months after, past its limit.
    """
    rng = stream(city.seed, "petitions")
    team, month = drawn_cases(rng, chances.petitions, city.months)
    size = len(team)
    received_on = day(city.starts[month], 3)
    is_accepted = rng.random(size) < chances.petition_accepted[team, month]
    answered_on = received_on + np.where(is_accepted, 5, 20)
    is_closed = rng.random(size) < chances.petition_closed[team, month]
    late_on = day(city.starts[month] + CLOSED_LATE, 25)
    closed_on = city.known(np.where(is_closed, answered_on + 3, late_on))
    is_rated = rng.random(size) < chances.petition_rated[team, month]
    is_satisfied = rng.random(size) < chances.petition_satisfied[team, month]
    said = np.where(is_rated, np.where(is_satisfied, 0, 1), 2)
    return pl.DataFrame(
        {
            "case_id": numbered("X", np.arange(1, size + 1), 8),
            "team_id": city.ids(team),
            "received_on": received_on,
            "notified_on": city.known(answered_on),
            "accepted_on": city.known(answered_on),
            "closed_on": closed_on,
            "is_repeat": rng.random(size) < chances.petition_repeated[team, month],
            "satisfaction": words(
                ("satisfied", "dissatisfied", "unrated", ""),
                np.where(np.isnat(closed_on), 3, said),
            ),
        }
    )


def finding_rows(city: City, chances: Chances) -> pl.DataFrame:
    """Draw findings: due two months after, closed by then or one to four months later."""
    rng = stream(city.seed, "findings")
    team, month = drawn_cases(rng, chances.findings, city.months)
    size, starts = len(team), city.starts[month]
    is_closed = rng.random(size) < chances.finding_rectified[team, month]
    months_open = np.where(is_closed, 0, 1 + pick(rng, given.OPEN_MONTHS, size))
    closed_on = day(starts + FINDING_DUE + months_open, 20)
    is_reported = rng.random(size) < chances.finding_reported[team, month]
    report_due_on = day(starts + REPORT_DUE, 20)
    is_paid = rng.random(size) < chances.finding_paid[team, month]
    amount = np.round(AMOUNT * np.exp(rng.normal(0, AMOUNT_SPREAD, size)))
    amount = np.where(rng.random(size) < HAS_AMOUNT, amount, np.nan)
    return pl.DataFrame(
        {
            "finding_id": numbered("S", np.arange(1, size + 1), 7),
            "team_id": city.ids(team),
            "category": words(CATEGORIES, pick(rng, CATEGORY_SHARES, size)),
            "found_on": day(starts, 5),
            "report_due_on": report_due_on,
            "reported_on": city.known(kept_where(is_reported, report_due_on - 2)),
            "due_on": day(starts + FINDING_DUE, 25),
            "closed_on": city.known(closed_on),
            "amount_yuan": amount,
            "rectified_yuan": amount * np.where(is_paid, 1.0, given.PART_PAID),
            "is_repeat": rng.random(size) < chances.finding_repeated[team, month],
        }
    ).with_columns(pl.col("amount_yuan", "rectified_yuan").fill_nan(None))
