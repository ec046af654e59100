"""The rows of an export: through the one gateway, then cut as the page was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from dashboard.access.narrowing import Shared, Tree, common_roots, narrow
from dashboard.access.viewer import Roots, Viewer
from dashboard.errors import NotAllowedError, UnknownNameError
from dashboard.exports.offered import OF_NO_TEAM
from dashboard.exports.tables import Within, relation_rows
from dashboard.filters import Filters
from dashboard.reads.choices import choices
from dashboard.reads.teams import shown_teams
from dashboard.reads.tree import still_there, tree
from dashboard.sharing import ALL
from dashboard.storage.built import Cursor
from dashboard.storage.workspace import Workspace

# Choices that say which teams; the two of flags cut the relation of that name only.
_OF_TEAMS = ("tier", "peer_group", "grade", "light")
_OF_FLAGS = ("severity", "flag")


@dataclass(frozen=True)
class Cut:
    """Which rows are wanted: a relation of a version, with the choices of a page.

    Attributes:
        is_every_month: every month in place of the one chosen. Grade and light still say
            which teams are wanted by what they have in that one.
    """

    relation: str
    filters: Filters
    version: str
    is_every_month: bool


def exported(
    stores: Workspace, viewer: Viewer, shared: Shared | None, cut: Cut
) -> tuple[pl.DataFrame, str, dict[str, str]]:
    """Return the rows, the day they were scored for, and the choices that cut them.

    Raises:
        NotAllowedError: the viewer may export nothing, or not this.
        UnknownNameError: the version lacks that month.
        TooManyRowsError: there are more rows than one file may hold.
    """
    if not viewer.may("export"):
        raise NotAllowedError("You may not export.")
    with stores.built.open(cut.version).cursor() as cursor:
        # Asked without rights, since rights are measured against it; shown to nobody.
        all_teams = still_there(tree(cursor, Filters(scope=())), _teams_now(stores))
        allowed = narrow(cut.filters, viewer, all_teams, shared)
        sight = common_roots((allowed.scope, *viewer.reaches("export")), all_teams)
        held = choices(cursor, Filters(scope=()))
        allowed = replace(allowed, month=_month(allowed.month, held.months), scope=sight)
        within, team_id = _within(cursor, cut.relation, allowed, all_teams)
        within = replace(within, most_rows=stores.settings.export_rows)
        month = None if cut.is_every_month else allowed.month
        rows = relation_rows(cursor, cut.relation, month, team_id, within)
    return rows, held.as_of.isoformat(), _told(cut, allowed)


def _teams_now(stores: Workspace) -> Tree:
    newest = stores.built.newest()
    if newest is None:
        return {}
    with stores.built.open(newest).cursor() as cursor:
        return tree(cursor, Filters(scope=()))


def _within(
    cursor: Cursor, relation: str, allowed: Filters, all_teams: Tree
) -> tuple[Within, str | None]:
    if relation == OF_NO_TEAM:
        # Made of what raters said of every team: for those who see every team.
        if not allowed.sees_severity or allowed.scope is not None:
            raise NotAllowedError("You may not export this.")
        return Within(), None
    within = Within(scope=allowed.scope, sees_raters=allowed.sees_severity)
    if relation == "flags":
        within = replace(within, flag=allowed.flag, severity=allowed.severity)
    if allowed.open_team is not None:
        return within, allowed.open_team
    wanted: Roots = None if allowed.team is None else (allowed.team,)
    scope = common_roots((allowed.scope, wanted), all_teams)
    team_ids = None
    if any(getattr(allowed, name) is not None for name in _OF_TEAMS):
        team_ids = tuple(shown_teams(cursor, allowed)["team_id"])
    return replace(within, scope=scope, team_ids=team_ids), None


def _month(month: date | None, months: tuple[date, ...]) -> date | None:
    if month is None:
        return next(iter(months), None)
    if month not in months:
        raise UnknownNameError("There is no such month.")
    return month


def _told(cut: Cut, allowed: Filters) -> dict[str, str]:
    """Return the choices that cut these rows, by name."""
    is_every = cut.is_every_month or allowed.month is None
    told = {"month": ALL if is_every else f"{allowed.month:%Y-%m}"}
    if cut.relation == OF_NO_TEAM:
        return told
    if allowed.open_team is not None:
        names: tuple[str, ...] = ()
        told["team"] = allowed.open_team
    else:
        names = ("team", *_OF_TEAMS)
    if cut.relation == "flags":
        names = (*names, *_OF_FLAGS)
    chosen = {name: getattr(allowed, name) for name in names}
    return told | {name: value for name, value in chosen.items() if value is not None}
