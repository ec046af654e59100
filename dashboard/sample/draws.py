"""Seeded draws and day arithmetic that every subject uses."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

# numpy's arrays of days and numbers carry no useful static element type.
Array = np.ndarray[Any, Any]

NEVER = np.datetime64("NaT", "D")


def stream(seed: int, *subject: str | int) -> np.random.Generator:
    """Return the random numbers of one subject.

    Each subject has its own, so that tuning one leaves the rows of the others alone.
    The name is hashed by CRC-32, which is the same in every process; `hash` is not.
    """
    hashed = [zlib.crc32(str(part).encode()) for part in subject]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *hashed])))


def chance(rng: np.random.Generator, probability: Array | float, size: int) -> Array:
    """Toss one coin per row."""
    return rng.random(size) < probability


def pick(rng: np.random.Generator, weights: Sequence[float] | Array, size: int) -> Array:
    """Draw places in a list of weights, which need not add up to one."""
    edges = np.cumsum(np.asarray(weights, dtype=float))
    drawn = np.searchsorted(edges, rng.random(size) * edges[-1], side="right")
    return np.minimum(drawn, len(edges) - 1)


def chosen(rng: np.random.Generator, weights: dict[str, float], size: int) -> pl.Series:
    """Draw words by weight; an empty word stands for a blank cell."""
    return words(list(weights), pick(rng, list(weights.values()), size))


def words(pool: Sequence[str], places: Array) -> pl.Series:
    """Take the words at these places; an empty word becomes a blank cell."""
    return pl.Series([word or None for word in pool], dtype=pl.String).gather(places)


def ordered_choice(
    rng: np.random.Generator,
    words_best_first: Sequence[str],
    cuts: Sequence[float],
    level: Array,
) -> pl.Series:
    """Draw one of an ordered list, better where the level is higher (logistic cuts)."""
    at_least = ordered_shares(cuts, level)
    place = (rng.random(len(level))[:, None] > at_least).sum(axis=1)
    return words(words_best_first, place)


def ordered_shares(cuts: Sequence[float], level: Array) -> Array:
    """Return, per row, the chance to reach each step of an ordered list but the last."""
    return 1 / (1 + np.exp(-(np.asarray(cuts)[None, :] + level[:, None])))


def kept_where(condition: Array, days: Array) -> Array:
    """Keep a day where the condition holds, else leave it blank."""
    return np.where(condition, days, NEVER)


def known_by(days: Array, last_day: np.datetime64) -> Array:
    """Blank the days that have not come yet: a register knows only what happened."""
    return kept_where(days <= last_day, days)


def numbered(prefix: str, numbers: Array, width: int) -> pl.Series:
    """Write identifiers such as T0012."""
    text = pl.Series(numbers).cast(pl.String).str.zfill(width)
    return pl.select(pl.lit(prefix) + text).to_series()


def either(condition: Array, yes: pl.Series, no: pl.Series) -> pl.Series:
    """Take one column where the condition holds, else the other."""
    return pl.select(pl.when(pl.Series(condition)).then(yes).otherwise(no)).to_series()


def masked(condition: Array, values: pl.Series | Array) -> pl.Series:
    """Keep a value where the condition holds, else leave the cell blank."""
    series = values if isinstance(values, pl.Series) else pl.Series(values)
    return pl.select(pl.when(pl.Series(condition)).then(series)).to_series()
