"""The rows of the public board as HTML: one table per peer group, cards on a phone."""

from __future__ import annotations

from html import escape
from itertools import groupby

from dashboard.text import Text
from dashboard.workflow.published_table import FEW, LEAST_COUNT, PublishedTeam, Table

_COLUMNS = ("team", "score", "grade", "place", "notices")


def group_tables(table: Table, text: Text) -> str:
    """Return a titled table per peer group: places hold within it and nowhere else."""
    return "".join(
        _group_table(name, tuple(teams), text)
        for name, teams in groupby(table, key=lambda team: team.peer_group)
    )


def _group_table(name: str, teams: Table, text: Text) -> str:
    # Where every count is too small to be given, a column of that would say nothing.
    shown = _COLUMNS if any(team.notices_due != FEW for team in teams) else _COLUMNS[:-1]
    labels = [text(f"board.column_{column}") for column in shown]
    head = "".join(
        f'<th role="columnheader" scope="col">{escape(label)}</th>' for label in labels
    )
    body = "".join(_row(team, labels[1:], text) for team in teams)
    return (
        f"<section><h2>{escape(text('board.group', name=name))}</h2>"
        f'<table class="board" role="table">'
        f"<caption>{escape(text('board.caption', name=name))}</caption>"
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></section>'
    )


def _row(team: PublishedTeam, labels: list[str], text: Text) -> str:
    # Where there is no room for a head, each cell bears the name of its column.
    cells = "".join(
        f'<td role="cell"><i aria-hidden="true">{escape(label)}</i>{escape(words)}</td>'
        for label, words in zip(labels, _cells(team, text), strict=False)
    )
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{escape(team.team_name)}'
        f"<small>{escape(_beside(team, text))}</small></th>{cells}</tr>"
    )


def _cells(team: PublishedTeam, text: Text) -> tuple[str, ...]:
    return (
        team.final_score or text("board.no_score"),
        text(f"grade.{team.grade}"),
        place_words(team, text),
        notices_words(team, text),
    )


def _beside(team: PublishedTeam, text: Text) -> str:
    tier = text(f"tier.{team.tier}")
    if not team.parent_name:
        return tier
    return text("board.beside", tier=tier, parent=team.parent_name)


def place_words(team: PublishedTeam, text: Text) -> str:
    """Return the place of a team in its peer group."""
    if team.ranked_teams == FEW:
        return text("board.place_few", count=LEAST_COUNT)
    if not team.rank:
        return text("board.place_none")
    return text("board.place", rank=team.rank, count=team.ranked_teams)


def notices_words(team: PublishedTeam, text: Text) -> str:
    """Return how many notices were due, and posted on time, as far as it is told."""
    due, on_time = team.notices_due, team.notices_on_time
    if due == FEW:
        return text("board.notices_few", least=LEAST_COUNT)
    if not on_time:
        return text("board.notices_untold", due=due)
    if on_time == FEW:
        return text("board.notices_few_on_time", least=LEAST_COUNT, due=due)
    return text("board.notices", on_time=on_time, due=due)
