"""A clean file of ratings for `ingest_step`, and whether two copies of it are the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

TEAMS, RATERS, MONTHS, FIRST_YEAR = 5_000, 20_000, 60, 2021
_GROUPS = ("superior", "peer", "public")


def write_teams(path: Path) -> None:
    """Write a register in which every team of the ratings is."""
    ids = [_team(number) for number in range(TEAMS)]
    pl.DataFrame(
        {
            "team_id": ids,
            "team_name": [f"第{number}街道办事处" for number in range(TEAMS)],
            "tier": "township",
            "peer_group": "街道",
        }
    ).write_csv(path)


def write_ratings(path: Path, rows: int) -> None:
    """Write as many ratings, each month in an order of its own; no rater rates twice."""
    chance = np.random.default_rng(1)
    teams = pl.Series([_team(number) for number in range(TEAMS)])
    raters = pl.Series([f"R{number:05d}" for number in range(RATERS)])
    groups = pl.Series([_GROUPS[number % len(_GROUPS)] for number in range(RATERS)])
    with path.open("wb") as file:
        for month in range(MONTHS):
            count = rows // MONTHS + (month < rows % MONTHS)
            pairs = chance.choice(TEAMS * RATERS, size=count, replace=False)
            pl.DataFrame(
                {
                    "month": pl.repeat(_month(month), count, eager=True),
                    "team_id": teams.gather(pairs // RATERS),
                    "rater_group": groups.gather(pairs % RATERS),
                    "rater_id": raters.gather(pairs % RATERS),
                    "item": pl.repeat("", count, eager=True),
                    "score": chance.integers(60, 101, size=count),
                }
            ).write_csv(file, include_header=month == 0, quote_style="never")


def same_rows(copied: Path, ingested: Path) -> bool:
    """Whether a bare copy holds what ingest stored, row for row."""
    bare = pl.read_parquet(copied).select(
        pl.col("month") + "-01",
        "team_id",
        "rater_group",
        "rater_id",
        pl.col("item").fill_null(""),
        pl.col("score").cast(pl.String),
    )
    stored = pl.read_parquet(ingested).sort("row")
    lines = stored["row"].equals(pl.Series("row", range(2, len(bare) + 2), pl.Int64))
    return lines and stored.select(bare.columns).equals(bare)


def _team(number: int) -> str:
    return f"T{number:04d}"


def _month(number: int) -> str:
    return f"{FIRST_YEAR + number // 12}-{number % 12 + 1:02d}"
