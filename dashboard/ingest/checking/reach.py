"""Whose rows an uploader may write: a clerk those of the own teams, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from dashboard.ingest.checking.batch import Batch
from dashboard.ingest.problems import Problem


def out_of_reach(batch: Batch) -> Iterator[Problem]:
    """Yield a problem for each row that would write what belongs to others.

    A row whose team is not known has a problem already and is not judged.
    """
    if batch.allowed is None:
        return
    if batch.kind.name == "teams":
        yield from _strange_teams(batch, batch.allowed)
        return
    strange = ~pl.col("team_id").is_in(sorted(batch.allowed))
    yield from batch.problems(
        "team_not_yours", "team_id", batch.rows.filter(strange).select("row")
    )
    if "team_id" not in batch.kind.key:
        yield from _taken_from_others(batch, strange)


def _strange_teams(batch: Batch, allowed: frozenset[str]) -> Iterator[Problem]:
    """One may change the own teams, and set up new ones below them."""
    existing = frozenset(batch.stored.select("team_id").collect()["team_id"])
    parents: dict[str, str | None] = dict(batch.rows.select("team_id", "parent_id").iter_rows())
    broken = [
        row
        for row, team in batch.rows.select("row", "team_id").iter_rows()
        if team is not None and not _is_within(team, parents, existing, allowed)
    ]
    yield from batch.problems(
        "team_not_yours", "team_id", pl.DataFrame({"row": broken}, schema={"row": pl.Int64})
    )


def _is_within(
    team: str,
    parents: Mapping[str, str | None],
    existing: frozenset[str],
    allowed: frozenset[str],
) -> bool:
    climbed: set[str] = set()
    above: str | None = team
    while above is not None and above not in allowed and above not in existing | climbed:
        climbed.add(above)
        above = parents.get(above)
    return above in allowed


def _taken_from_others(batch: Batch, strange: pl.Expr) -> Iterator[Problem]:
    """A number that is stored for a strange team would take that row away from it."""
    key = list(batch.kind.key)
    others = batch.stored.filter(strange).select(key).collect()
    broken = batch.rows.filter(~strange).join(others, on=key, how="semi", maintain_order="left")
    yield from batch.problems("key_not_yours", key[0], broken.select("row"))
