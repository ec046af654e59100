"""What storing or taking back an upload does to scores, as a sentence and a table."""

from __future__ import annotations

from dashboard.drafts.drafts import Effect, Move
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, remark, section
from dashboard.text import Text

# What a person reads before pressing; the rest is counted.
LISTED_MOVES = 15


def effect_section(visit: Visit, effect: Effect) -> Html:
    """Return which scores would move, from what to what."""
    text, title = visit.text, visit.text("drafts.effect_title")
    if effect.version is None:
        return section(title, text("drafts.effect_no_version"))
    against = text("drafts.effect_version", version=effect.version)
    if not effect.count:
        return section(title, text("drafts.effect_none"), remark(against))
    listed = effect.moves[:LISTED_MOVES]
    rows = [_row(visit, move) for move in listed]
    names = ("team", "month", "old", "new", "change", "grade")
    columns = [text(f"drafts.column_{name}") for name in names]
    shown = labelled_table(title, columns, rows, "  nnn ", is_dense=True)
    note = against
    if effect.count > len(listed):
        cut = text("drafts.effect_cut", shown=len(listed), count=effect.count)
        note = f"{cut} {against}"
    return section(title, text("drafts.effect_some", count=effect.count), shown, note=note)


def _row(visit: Visit, move: Move) -> tuple[object, ...]:
    text = visit.text
    difference = None
    if move.old_score is not None and move.new_score is not None:
        difference = move.new_score - move.old_score
    return (
        move.team_name,
        move.month,
        _score(text, move.old_score),
        _score(text, move.new_score),
        numbers.change(difference),
        _grade(text, move),
    )


def _score(text: Text, score: float | None) -> str:
    return text("drafts.no_score") if score is None else numbers.points(score)


def _grade(text: Text, move: Move) -> str:
    old, new = (
        text(f"grade.{grade or 'ungraded'}") for grade in (move.old_grade, move.new_grade)
    )
    if old == new:
        return text("drafts.grade_same", grade=new)
    return text("drafts.grade_move", old=old, new=new)
