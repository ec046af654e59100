"""Rules that hold between the cells of a row, or between rows, stored ones included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import polars as pl

from dashboard.ingest.checking.batch import Batch, hashed
from dashboard.ingest.checking.day_orders import days_out_of_order
from dashboard.ingest.checking.rates import contradicted_rates
from dashboard.ingest.checking.reach import out_of_reach
from dashboard.ingest.checking.repeats import repeated_keys
from dashboard.ingest.checking.teams import teams_in_cycles
from dashboard.ingest.checking.values import usual_word
from dashboard.ingest.problems import Problem
from dashboard.kinds import GIVEN_POINTS, MEANING_ALL, RATER_GROUPS

_JUDGED = ("month", "team_id", "rater_id")
_VOTES = ("excellent", "good", "fair", "poor")

Rule = Callable[[Batch], Iterator[Problem]]


def broken_row_rules(batch: Batch) -> list[Problem]:
    """Return what breaks a rule, and notices, but for cells that have a problem already.

    The rules of the kind come first; that of repeated keys last, since it asks which cells
    and rows the others have found.
    """
    told: list[Problem] = []
    for rule in (*_RULES.get(batch.kind.name, ()), *_RULES_OF_ALL):
        found = set(batch.found)
        for item in rule(batch):
            if (item.row, item.column) not in found:
                told.append(item)
                found.add((item.row, item.column))
        batch = replace(batch, found=frozenset(found))
    return told


def _second_groups(batch: Batch) -> Iterator[Problem]:
    """A rater belongs to one group per team and month; the row that comes later is wrong.

    That holds for a row with the key of a stored one too: the reader cannot know which of
    the two groups is the slip.

    Source: scoring rules, section 2.2.
    """
    columns = (*_JUDGED, "rater_group")
    rows = batch.rows.select("row", *columns)
    months = rows["month"].unique().implode()
    stored = batch.stored.filter(pl.col("month").is_in(months)).select(columns).collect()
    # A file with one score per rater and team has no second group in itself.
    if stored.is_empty() and batch.are_surely_distinct(_JUDGED):
        return
    groups = pl.concat([stored, rows.select(columns)])
    if not _may_have_several(groups):
        return
    rows = rows.drop_nulls()
    first = _first_of_several(groups.drop_nulls())
    broken = rows.join(first, on=_JUDGED, maintain_order="left").filter(
        pl.col("rater_group") != pl.col("first")
    )
    words = {group: f"{usual_word('rater_group', group)} ({group})" for group in RATER_GROUPS}
    named = broken.select("row", "rater_id", pl.col("first").replace_strict(words))
    yield from batch.problems("second_group", "rater_group", named)


def _may_have_several(groups: pl.DataFrame) -> bool:
    """Whether a rater may have several groups for a team and month.

    Equal raters have equal hashes, so no second group is overlooked; different ones with
    the same hash only cost the exact look.
    """
    of_group = pl.col("group")
    spread = (
        pl.DataFrame(
            {"rater": hashed(groups, _JUDGED), "group": hashed(groups, ["rater_group"])}
        )
        .group_by("rater")
        .agg(is_several=of_group.min() != of_group.max())
    )
    return bool(spread["is_several"].any())


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
        if not batch.has_problem(item.row, *_VOTES):
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


def _ids_that_mean_all(batch: Batch) -> Iterator[Problem]:
    broken = batch.rows.filter(pl.col("team_id").is_in(MEANING_ALL))
    yield from batch.problems("reserved_team", "team_id", broken.select("row"))


_RULES: dict[str, tuple[Rule, ...]] = {
    "teams": (_ids_that_mean_all, _teams_above_themselves),
    "ratings": (_second_groups,),
    "ballots": (_votes_that_do_not_add_up,),
    "adjustments": (_points_not_given,),
}
_RULES_OF_ALL: tuple[Rule, ...] = (
    out_of_reach,
    days_out_of_order,
    contradicted_rates,
    repeated_keys,
)
