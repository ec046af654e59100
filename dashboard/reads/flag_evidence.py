"""What stands behind flags: the row of the worst case, and what is missing to end them."""

from __future__ import annotations

from datetime import date

import polars as pl

from dashboard.reads.run import run
from dashboard.storage.built import Cursor

FLAG_KEY = ["team_id", "flag"]


def with_evidence(cursor: Cursor, flags: pl.DataFrame, month: date) -> pl.DataFrame:
    """Return flags of one month with the columns that say why, and what would end them.

    The caller gives only flags of teams the viewer may see.

    Source: queries/pages/flag_evidence.sql, queries/pages/flag_shortfalls.sql
    """
    asked = {"month": month, "team_ids": flags["team_id"].unique().to_list()}
    evidence = run(cursor, "flag_evidence", **asked)
    shortfalls = run(cursor, "flag_shortfalls", **asked)
    return flags.join(evidence, on=FLAG_KEY, how="left", maintain_order="left").join(
        shortfalls, on=FLAG_KEY, how="left", maintain_order="left"
    )
