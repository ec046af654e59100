"""Dresses tasks in words: titles, the four lists, notes and evidence."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.kinds import LEVELS
from dashboard.sample import task_words as text
from dashboard.sample.draws import Array, chosen, either, masked, pick, words
from dashboard.sample.names import OWNERS
from dashboard.sample.plan import Plan

# Share of tasks assigned by province, city, county and department, by tier of the team.
LEVEL_WEIGHTS = {
    "county": (0.2, 0.55, 0.25, 0.0),
    "bureau": (0.2, 0.55, 0.05, 0.2),
    "township": (0.05, 0.25, 0.65, 0.05),
    "section": (0.0, 0.3, 0.1, 0.6),
}


def assigned_words(plan: Plan, rng: np.random.Generator, teams: Array) -> dict[str, pl.Series]:
    """Return title, source, level, problem, measure and owner of one task per team given."""
    tiers = plan.tiers[teams]
    topics = [topic for pool in text.TOPICS.values() for topic in pool]
    topic = _topics(plan, rng, teams)
    titles = [
        verb + t[0] + phase for t in topics for verb in text.VERBS for phase in text.PHASES
    ]
    styles = len(text.VERBS) * len(text.PHASES)
    return {
        "title": words(titles, topic * styles + rng.integers(0, styles, len(teams))),
        "source": chosen(rng, text.SOURCES, len(teams)),
        "level": _by_tier(rng, tiers, {name: (LEVELS, LEVEL_WEIGHTS[name]) for name in OWNERS}),
        "problem": words([t[1] for t in topics], topic),
        "measure": words([t[2] for t in topics], topic),
        "owner": _by_tier(rng, tiers, {name: (OWNERS[name], (4, 2, 1, 1)) for name in OWNERS}),
    }


def outcome_words(
    rng: np.random.Generator, is_done: Array, is_exempt: Array
) -> dict[str, pl.Series]:
    """Return what was written about the outcome of each task."""
    size = len(is_done)
    note_done, note_open = (
        chosen(rng, text.NOTES_DONE, size),
        chosen(rng, text.NOTES_OPEN, size),
    )
    return {
        "exempt_reason": masked(is_exempt, chosen(rng, text.EXEMPT_REASONS, size)),
        "note": either(is_done, note_done, note_open),
        "evidence": masked(is_done, chosen(rng, text.EVIDENCE, size)),
    }


def _topics(plan: Plan, rng: np.random.Generator, teams: Array) -> Array:
    """Draw a place in the list of all topics, of the work the team does."""
    sizes = np.array([len(pool) for pool in text.TOPICS.values()])
    firsts = np.cumsum(sizes) - sizes
    works = {name: number for number, name in enumerate(text.TOPICS)}
    of_group = [text.WORK_OF_GROUP.get(group, "place") for group in plan.teams["peer_group"]]
    work = np.array([works[name] for name in of_group])[teams]
    return firsts[work] + np.floor(rng.random(len(teams)) * sizes[work]).astype(int)


def _by_tier(
    rng: np.random.Generator,
    tiers: Array,
    pools: dict[str, tuple[tuple[str, ...], tuple[float, ...]]],
) -> pl.Series:
    """Draw words from the pool of each row's tier."""
    drawn = np.zeros(len(tiers), dtype=int)
    everything: list[str] = []
    for tier, (pool, weights) in pools.items():
        drawn = np.where(tiers == tier, len(everything) + pick(rng, weights, len(tiers)), drawn)
        everything += pool
    return words(everything, drawn)
