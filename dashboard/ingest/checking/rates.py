"""Rates beside the counts they are made of: a check of the counts, and not stored.

Departments round rates up and down (8 of 99 as 9%), and a sheet shows #DIV/0! where nothing
was due. The counts are what is taken, so a rate that contradicts them is told and refuses
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from dashboard.ingest.checking.batch import Batch
from dashboard.ingest.checking.headers import Field
from dashboard.ingest.problems import Problem

# Half a percentage point: departments round to whole ones. The rest is binary noise.
TOLERANCE = 0.005 + 1e-9


@dataclass(frozen=True)
class Rate:
    """A rate: one count of a row by the sum of others.

    Attributes:
        has_blanks: blank counts of the whole are none, as votes nobody gave.
    """

    column: str
    part: str
    whole: tuple[str, ...]
    has_blanks: bool = False


RATES: dict[str, Rate] = {
    "ballots": Rate(
        "excellent_rate", "excellent", ("excellent", "good", "fair", "poor"), has_blanks=True
    ),
    "disclosures": Rate("posted_rate", "items_posted", ("items_due",)),
    "audit_findings": Rate("rectified_rate", "rectified_yuan", ("amount_yuan",)),
}


def contradicted_rates(batch: Batch) -> Iterator[Problem]:
    """Yield a notice at each rate that its own counts give another value of.

    A rate without a percent sign may be a share or a percentage. It is a check and decides
    nothing, so either will do.
    """
    rate = RATES.get(batch.kind.name)
    field = batch.layout.fields.get(rate.column) if rate else None
    counts = (rate.part, *rate.whole) if rate else ()
    if rate is None or field is None or not batch.layout.fields.keys() >= set(counts):
        return
    for item in batch.problems("rate_contradicts", rate.column, _broken(batch, rate, field)):
        if not batch.has_problem(item.row, *counts):
            yield replace(item, table="notices")


def _broken(batch: Batch, rate: Rate, field: Field) -> pl.DataFrame:
    """Return `row` and the percentage `counted` where a rate is another one."""
    numbers = [pl.col(name).cast(pl.Float64) for name in rate.whole]
    whole = pl.sum_horizontal(numbers, ignore_nulls=rate.has_blanks)
    part = pl.col(rate.part).cast(pl.Float64)
    judged = batch.rows.select(
        "row",
        given=pl.col(rate.column).cast(pl.Float64),
        counted=pl.when(whole > 0).then(
            (part.fill_null(0) if rate.has_blanks else part) / whole
        ),
    ).drop_nulls()
    marked = pl.col("value").str.contains("[%％]") | pl.lit(field.unit == "%")
    is_share = (pl.col("given") - pl.col("counted")).abs() <= TOLERANCE
    is_percentage = (pl.col("given") / 100 - pl.col("counted")).abs() <= TOLERANCE
    return (
        judged.join(batch.cells(rate.column), on="row", maintain_order="left")
        .filter(~is_share & (marked | ~is_percentage))
        .select(
            "row",
            pl.format("{}%", (pl.col("counted") * 100).round(2)).alias("counted"),
            pl.lit(f"{batch.header(rate.part)} ÷ {_names(batch, rate)}").alias("counts"),
        )
    )


def _names(batch: Batch, rate: Rate) -> str:
    names = " + ".join(batch.header(name) for name in rate.whole)
    return f"({names})" if len(rate.whole) > 1 else names
