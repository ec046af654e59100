"""A workbook to fill in: the right headers, lists to choose from, and notes.

Nothing in it refuses what an upload would take: a list or a bound warns and lets the clerk
go on, since other words and units are understood too.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
from xlsxwriter.workbook import Workbook

from dashboard.ingest.answering.column_words import ColumnWords, column_words
from dashboard.ingest.answering.help_sheet import add_help_sheet
from dashboard.ingest.answering.widths import shown_width
from dashboard.ingest.checking.days import FIRST_YEAR, LAST_YEAR
from dashboard.ingest.checking.teams import Register
from dashboard.ingest.problems import BadValueError
from dashboard.kinds import Column
from dashboard.text import Text

# More rows than a department sends in a month; below them only lists and checks end.
PREPARED_ROWS = 2_000

_HEADER_POINTS = 32

# What the dialogs and lists of Excel can hold.
_LONGEST_LIST = 255
_LONGEST_MESSAGE = 255
_LONGEST_SHEET_NAME = 31

# The same template has the same bytes whenever it is made.
_CREATED = datetime(2026, 1, 1)

# Text keeps leading zeros, and 1-2 does not become a day.
_FORMATS = {
    "day": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "number": "General",
    "whole": "0",
    "share": "0%",
}
_TEXT = "@"


def template_workbook(kind: str, text: Text, teams: pl.DataFrame | None = None) -> bytes:
    """Return an empty workbook of a kind in the language of `text`.

    Args:
        teams: team_id, team_name and short_names of the teams to choose from; None or no
            rows gives no list of teams.
    """
    file = io.BytesIO()
    columns = column_words(kind, text)
    title = text(f"uploads.kind_{kind}")
    names = [] if teams is None else _team_names(teams)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as workbook:
        workbook.set_properties({"title": title, "created": _CREATED})
        sheet = workbook.add_worksheet(_sheet_name(title))
        add_help_sheet(workbook, text, title, PREPARED_ROWS, columns)
        lists = _Lists(workbook, text("templates.lists_sheet"))
        for place, words in enumerate(columns):
            _write_header(workbook, sheet, place, words, text)
            rule = _validation(words, names, lists)
            if rule is not None:
                shown = _warning(words, text)
                sheet.data_validation(1, place, PREPARED_ROWS, place, {**rule, **shown})
        sheet.set_row(0, _HEADER_POINTS)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
    return file.getvalue()


class _Lists:
    """Lists to choose from; those too long for a cell's own list stand on a hidden sheet."""

    def __init__(self, workbook: Workbook, sheet_name: str) -> None:
        self._workbook = workbook
        self._sheet_name = sheet_name
        self._places: dict[tuple[str, ...], int] = {}

    def source(self, values: tuple[str, ...]) -> list[str] | str:
        """Return the values as a rule of a cell names them."""
        joined = ",".join(values)
        has_separators = joined.count(",") >= len(values) or '"' in joined
        if len(joined.encode("utf-16-le")) // 2 <= _LONGEST_LIST and not has_separators:
            return list(values)
        if values not in self._places:
            self._write(values)
        column = chr(ord("A") + self._places[values])
        return f"='{self._sheet_name}'!${column}$1:${column}${len(values)}"

    def _write(self, values: tuple[str, ...]) -> None:
        sheet = self._workbook.get_worksheet_by_name(self._sheet_name)
        if sheet is None:
            sheet = self._workbook.add_worksheet(self._sheet_name)
            sheet.hide()
        self._places[values] = place = len(self._places)
        for row, value in enumerate(values):
            sheet.write_string(row, place, value)


def _write_header(
    workbook: Workbook,
    sheet: Workbook.worksheet_class,
    place: int,
    words: ColumnWords,
    text: Text,
) -> None:
    column = words.column
    cells = workbook.add_format({"num_format": _FORMATS.get(column.form, _TEXT)})
    width = max(shown_width(words.header) + 4, shown_width(words.example) + 2)
    sheet.set_column(place, place, min(max(width, 10), 34), cells)
    look = {"bold": True, "border": 1, "valign": "vcenter", "text_wrap": True}
    need = (
        {"bg_color": "#1F4E79", "font_color": "#FFFFFF"}
        if column.required
        else {"bg_color": "#DDEBF7", "font_color": "#1F1F1F"}
    )
    sheet.write_string(0, place, words.header, workbook.add_format({**look, **need}))
    sheet.write_comment(0, place, words.note(text), {"x_scale": 2.2, "y_scale": 1.6})


def _validation(
    words: ColumnWords, team_names: Sequence[str], lists: _Lists
) -> dict[str, Any] | None:
    """Return the rule of a column's cells; None where anything may stand."""
    column = words.column
    if words.choices:
        return {"validate": "list", "source": lists.source(words.choices)}
    if team_names and (column.form == "team" or column.name == "parent_id"):
        return {"validate": "list", "source": lists.source(tuple(team_names))}
    if column.form in ("day", "month"):
        first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
        return {"validate": "date", **_between(first, last)}
    return _bounds(column)


def _bounds(column: Column) -> dict[str, Any] | None:
    if column.least is None or column.most is None:
        return None
    form = "integer" if column.form == "whole" else "decimal"
    return {"validate": form, **_between(column.least, column.most)}


def _between(least: object, most: object) -> dict[str, Any]:
    return {"criteria": "between", "minimum": least, "maximum": most}


def _warning(words: ColumnWords, text: Text) -> dict[str, str]:
    return {
        "error_type": "warning",
        "error_title": text("templates.warning_title"),
        "error_message": text("templates.warning", form=words.form)[:_LONGEST_MESSAGE],
    }


def _team_names(teams: pl.DataFrame) -> list[str]:
    """Return what each team is called in a list: its id where its name is not its own."""
    register = Register(teams)
    names: list[str] = []
    for team_id, name in teams.select("team_id", "team_name").iter_rows():
        try:
            is_its_own = register.team_id(name or "") == team_id
        except BadValueError:
            is_its_own = False
        names.append(name if is_its_own else team_id)
    return names


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]+", "", title)[:_LONGEST_SHEET_NAME]
