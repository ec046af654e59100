"""The published table on a page of ours, and what changed since it was signed."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.pages.disclosure.month import Month
from dashboard.pages.narrowing import pager
from dashboard.pages.visit import Visit
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, section, small
from dashboard.pages.words.numbers import NOTHING
from dashboard.reads.pages import page_of
from dashboard.serving.board.table import notices_words, place_words
from dashboard.text import Text
from dashboard.workflow.differences import Difference
from dashboard.workflow.published_table import FEW, LEAST_COUNT, PublishedTeam, Table

# What a step is about stands above it, and must not push it out of reach.
ROWS = 20
CHANGES = 40


def table_of(visit: Visit, month: Month, table: Table) -> Html:
    """Return one page of what is, or would be, published."""
    text = visit.text
    is_public = month.state == "disclosed"
    title = text("disclosure.table_public" if is_public else "disclosure.table_next")
    if not table:
        return section(title, text("disclosure.table_empty"))
    part = page_of(len(table), visit.filters.number, ROWS)
    names = ["team", "group", "score", "grade", "place", "notices"]
    if all(team.notices_due == FEW for team in table):
        # Every count is too small to be told: a column of that would say nothing.
        names.pop()
    columns = [text(f"disclosure.column_{name}") for name in names]
    rows = [_row(team, text)[: len(names)] for team in table[part.offset : part.last_row]]
    return section(
        title,
        labelled_table(title, columns, rows, "  n"),
        pager(visit, part),
        note=text("disclosure.table_note", least=LEAST_COUNT),
    )


def changed(visit: Visit, month: Month) -> Html:
    """Return the teams whose rows changed since the month was signed, old → new."""
    text, changes = visit.text, month.changes
    word = "changed_public" if month.state == "disclosed" else "changed"
    title = text(f"disclosure.{word}_title", count=len(changes))
    names = ("team", "score", "grade", "place", "notices")
    columns = [text(f"disclosure.column_{name}") for name in names]
    rows = [_change(one, text) for one in changes[:CHANGES]]
    parts: list[object] = [labelled_table(title, columns, rows)]
    if len(changes) > CHANGES:
        parts.append(text("disclosure.changed_cut", shown=CHANGES, count=len(changes)))
    return section(title, *parts, note=text(f"disclosure.{word}_note"))


def _row(team: PublishedTeam, text: Text) -> tuple[object, ...]:
    return (_name(team), team.peer_group, *(tell(team, text) for tell in _TOLD))


def _change(one: Difference, text: Text) -> tuple[object, ...]:
    if one.old is None or one.new is None:
        word = text("disclosure.row_new" if one.old is None else "disclosure.row_gone")
        return (Html(_name(one.team) + small(word)), *(NOTHING for _ in _TOLD))
    told = [(tell(one.old, text), tell(one.new, text)) for tell in _TOLD]
    name = _name(one.team)
    if all(old == new for old, new in told):
        name = Html(name + small(text("disclosure.row_other")))
    return (name, *(_moved(old, new) for old, new in told))


def _moved(old: str, new: str) -> str:
    return new if old == new else f"{old} → {new}"


def _name(team: PublishedTeam) -> Html:
    return Html(html(team.team_name) + (small(team.parent_name) if team.parent_name else ""))


def _score(team: PublishedTeam, _: Text) -> str:
    return team.final_score or NOTHING


def _grade(team: PublishedTeam, text: Text) -> str:
    return text(f"grade.{team.grade}")


_TOLD: tuple[Callable[[PublishedTeam, Text], str], ...] = (
    _score,
    _grade,
    place_words,
    notices_words,
)
