"""What the page on data health asks: are the flags fair, and is the evidence whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.run import run
from dashboard.storage.built import Cursor

# In the order of the page: the first is what the page is opened for.
DIVISIONS = ("size", "staff", "district", "raters")
# What is counted as flagged; the first is what the pictures show.
KINDS_OF_FLAGS = ("listed", "concern", "any")
# A year of luck; half a year of ratings, as the window of a level is.
LUCK_MONTHS = 12
RATING_MONTHS = 6


@dataclass(frozen=True)
class Division:
    """One way to divide the judged teams, and what its classes show.

    Attributes:
        name: one of DIVISIONS.
        classes: rows of queries/pages/flag_shares.sql with the kind `listed`, in order,
            each with `of`: kind of flags → its row.
        teams, flagged: judged teams, and those with any statistical flag, count.
        apart: the classes whose share is beyond chance, for any kind of flags.
    """

    name: str
    classes: tuple[dict[str, Any], ...]
    teams: int
    flagged: int
    apart: tuple[dict[str, Any], ...]

    @property
    def is_compared(self) -> bool:
        """Whether there is anything to compare: two classes, and somebody flagged."""
        return len(self.classes) > 1 and self.flagged > 0


@dataclass(frozen=True)
class FlagAudit:
    """Whether the flags of a month treat teams alike.

    Attributes:
        judged: teams whose level is known, count.
        divisions: name → what its classes show; only those with a class.
        luck: rows of queries/pages/listed_by_luck.sql, the newest month first.
    """

    judged: int
    divisions: dict[str, Division]
    luck: pl.DataFrame


@dataclass(frozen=True)
class DataState:
    """What is missing, and what was left out.

    Attributes:
        records: kind → (records that count in the month, teams they speak of).
        silent: rows of queries/pages/silent_departments.sql.
        ratings: rows of queries/pages/rating_quality.sql, the newest month first.
        unknown_years: rows of queries/pages/unknown_years.sql.
    """

    records: dict[str, tuple[int, int]]
    silent: pl.DataFrame
    ratings: pl.DataFrame
    unknown_years: pl.DataFrame


def flag_audit(cursor: Cursor, filters: Filters) -> FlagAudit:
    """Compare the shares of flagged teams, and the list with what luck alone would list.

    Source: queries/pages/flag_shares.sql, queries/pages/listed_by_luck.sql
    """
    chosen = _chosen(filters)
    shares = run(cursor, "flag_shares", **chosen)
    luck = run(cursor, "listed_by_luck", trend_months=LUCK_MONTHS, **chosen)
    divisions = [_division(name, shares) for name in DIVISIONS]
    return FlagAudit(
        judged=next((one.teams for one in divisions if one.name == "size"), 0),
        divisions={one.name: one for one in divisions if one.classes},
        luck=luck,
    )


def _division(name: str, shares: pl.DataFrame) -> Division:
    classes: dict[str, dict[str, dict[str, Any]]] = {}
    for row in shares.filter(pl.col("division") == name).iter_rows(named=True):
        classes.setdefault(row["class_id"], {})[row["flags"]] = row
    listed = tuple(
        {**kinds["listed"], "of": kinds, "is_any_apart": _is_any_apart(kinds)}
        for kinds in classes.values()
    )
    return Division(
        name=name,
        classes=listed,
        teams=sum(row["teams"] for row in listed),
        flagged=sum(row["of"]["any"]["flagged"] for row in listed),
        apart=tuple(row for row in listed if row["is_any_apart"]),
    )


def _is_any_apart(kinds: dict[str, dict[str, Any]]) -> bool:
    return any(row["is_apart"] for row in kinds.values())


def data_state(cursor: Cursor, filters: Filters) -> DataState:
    """Say what came, what did not, and what became of the ratings.

    Departments and records are narrowed by tree alone; grade and light belong to a result.

    Source: queries/pages/received_records.sql, silent_departments.sql, rating_quality.sql,
    unknown_years.sql
    """
    chosen = _chosen(filters)
    tree = {name: chosen[name] for name in ("month", "team", "scope")}
    records = run(cursor, "received_records", grade=None, light=None, **chosen)
    return DataState(
        records={kind: (count, teams) for kind, count, teams in records.iter_rows()},
        silent=run(cursor, "silent_departments", **tree),
        ratings=run(cursor, "rating_quality", trend_months=RATING_MONTHS, **chosen),
        unknown_years=run(cursor, "unknown_years"),
    )


def _chosen(filters: Filters) -> dict[str, object]:
    assert filters.month is not None, "ask_filters settles the month"
    return {
        "month": filters.month,
        "team": filters.team,
        "scope": None if filters.scope is None else list(filters.scope),
        "tier": filters.tier,
        "peer_group": filters.peer_group,
    }
