"""Tasks and notices of the city whose truth is known."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.bench import city_chances as given
from dashboard.bench.city_chances import Chances
from dashboard.bench.city_expected import LONG_DELAY, SHORT_DELAY
from dashboard.bench.truth_city import City, day
from dashboard.kinds import LEVELS, QUALITIES
from dashboard.sample.draws import Array, kept_where, numbered, pick, stream, words

# The limit of every task, so that one 15 days late still ends within its month.
DUE_DAY, DONE_EARLY, UNSTALLED_DAY = 10, 2, 20
# Tasks by level (province, city, county, department), and of a supporting team.
LEVEL_SHARES, SUPPORT_SHARE = (0.05, 0.25, 0.5, 0.2), 0.2


def task_rows(city: City, chances: Chances) -> pl.DataFrame:
    """Draw tasks: on time, late within the month, or still for up to three months more."""
    rng = stream(city.seed, "tasks")
    team, month = drawn_cases(rng, chances.tasks, city.months)
    size = len(team)
    luck = rng.random(size)
    is_stalled = luck < chances.stalled[team, month]
    is_late = ~is_stalled & (luck < (chances.stalled + chances.late)[team, month])
    delay = np.where(rng.random(size) < given.LONG_SHARE, LONG_DELAY, SHORT_DELAY)
    starts = city.starts[month]
    due_on = day(starts, DUE_DAY)
    months_open = 1 + pick(rng, given.STALLED_MONTHS, size)
    done_on = np.where(is_late, due_on + delay, due_on - DONE_EARLY)
    done_on = np.where(is_stalled, day(starts + months_open, UNSTALLED_DAY), done_on)
    is_support = rng.random(size) < SUPPORT_SHARE
    return pl.DataFrame(
        {
            "task_id": numbered("D", np.arange(1, size + 1), 7),
            "team_id": city.ids(team),
            "role": words(("lead", "support"), is_support.astype(int)),
            "title": pl.repeat("落实重点任务", size, eager=True),
            "level": words(LEVELS, pick(rng, LEVEL_SHARES, size)),
            "due_on": due_on,
            "done_on": city.known(done_on),
            "progress": np.where(is_stalled, given.STALLED_PROGRESS, 1.0),
            "quality": words(QUALITIES, drawn_words(rng, chances.quality[team, month])),
        }
    )


def notice_rows(city: City, chances: Chances) -> pl.DataFrame:
    """Draw notices: posted a day early or five days late, and more or less complete."""
    rng = stream(city.seed, "notices")
    team, month = drawn_cases(rng, chances.notices, city.months)
    size = len(team)
    due_on = day(city.starts[month], 15)
    is_on_time = rng.random(size) < chances.notice_on_time[team, month]
    items_due = rng.integers(4, 21, size)
    return pl.DataFrame(
        {
            "notice_id": numbered("G", np.arange(1, size + 1), 7),
            "team_id": city.ids(team),
            "due_on": due_on,
            "posted_on": np.where(is_on_time, due_on - 1, due_on + 5),
            "items_due": items_due,
            "items_posted": rng.binomial(items_due, chances.notice_complete[team, month]),
        }
    )


def objection_rows(city: City, chances: Chances) -> pl.DataFrame:
    """Draw objections: answered within days, or never."""
    rng = stream(city.seed, "objections")
    team, month = drawn_cases(rng, chances.objections, city.months)
    size = len(team)
    received_on = day(city.starts[month], 2)
    is_answered = rng.random(size) < chances.objection_on_time[team, month]
    return pl.DataFrame(
        {
            "objection_id": numbered("Y", np.arange(1, size + 1), 7),
            "team_id": city.ids(team),
            "received_on": received_on,
            "answered_on": kept_where(is_answered, received_on + 3),
        }
    )


def drawn_cases(rng: np.random.Generator, expected: Array, months: int) -> tuple[Array, Array]:
    """Return place of team and month of cases that come as chance will have it (Poisson).

    Args:
        expected: cases a month, by team.
    """
    counts = rng.poisson(np.repeat(expected[:, None], months, axis=1))
    return np.divmod(np.repeat(np.arange(counts.size), counts.ravel()), months)


def drawn_words(rng: np.random.Generator, chances: Array) -> Array:
    """Draw the place of a word per row, from chances that add up to one."""
    edges = np.cumsum(chances, axis=1)[:, :-1]
    return (rng.random(len(chances))[:, None] > edges).sum(axis=1)
