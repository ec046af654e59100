"""What is said of each column of a kind in the files to fill in, in one language."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.ingest.checking.words import header_words
from dashboard.ingest.templates import Heading, headings
from dashboard.kinds import Column
from dashboard.text import Text


@dataclass(frozen=True)
class ColumnWords:
    """A column as its template shows it.

    Attributes:
        header: the usual alias, or the canonical name in English, with its marks.
        also: every other header that is understood.
        choices: what the drop-down list offers; empty without one.
        means: what the column is about.
        form: how a value is written; empty for text.
        need: whether it has to be filled in, and what a blank stands for.
    """

    column: Column
    header: str
    also: tuple[str, ...]
    choices: tuple[str, ...]
    means: str
    form: str
    need: str
    example: str

    @property
    def holds(self) -> str:
        """What to write, in a line or two."""
        return "\n".join(filter(None, (self.means, self.form)))

    def note(self, text: Text) -> str:
        """Return everything about the column, for a note at its header."""
        return text("templates.note", holds=self.holds, need=self.need, example=self.example)


def column_words(kind: str, text: Text) -> tuple[ColumnWords, ...]:
    """Describe the columns of a kind, in canonical order."""
    return tuple(_words(kind, heading, text) for heading in headings(kind))


def _words(kind: str, heading: Heading, text: Text) -> ColumnWords:
    column = heading.column
    usual, *others = (
        (*heading.aliases, column.name)
        if text.language == "zh"
        else (column.name, *heading.aliases)
    )
    choices = _choices(heading, text)
    return ColumnWords(
        column,
        header=usual + ("*" if column.required else "") + _unit(column, text),
        also=tuple(others),
        choices=choices,
        means=text(f"templates.means.{kind}.{column.name}"),
        form=_form(column, choices, text),
        need=_need(heading, text),
        example=text(f"templates.examples.{kind}.{column.name}"),
    )


def _unit(column: Column, text: Text) -> str:
    """Return the plain unit of a column that departments give in several ones."""
    units = header_words()["units"].get(column.name, {})
    if len(units) < 2:
        return ""
    unit = next(unit for unit, power in units.items() if power == 0)
    return f"（{unit}）" if text.language == "zh" else f" ({unit})"


def _choices(heading: Heading, text: Text) -> tuple[str, ...]:
    if heading.column.form == "boolean":
        return ("是", "否") if text.language == "zh" else ("true", "false")
    return tuple(heading.words.values() if text.language == "zh" else heading.words)


def _form(column: Column, choices: tuple[str, ...], text: Text) -> str:
    is_between = column.form == "number" and column.least is not None
    name = "number_between" if is_between else column.form
    if name == "text":
        return ""
    return text(
        f"templates.form_{name}",
        least=_decimal(column.least),
        most=_decimal(column.most),
        choices=text("templates.between").join(choices),
    )


def _decimal(bound: float | None) -> str:
    """Return a bound as people write it, 100 and not 100.0."""
    return "" if bound is None else f"{bound:g}"


def _need(heading: Heading, text: Text) -> str:
    column = heading.column
    if column.required or not column.default:
        return text("templates.required" if column.required else "templates.optional")
    default = heading.words.get(column.default, column.default)
    if text.language == "zh" and column.form == "boolean":
        default = {"true": "是", "false": "否"}[default]
    elif text.language != "zh":
        default = column.default
    said = text("templates.default", default=default)
    return text("templates.comma").join((text("templates.optional"), said))
