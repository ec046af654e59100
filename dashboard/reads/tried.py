"""What a scheme that is tried out would change. Nothing of it is stored.

The numbers tried stand in the address as `tasks-40~red_line-65`: only those that differ
from the scheme in force, so that a link goes on saying the same when the scheme changes
elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from dashboard.filters import GRADES, Filters
from dashboard.reads.pages import Slice, page_of
from dashboard.reads.run import run
from dashboard.reads.scheme import LINES, RED_LINE, YELLOW_LINE, Scheme
from dashboard.storage.built import Cursor

# Which teams are listed: those whose grade or side of a line changes, all that move, those
# whose grade hangs on how the points are set.
CHANGED, MOVED, UNSTEADY = VIEWS = ("changed", "moved", "unsteady")
SIDES = ("red", "yellow", "clear")
ROWS_A_PAGE = 25
_HIGHEST = 100


@dataclass(frozen=True)
class Moves:
    """One month by the scheme that is tried, beside the scheme in force.

    Attributes:
        team_count: teams in sight.
        counts: view → teams it lists.
        up, down: teams that change grade, by direction; ungraded ones are in neither.
        gained, lost: teams that get a grade they did not have, or lose theirs.
        sides: side → (teams there now, teams there by the scheme tried).
        grades: (grade now, grade tried) → teams.
        graded_count, steady_count: teams graded by the scheme tried; of these, whose grade
            holds in enough draws.
        draw_count: draws of the points.
        view: the one of VIEWS that is listed.
        rows: the part of the list that is shown: queries/pages/tried_scheme.sql.
    """

    team_count: int
    counts: dict[str, int]
    up: int
    down: int
    gained: int
    lost: int
    sides: dict[str, tuple[int, int]]
    grades: dict[tuple[str, str], int]
    graded_count: int
    steady_count: int
    draw_count: int
    view: str
    rows: pl.DataFrame
    slice: Slice


def values_of(tried: str | None) -> dict[str, float]:
    """Read the numbers that are tried out of an address."""
    pairs = (pair.partition("-") for pair in (tried or "").split("~") if pair)
    return {name: float(value) for name, _, value in pairs}


def tried_of(values: Mapping[str, float], scheme: Scheme) -> str | None:
    """Write the numbers that differ from the scheme in force; None if none does."""
    different = {
        name: value
        for name, value in values.items()
        if value != scheme.can_be_tried.get(name, value)
    }
    return "~".join(f"{name}-{_plain(value)}" for name, value in different.items()) or None


def _plain(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def problems(values: Mapping[str, float], scheme: Scheme) -> list[tuple[str, str]]:
    """Name what is wrong with the numbers tried: (what, name of a number or of nothing)."""
    unknown = [("unknown", name) for name in values if name not in scheme.can_be_tried]
    tried = {**scheme.can_be_tried, **values}
    negative = [("negative", name) for name, value in tried.items() if value < 0]
    return [*unknown, *negative] or [*_of_points(tried, scheme), *_of_lines(tried, scheme)]


def _of_points(tried: Mapping[str, float], scheme: Scheme) -> Iterator[tuple[str, str]]:
    dimensions = [rule.name for rule in scheme.of("dimension")]
    if sum(tried[name] for name in dimensions) <= 0:
        yield "no_points", ""
    for name in dimensions:
        if tried[name] and sum(tried[part.name] for part in scheme.parts_of(name)) <= 0:
            yield "no_parts", name


def _of_lines(tried: Mapping[str, float], scheme: Scheme) -> Iterator[tuple[str, str]]:
    names = [rule.name for rule in scheme.grades]
    yield from (("too_high", name) for name in (*names, *LINES) if tried[name] > _HIGHEST)
    levels = [tried[name] for name in names]
    if any(better <= worse for better, worse in zip(levels, levels[1:], strict=False)):
        yield "grade_order", ""
    if tried[RED_LINE] > tried[YELLOW_LINE]:
        yield "line_order", ""


def tried_teams(cursor: Cursor, filters: Filters) -> pl.DataFrame:
    """Score the month by the numbers tried; the caller has seen to it that they are sound.

    Returns:
        One row per team in sight, largest move first; columns as in the query.

    Source: queries/pages/tried_scheme.sql
    """
    return run(
        cursor,
        "tried_scheme",
        month=filters.month,
        tried=filters.tried,
        team=filters.team,
        scope=None if filters.scope is None else list(filters.scope),
        tier=filters.tier,
        peer_group=filters.peer_group,
        grade=filters.grade,
        light=filters.light,
    )


def moves(teams: pl.DataFrame, filters: Filters) -> Moves:
    """Sum up what the scheme tried would change, and cut out the list that is asked for."""
    changes = pl.col("grade") != pl.col("tried_grade")
    crosses = pl.col("side").ne_missing(pl.col("tried_side"))
    stirs = (pl.col("score_move").fill_null(0) != 0) | (pl.col("rank_move").fill_null(0) != 0)
    listed = {
        CHANGED: teams.filter(changes | crosses),
        MOVED: teams.filter(changes | crosses | stirs),
        UNSTEADY: teams.filter(pl.col("is_steady").not_()).sort("grade_share", "team_id"),
    }
    view = filters.item if filters.item in VIEWS else _first(listed)
    part = page_of(listed[view].height, filters.number, ROWS_A_PAGE)
    has, gets = pl.col("grade") != GRADES[-1], pl.col("tried_grade") != GRADES[-1]
    return Moves(
        team_count=teams.height,
        counts={name: rows.height for name, rows in listed.items()},
        up=teams.filter(pl.col("grade_move") > 0).height,
        down=teams.filter(pl.col("grade_move") < 0).height,
        gained=teams.filter(gets & ~has).height,
        lost=teams.filter(has & ~gets).height,
        sides={side: _both(teams, side) for side in SIDES},
        grades={
            (now, then): count
            for now, then, count in teams.group_by("grade", "tried_grade").len().iter_rows()
        },
        graded_count=teams.filter(gets).height,
        steady_count=teams.filter(pl.col("is_steady")).height,
        draw_count=teams["draw_count"].max() or 0,  # pyright: ignore[reportArgumentType]
        view=view,
        rows=listed[view].slice(part.offset, ROWS_A_PAGE),
        slice=part,
    )


def _first(listed: Mapping[str, pl.DataFrame]) -> str:
    return next((name for name, rows in listed.items() if rows.height), CHANGED)


def _both(teams: pl.DataFrame, side: str) -> tuple[int, int]:
    now, tried = (teams[name].to_list() for name in ("side", "tried_side"))
    return now.count(side), tried.count(side)
