"""What the rows of a file would do to those stored already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from dashboard.ingest.receipt import Receipt
from dashboard.kinds import Kind
from dashboard.storage.replacing import covered


def compared(
    receipt: Receipt,
    kind: Kind,
    rows: pl.DataFrame,
    stored: pl.LazyFrame,
    *,
    repeated: Sequence[int] = (),
    covered_months: tuple[str, ...] | None = None,
    allowed: frozenset[str] | None = None,
) -> Receipt:
    """Count the keys that would be new, changed, as they were, or gone.

    Args:
        rows: canonical rows.
        stored: current rows of the kind.
        repeated: rows that say the same as another of the file; the others differ by key.
        covered_months: the months the file stands for; None adds and replaces by key.
        allowed: teams whose rows may be taken away; None is all.
    """
    key = list(kind.key)
    latest = rows.filter(~pl.col("row").is_in(repeated)) if repeated else rows
    # Every row with an equal key has an equal first part of it: less to read from disk.
    firsts = latest[key[0]].unique().implode()
    earlier = stored.filter(pl.col(key[0]).is_in(firsts)).select(kind.stored).collect()
    both = latest.join(earlier, on=key, suffix="_earlier")
    values = [name for name in kind.stored if name not in kind.key]
    is_same = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(f"{name}_earlier")) for name in values
    )
    same = both.filter(is_same).height
    removed = 0
    if covered_months is not None:
        teams = None if allowed is None else tuple(sorted(allowed))
        gone = stored.filter(covered(kind, covered_months, teams)).select(key).collect()
        removed = gone.join(latest, on=key, how="anti").height
    return replace(
        receipt,
        new=latest.height - both.height,
        changed=both.height - same,
        same=same,
        removed=removed,
    )


def months_covered(kind: Kind, rows: pl.DataFrame) -> tuple[str, ...]:
    """Return the months that rows belong to, such as 2026-03, in order."""
    assert kind.month_column is not None, f"{kind.name} has no months"
    return tuple(rows[kind.month_column].str.slice(0, 7).unique().sort())
