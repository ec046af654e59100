"""Templates: what a clerk fills in is taken as it is, whatever program saves it."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.ingest.answering.column_words import column_words
from dashboard.ingest.answering.template_workbook import PREPARED_ROWS, template_workbook
from dashboard.ingest.checking.checks import Checked, check
from dashboard.ingest.checking.headers import match_headers
from dashboard.ingest.reading.tables import read_table
from dashboard.kinds import KINDS
from dashboard.text import catalogue

LANGUAGES = ("zh", "en")
TEAMS = pl.DataFrame(
    {
        "team_id": ["431101", "4311", "431102", "431103"],
        "team_name": ["潇湘市财政局", "潇湘市", "同名局", "同名局"],
        "short_names": ["市财政局；City Finance", None, None, None],
    }
)
NO_TEAMS = TEAMS.clear()


def sheet_of(content: bytes, place: int = 0) -> Worksheet:
    """Open a sheet of a workbook."""
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[place]


def filled(content: bytes, cells: list[list[Any]]) -> bytes:
    """Fill in the rows below the header, as a person would."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    for row, values in enumerate(cells, start=2):
        for column, value in enumerate(values, start=1):
            workbook.worksheets[0].cell(row, column, value)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def read(kind: str, content: bytes, teams: pl.DataFrame = NO_TEAMS) -> Checked:
    """Read a file of a kind as an upload is read."""
    nothing = pl.DataFrame(schema=dict.fromkeys(KINDS[kind].stored, pl.String))
    return check(KINDS[kind], read_table(content, KINDS[kind]), teams, nothing.lazy())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_header_is_understood(kind: str, language: str) -> None:
    """Each column of the kind, with its marks and its unit, and no other."""
    content = template_workbook(kind, catalogue(language), TEAMS)
    table = read_table(content, KINDS[kind])

    layout = match_headers(KINDS[kind], table)

    assert table.header_row == 1
    assert list(layout.fields) == [column.name for column in KINDS[kind].columns]
    assert (layout.unknown, layout.problems) == ((), ())
    for header, column in zip(table.header, KINDS[kind].columns, strict=True):
        assert ("*" in header) == column.required


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_are_taken_as_they_stand(kind: str, language: str) -> None:
    """Whoever writes what the second sheet shows is not sent back."""
    text = catalogue(language)
    examples = [words.example for words in column_words(kind, text)]

    checked = read(kind, filled(template_workbook(kind, text, TEAMS), [[*examples]]), TEAMS)

    assert checked.problems == ()
    assert checked.rows.height == 1
    assert checked.rows.null_count().select(pl.exclude("row")).sum_horizontal()[0] == 0


def test_a_filled_template_is_read_as_it_was_meant() -> None:
    """Days, percentages and numbers are cells of their kind; an id keeps its zeros."""
    words = {words.column.name: words for words in column_words("tasks", catalogue("zh"))}
    row: dict[str, object] = {
        "task_id": "000431",
        "team_id": "潇湘市财政局",
        "title": "修路",
        "due_on": date(2026, 3, 20),
        "done_on": datetime(2026, 3, 18, 9, 30),
        "progress": 0.855,
        "quality": "良好",
        "returns": 2,
        "is_exempt": "否",
    }
    content = template_workbook("tasks", catalogue("zh"), TEAMS)

    checked = read("tasks", filled(content, [[row.get(name) for name in words]]), TEAMS)

    assert checked.problems == ()
    read_row = checked.rows.row(0, named=True)
    assert {name: read_row[name] for name in row} == {
        **row,
        "team_id": "431101",
        "due_on": "2026-03-20",
        "done_on": "2026-03-18",
        "progress": "0.855",
        "quality": "good",
        "returns": "2",
        "is_exempt": "false",
    }


