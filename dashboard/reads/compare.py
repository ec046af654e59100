"""What the comparison of a peer group asks: places, comparison groups, recent months."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.filters import Filters
from dashboard.reads.pages import Slice, page_of
from dashboard.reads.peers import are_too_few
from dashboard.reads.run import run
from dashboard.storage.built import Cursor

# A grid of four by five pictures, and a ranking that fits a screen and a half.
LISTED_TEAMS = 20
MONTHS = 12


@dataclass(frozen=True)
class Comparison:
    """One peer group in one month.

    Attributes:
        groups: peer group → teams in sight, the largest first.
        chosen: the peer group that is shown; None when nobody is in sight.
        teams: rows of `queries/pages/ranked_teams.sql` in sight, best place first, teams
            with too little evidence last.
        compared: rows of `queries/pages/compared_groups.sql`, the largest first.
    """

    groups: dict[str, int]
    chosen: str | None
    teams: pl.DataFrame
    compared: pl.DataFrame

    @property
    def shown(self) -> pl.DataFrame:
        """The teams that the filters leave."""
        return self.teams.filter("is_shown")

    def page(self, number: int | None) -> tuple[Slice, pl.DataFrame]:
        """Return one page of the teams that the filters leave."""
        part = page_of(self.shown.height, number, LISTED_TEAMS)
        return part, self.shown.slice(part.offset, LISTED_TEAMS)


def comparison(cursor: Cursor, filters: Filters) -> Comparison:
    """Rank the chosen peer group, or the largest one, with the places that chance allows.

    Source: queries/pages/peer_group_sizes.sql, queries/pages/ranked_teams.sql,
    queries/pages/compared_groups.sql
    """
    assert filters.month is not None, "ask_filters settles the month"
    scope = None if filters.scope is None else list(filters.scope)
    sizes = run(
        cursor,
        "peer_group_sizes",
        month=filters.month,
        team=filters.team,
        scope=scope,
        tier=filters.tier,
    )
    groups = dict(sizes.select("peer_group", "team_count").iter_rows())
    chosen = filters.peer_group or next(iter(groups), None)
    teams = run(
        cursor,
        "ranked_teams",
        month=filters.month,
        peer_group=chosen,
        team=filters.team,
        scope=scope,
        tier=filters.tier,
        grade=filters.grade,
        light=filters.light,
    )
    compared = run(cursor, "compared_groups", month=filters.month, peer_group=chosen)
    return Comparison(
        groups=groups,
        chosen=chosen,
        teams=teams,
        # An address may name any group: of one without a team in sight nothing is said.
        compared=_told(compared, teams, filters) if teams.height else compared.clear(),
    )


def _told(compared: pl.DataFrame, teams: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    """Return the groups without middle and spread where they tell a team out of sight."""
    if not are_too_few(teams["team_count"][0], teams.height, filters):
        return compared
    nothing = (
        pl.lit(None, dtype=compared.schema[name]).alias(name)
        for name in ("center", "true_spread", "reliability", "standard")
    )
    return compared.with_columns(*nothing)


def recent_scores(cursor: Cursor, filters: Filters) -> pl.DataFrame:
    """Return the last months of the teams on the page of the list that is shown.

    Returns:
        One row per team and month: team_id, team_name, month, light (text); final_score,
        group_median, least_score, most_score (points, 0 to 100, null without).

    Source: queries/pages/recent_scores.sql
    """
    ranked = comparison(cursor, filters)
    _, teams = ranked.page(filters.number)
    recent = run(
        cursor,
        "recent_scores",
        month=filters.month,
        months=MONTHS,
        peer_group=ranked.chosen,
        team_ids=teams["team_id"].to_list(),
    )
    seen = ranked.teams
    is_shown = seen.height and not are_too_few(seen["team_count"][0], seen.height, filters)
    return recent if is_shown else _without_middle(recent)


def _without_middle(recent: pl.DataFrame) -> pl.DataFrame:
    score = pl.col("final_score")
    return recent.with_columns(
        group_median=pl.lit(None, dtype=recent.schema["group_median"]),
        least_score=score.min(),
        most_score=score.max(),
    )
