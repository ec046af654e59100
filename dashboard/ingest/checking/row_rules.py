"""Rules that hold between the cells of a row, or between rows, stored ones included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from dashboard.ingest.checking.headers import Layout
from dashboard.ingest.checking.teams import teams_in_cycles
from dashboard.ingest.checking.values import usual_word
from dashboard.ingest.problems import Problem
from dashboard.kinds import GIVEN_POINTS, RATER_GROUPS, Kind

_JUDGED = ("month", "team_id", "rater_id")
_VOTES = ("excellent", "good", "fair", "poor")


@dataclass(frozen=True)
class Batch:
    """The rows of one file, and what is stored already.

    Attributes:
        records: cells as they stand in the file.
        rows: the same rows as canonical text, null where blank or not readable.
        stored: current rows of this kind.
        found: row and header of each cell that has a problem already.
    """

    kind: Kind
    layout: Layout
    records: pl.DataFrame
    rows: pl.DataFrame
    stored: pl.LazyFrame
    found: frozenset[tuple[int | None, str | None]]

    def header(self, column: str) -> str:
        """Return the header of a column in this file; its own name when it has none."""
        field = self.layout.fields.get(column)
        return column if field is None else field.header

    def problems(self, rule: str, column: str, broken: pl.DataFrame) -> Iterator[Problem]:
        """Yield a problem at that column for each row of `broken`.

        Args:
            broken: `row`, and what else the sentence names.
        """
        field = self.layout.fields.get(column)
        value = pl.lit(None, pl.String) if field is None else pl.col(field.name)
        cells = self.records.select("row", value.alias("value"))
        for values in broken.join(cells, on="row", maintain_order="left").iter_rows(named=True):
            row, cell = values.pop("row"), values.pop("value")
            yield Problem(row, self.header(column), cell, rule, values)


def broken_row_rules(batch: Batch) -> list[Problem]:
    """Return what breaks a rule of the kind, but for cells that have a problem already."""
    rule = _RULES.get(batch.kind.name)
    if rule is None:
        return []
    return [item for item in rule(batch) if (item.row, item.column) not in batch.found]


def _second_groups(batch: Batch) -> Iterator[Problem]:
    """A rater belongs to one group per team and month; the row that comes later is wrong.

    That holds for a row with the key of a stored one too: the reader cannot know which of
    the two groups is the slip.

    Source: scoring rules, section 2.2.
    """
    rows = batch.rows.select("row", *_JUDGED, "rater_group").drop_nulls()
    months = rows["month"].unique().implode()
    stored = batch.stored.filter(pl.col("month").is_in(months)).collect()
    columns = (*_JUDGED, "rater_group")
    first = _first_of_several(pl.concat([stored.select(columns), rows.select(columns)]))
    broken = rows.join(first, on=_JUDGED, maintain_order="left").filter(
        pl.col("rater_group") != pl.col("first")
    )
    words = {group: f"{usual_word('rater_group', group)} ({group})" for group in RATER_GROUPS}
    named = broken.select("row", "rater_id", pl.col("first").replace_strict(words))
    yield from batch.problems("second_group", "rater_group", named)


def _first_of_several(groups: pl.DataFrame) -> pl.DataFrame:
    """Return the `first` group of each rater who has several for a team and month."""
    several = (
        groups.group_by(_JUDGED)
        .agg(pl.col("rater_group").n_unique().alias("count"))
        .filter(pl.col("count") > 1)
    )
    return (
        groups.join(several, on=_JUDGED, how="semi", maintain_order="left")
        .unique(_JUDGED, keep="first", maintain_order=True)
        .rename({"rater_group": "first"})
    )


def _votes_that_do_not_add_up(batch: Batch) -> Iterator[Problem]:
    votes = pl.col(_VOTES).cast(pl.Int64)
    broken = batch.rows.select("row", "valid_votes", sum=pl.sum_horizontal(votes)).filter(
        pl.col("valid_votes").cast(pl.Int64) != pl.col("sum")
    )
    for item in batch.problems("votes_sum", "valid_votes", broken.select("row", "sum")):
        # A vote that cannot be read is missing from the sum and told of already.
        if not any((item.row, batch.header(vote)) in batch.found for vote in _VOTES):
            yield item


def _points_not_given(batch: Batch) -> Iterator[Problem]:
    points = pl.col("points").cast(pl.Float64)
    for kind, (least, most) in GIVEN_POINTS.items():
        broken = batch.rows.filter(
            (pl.col("kind") == kind) & ~points.is_between(least, most).fill_null(False)
        )
        yield from batch.problems(f"{kind}_points", "points", broken.select("row"))


def _teams_above_themselves(batch: Batch) -> Iterator[Problem]:
    stored = batch.stored.select("team_id", "parent_id").collect()
    parents = dict(stored.iter_rows())
    parents.update(batch.rows.select("team_id", "parent_id").iter_rows())
    broken = batch.rows.filter(pl.col("team_id").is_in(list(teams_in_cycles(parents))))
    yield from batch.problems("parent_cycle", "parent_id", broken.select("row"))


_RULES: dict[str, Callable[[Batch], Iterator[Problem]]] = {
    "teams": _teams_above_themselves,
    "ratings": _second_groups,
    "ballots": _votes_that_do_not_add_up,
    "adjustments": _points_not_given,
}