def test_a_month_may_be_a_day_of_it() -> None:
    """What a program makes of 2026-03 is the first of March; it is the month all the same."""
    content = template_workbook("ballots", catalogue("en"), TEAMS)
    row = [datetime(2026, 3, 1), "4311", "public", 3, 2, 1, 0, None]

    checked = read("ballots", filled(content, [row]), TEAMS)

    assert checked.problems == ()
    assert checked.rows["month"].to_list() == ["2026-03-01"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_template_holds_no_row(kind: str) -> None:
    """Examples stand on the second sheet alone, and prepared rows are empty."""
    checked = read(kind, template_workbook(kind, catalogue("zh"), TEAMS))

    assert checked.rows.is_empty()
    assert checked.problems == ()


def test_the_same_template_has_the_same_bytes() -> None:
    """It does not hang on when it is made."""
    first, second = (template_workbook("tasks", catalogue("zh"), TEAMS) for _ in range(2))

    assert first == second


def test_lists_offer_the_usual_words() -> None:
    """Chinese words under Chinese headers, canonical ones under the others."""
    lists = {
        language: lists_of(sheet_of(template_workbook("tasks", catalogue(language), TEAMS)))
        for language in LANGUAGES
    }

    assert lists["zh"]["承担角色"] == '"主办,协办"'
    assert lists["zh"]["是否容错"] == '"是,否"'
    assert lists["en"]["quality"] == '"excellent,good,fair,poor"'
    assert lists["en"]["is_exempt"] == '"true,false"'
    assert lists["zh"]["责任单位*"] == '"潇湘市财政局,潇湘市,431102,431103"'
    assert "责任单位*" not in lists_of(sheet_of(template_workbook("tasks", catalogue("zh"))))


def test_a_long_register_stands_on_a_hidden_sheet() -> None:
    """A list in a cell holds 255 characters; the names of a city are more."""
    teams = pl.DataFrame(
        {
            "team_id": [f"T{number:03d}" for number in range(120)],
            "team_name": [f"潇湘市第{number}局" for number in range(120)],
            "short_names": [""] * 120,
        }
    )
    content = template_workbook("tasks", catalogue("zh"), teams)
    names = sheet_of(content, 2)

    assert lists_of(sheet_of(content))["责任单位*"] == "'可选项'!$A$1:$A$120"
    assert (names.title, names.sheet_state) == ("可选项", "hidden")
    assert [row[0] for row in names.values] == teams["team_name"].to_list()
    assert read_table(content, KINDS["tasks"]).sheet == "工作任务（工作纪实卡）"


def test_lists_and_bounds_warn_and_do_not_forbid() -> None:
    """好 is understood for 优秀 and 12万 for a number, so that a cell may hold them."""
    for kind in KINDS:
        sheet = sheet_of(template_workbook(kind, catalogue("zh"), TEAMS))
        for rule in sheet.data_validations.dataValidation:
            assert rule.errorStyle == "warning"
            assert 0 < len(rule.error) <= 255
            assert str(rule.sqref).endswith(str(PREPARED_ROWS + 1))


def test_every_column_is_explained() -> None:
    """At its header as a note, and in a row of the second sheet."""
    content = template_workbook("audit_findings", catalogue("zh"), TEAMS)
    sheet, explained = sheet_of(content), sheet_of(content, 1)
    headers = [str(cell.value) for cell in sheet[1]]
    notes = {cell.value: cell.comment.text for cell in sheet[1] if cell.comment}

    assert "涉及金额（元）" in headers
    assert list(notes) == headers
    assert "示例：1250000" in notes["涉及金额（元）"]
    assert [row[0] for row in explained.values][-len(headers) :] == headers
    assert explained.title == "填写说明"


def test_the_look_of_the_table() -> None:
    """The header stays in view; days, percentages and ids have the form they need."""
    sheet = sheet_of(template_workbook("tasks", catalogue("zh"), TEAMS))
    columns = {str(cell.value): get_column_letter(cell.column or 0) for cell in sheet[1]}

    assert sheet.freeze_panes == "A2"
    formats = {
        header: sheet.column_dimensions[columns[header]].number_format
        for header in ("任务编号*", "完成时限*", "完成进度", "退回次数")
    }
    assert formats == {
        "任务编号*": "@",
        "完成时限*": "yyyy-mm-dd",
        "完成进度": "0%",
        "退回次数": "0",
    }
    assert sheet["A1"].fill.fgColor.rgb != sheet["C1"].fill.fgColor.rgb


def lists_of(sheet: Worksheet) -> dict[str, str]:
    """Return what each list offers, by the header above it."""
    return {
        str(sheet.cell(1, cells.min_col).value): rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
        for cells in rule.sqref.ranges
    }
