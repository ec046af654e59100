"""Every cell of a workbook comes as text, exactly, and knows its row in the sheet."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.limits import LIMITS, Limits
from dashboard.ingest.reading.tables import Reading, Table, read_table
from dashboard.ingest.receiving import receive
from dashboard.kinds import KINDS
from dashboard.storage.workspace import Workspace
from tests.ingest.factories import VALID, upload
from tests.ingest.refusals import refusal_of
from tests.ingest.workbooks import book, data, merged, packed, parts_of

HEADER = ("任务编号", "责任单位", "任务名称", "完成时限", "完成进度")
FULL = ("K1", "市财政局", "修路", "2026-03-20", "85%")


def read(content: bytes, limits: Limits = LIMITS, **chosen: Any) -> Table:
    """Read a workbook of tasks."""
    return read_table(content, KINDS["tasks"], Reading(**chosen), limits)


def cell(xml: str, **how: str) -> str:
    """Return what a single cell, written as XML, is read as."""
    table = read(book(HEADER, ("K1", xml), **how))
    return table.records["1"][0]


def number(stored: str, style: int = 0) -> str:
    """Return what a stored number is read as."""
    return cell(f'<c s="{style}"><v>{stored}</v></c>')


def refusal(content: bytes, **chosen: Any) -> UploadRefusedError:
    """Return why a workbook is refused."""
    return refusal_of(content, reading=Reading(**chosen))


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("85", "85"),
        ("85.0", "85"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("85.400000000000006", "85.4"),
        ("0.1234567891", "0.1234567891"),
        ("1E-7", "0.0000001"),
        ("4.2E+5", "420000"),
        ("-0", "0"),
        ("431100199001011234", "431100199001011234"),
    ],
)
def test_a_number_is_the_shortest_that_reads_back_as_stored(stored: str, text: str) -> None:
    """No digit is rounded away, none is added, and no exponent is left."""
    assert number(stored) == text


@given(
    st.floats(allow_nan=False, allow_infinity=False, width=64).filter(lambda x: abs(x) < 1e15)
)
@settings(max_examples=50, deadline=None)
def test_any_number_comes_back_as_the_same(value: float) -> None:
    """What is read is the stored double, whatever it is."""
    assert float(number(repr(value))) == value


@pytest.mark.parametrize(
    ("stored", "style", "text"),
    [
        ("46086", 1, "2026-03-05"),
        ("46086.5", 1, "2026-03-05 12:00:00"),
        ("46086", 8, "2026-03-05"),
        ("46086.337000000000", 3, "2026-03-05 08:05:16.800"),
        ("61", 1, "1900-03-01"),
        ("60", 1, "1900-02-29"),
        ("59", 1, "1900-02-28"),
        ("1", 1, "1900-01-01"),
        ("-1", 1, "-1"),
        ("2958466", 1, "2958466"),
        ("0.5", 3, "12:00:00"),
        ("1.5", 4, "36:00:00"),
        ("0.85", 2, "85%"),
        ("0.8512", 2, "85.12%"),
        ("1", 2, "100%"),
        ("431", 6, "000431"),
        ("12.3", 7, "12.3万元"),
        ("431", 5, "431"),
    ],
)
def test_a_format_that_changes_the_meaning_is_followed(
    stored: str, style: int, text: str
) -> None:
    """Days, times, percentages, codes and amounts in 万元 are what they look like."""
    assert number(stored, style) == text


def test_days_may_be_counted_from_1904() -> None:
    """The same day has another number in a workbook of an old Macintosh."""
    properties = '<workbookPr date1904="1"/>'

    assert cell('<c s="1"><v>44624</v></c>', properties=properties) == "2026-03-05"
    assert cell('<c s="1"><v>0</v></c>', properties=properties) == "1904-01-01"
    assert read(book(HEADER, FULL, properties=properties)).dates_from_1904


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ('<c t="b"><v>1</v></c>', "true"),
        ('<c t="b"><v>0</v></c>', "false"),
        ('<c t="str"><f>A1</f><v>缺考</v></c>', "缺考"),
        ('<c t="str"><f>A1</f><v></v></c>', ""),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ('<c t="d"><v>2026-03-05T00:00:00</v></c>', "2026-03-05"),
        ('<c t="d"><v>2026-03-05T08:05:00</v></c>', "2026-03-05 08:05:00"),
        ('<c t="inlineStr"><is><r><t>市</t></r><r><t>财政</t></r></is></c>', "市财政"),
        ('<c t="inlineStr"><is><t>一_x000D_二_x005F_</t></is></c>', "一\r二_"),
        ('<c t="inlineStr"><is><t>007</t></is></c>', "007"),
        ('<c t="s"><v>1</v></c>', "市局"),
    ],
)
def test_other_cells_are_what_they_say(xml: str, text: str) -> None:
    """Booleans, formulas, times and texts of one or several pieces are read alike."""
    shared = "<si><t>甲</t></si><si><r><t>市</t></r><r><t>局</t></r><rPh><t>shi</t></rPh></si>"

    assert cell(xml, shared=shared) == text


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        ('<c t="e"><v>#DIV/0!</v></c>', "excel_error"),
        ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "excel_error"),
        ("<c><f>SUM(A1:A3)</f></c>", "formula_not_computed"),
        ("<c><f>SUM(A1:A3)</f><v></v></c>", "formula_not_computed"),
        ("<c><v>4.31100199001011E+17</v></c>", "digits_lost"),
    ],
)
def test_a_cell_without_a_value_is_never_blank(xml: str, rule: str) -> None:
    """Errors, formulas nobody computed and digits that were lost are told of by place."""
    table = read(book(HEADER, FULL, ("K2", xml)))

    assert [(bad.row, bad.position, bad.rule) for bad in table.bad_cells] == [(3, 1, rule)]
    assert table.records["1"][1] != ""


def test_a_nought_that_no_program_computed_is_no_value() -> None:
    """Programs that cannot compute write 0 and ask Excel to compute when it opens the file."""
    formula = "<c><f>SUM(A1:A3)</f><v>{}</v></c>"
    stale = '<calcPr fullCalcOnLoad="1"/>'

    assert read(book(HEADER, ("K1", formula.format(0)), calculation=stale)).bad_cells
    assert not read(book(HEADER, ("K1", formula.format(7)), calculation=stale)).bad_cells
    assert not read(book(HEADER, ("K1", formula.format(0)))).bad_cells


def test_rows_and_columns_are_where_the_sheet_has_them() -> None:
    """Gaps above, between and to the left stay gaps; hidden rows count like others."""
    sheet = (
        '<sheetData><row r="3"><c r="B3" t="inlineStr"><is><t>任务编号</t></is></c>'
        '<c r="C3" t="inlineStr"><is><t>责任单位</t></is></c></row>'
        '<row r="7" hidden="1"><c r="C7"><v>5</v></c></row><row r="8"><c r="A8" s="3"/></row>'
        '<row><c/><c t="inlineStr"><is><t>K2</t></is></c></row></sheetData>'
    )
    table = read(packed(parts_of(sheet)))

    assert (table.header_row, table.header) == (3, ("", "任务编号", "责任单位"))
    assert table.records.rows() == [(7, "", "", "5"), (9, "", "K2", "")]


def test_text_late_in_a_column_of_numbers_survives() -> None:
    """No type is guessed from the first rows: 缺考 in row 3,000 stays what it is."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for row in range(1, 3000):
            sheet.write_row(row, 0, [f"K{row}", row])
        sheet.write_row(3000, 0, ["K3000", "缺考"])

    table = read(file.getvalue())

    assert table.records["1"].to_list()[-2:] == ["2999", "缺考"]
    assert table.records["row"].to_list() == list(range(2, 3002))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text("甲aA1 '<&\"\n_x", max_size=4),
            st.integers(-(10**14), 10**14),
            st.booleans(),
            st.datetimes(datetime(1900, 3, 1), datetime(2099, 1, 1)).map(
                lambda moment: moment.replace(microsecond=0)
            ),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_another_library_writes_is_read_back(values: list[Any]) -> None:
    """Texts, numbers, days and booleans written by openpyxl come back the same."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEADER)
    for value in values:
        sheet.append(["K", value])
    file = io.BytesIO()
    workbook.save(file)

    read_back = read(file.getvalue()).records["1"].to_list()

    assert read_back == [_text(value) for value in values]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        is_day = value == datetime(value.year, value.month, value.day)
        return f"{value:%Y-%m-%d}" if is_day else f"{value:%Y-%m-%d %H:%M:%S}"
    return str(value)


def test_both_dialects_of_workbooks_are_read() -> None:
    """Strict Open XML and prefixed names hold the same cells."""
    parts = parts_of(data(HEADER, FULL))
    plain = read(packed(parts)).records
    strict = {
        name: part.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, part in parts.items()
    }
    sheet = parts["xl/worksheets/sheet1.xml"]
    prefixed = sheet.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")

    assert read(packed(strict)).records.equals(plain)
    assert read(packed({**parts, "xl/worksheets/sheet1.xml": prefixed})).records.equals(plain)


def test_the_sheet_that_fits_is_read_and_named() -> None:
    """A sheet of notes beside the table is not read; every sheet with cells is named."""
    notes = data(("填写说明",), ("任务编号", "写编号"))
    parts = parts_of(notes, data(HEADER, FULL), data(), names=["说明", "台账", "空"])

    table = read(packed(parts))

    assert (table.sheet, table.sheets) == ("台账", ("说明", "台账"))
    assert read(packed(parts), sheet=" 说明 ").sheet == "说明"


def test_hidden_sheets_are_never_guessed_and_may_be_chosen() -> None:
    """What nobody saw is not evidence unless somebody says so."""
    parts = parts_of(
        data(HEADER, FULL), data(("别的",)), names=["旧", "新"], states=["hidden", "visible"]
    )
    only = parts_of(data(HEADER, FULL), names=["旧"], states=["veryHidden"])

    assert read(packed(parts)).sheet == "新"
    assert read(packed(parts), sheet="旧").records.height == 1
    assert refusal(packed(only)).rule == "only_hidden_sheets"


def test_one_of_several_equal_sheets_is_asked_for() -> None:
    """Of twelve months none is taken in silence."""
    parts = parts_of(data(HEADER, FULL), data(HEADER, FULL), names=["1月", "2月"])
    error = refusal(packed(parts))

    assert error.rule == "several_sheets"
    assert error.values == {"sheets": "“1月”、“2月”"}
    assert read(packed(parts), sheet="2月").sheet == "2月"
    # An empty form beside a filled one is no second table.
    assert read(packed(parts_of(data(HEADER), data(HEADER, FULL)))).sheet == "S2"


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    """The sentence names what may be chosen."""
    parts = parts_of(data(HEADER, FULL), data(), names=["1月", "空"])

    assert refusal(packed(parts), sheet="3月").values == {"sheet": "3月", "sheets": "“1月”"}
    assert refusal(packed(parts), sheet="空").rule == "empty_sheet"
    assert refusal(packed(parts_of(data()))).rule == "empty_file"


def test_titles_above_the_header_may_be_merged() -> None:
    """A title across the sheet is left out and listed."""
    content = book(
        ("潇湘市重点工作任务台账",), ("", "单位：万元"), HEADER, FULL, after=merged("A1:E1")
    )
    table = read(content)

    assert (table.title_rows, table.header_row) == ((1, 2), 3)
    assert table.titles[0][0] == "潇湘市重点工作任务台账"
    assert table.records.height == 1


@pytest.mark.parametrize(
    ("rows", "ranges", "cells"),
    [
        (((*HEADER[:3], "完成情况", ""), FULL), "D1:E1", "D1:E1"),
        ((HEADER, ("", "", "", "", "其中"), FULL), "A1:A2", "A1:A2"),
        ((("任务编号",), ("", *HEADER[1:]), FULL), "A1:A2", "A1:A2"),
    ],
)
def test_a_merged_header_is_refused_by_name(
    rows: tuple[tuple[str, ...], ...], ranges: str, cells: str
) -> None:
    """Names over several columns or rows leave columns without one."""
    error = refusal(book(*rows, after=merged(ranges)))

    assert error.rule == "merged_header"
    assert error.values["cells"] == cells
    assert error.values["text"]


def test_cells_merged_over_several_records_are_refused() -> None:
    """Whether the team stands for one row or for all is not guessed."""
    rows = (HEADER, FULL, ("K2", "", "治水", "2026-03-21"))

    assert refusal(book(*rows, after=merged("B2:B3"))).values == {"cells": "B2:B3"}


def test_merged_cells_where_nothing_is_read_are_harmless() -> None:
    """Remarks in a column of no name, notes below and empty cells may be merged."""
    rows = (
        (*HEADER, "我的备注"),
        (*FULL, "同上"),
        ("K2", *FULL[1:], ""),
        ("注：以上为3月数据",),
    )
    table = read(book(*rows, after=merged("F2:F3", "A4:E5", "E7:E9")))

    assert table.records.height == 2
    assert table.notes_rows == (4,)
    assert table.bad_cells == ()


def test_a_cell_merged_with_its_neighbour_is_told_of() -> None:
    """The covered cell of the record has no value that can be told."""
    table = read(book(HEADER, ("K1", "市财政局", ""), after=merged("B2:C2")))

    assert [(bad.row, bad.position, bad.rule) for bad in table.bad_cells] == [
        (2, 2, "merged_cell")
    ]


def test_the_clock_of_a_day_is_to_the_millisecond() -> None:
    """A moment stored as a fraction of a day comes back without drift."""
    start = datetime(2026, 3, 5, tzinfo=UTC)
    for seconds in range(0, 86_400, 7_919):
        moment = start + timedelta(seconds=seconds)
        text = number(repr(46086 + seconds / 86_400), 1)
        assert text == (f"{moment:%Y-%m-%d %H:%M:%S}" if seconds else "2026-03-05")


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (Limits(columns=3), "too_many_columns"),
        (Limits(sheet_rows=1), "damaged_workbook"),
        (Limits(sheet_characters=10), "too_much_text"),
        (Limits(entries=3), "too_many_parts"),
        (Limits(unpacked_bytes=100), "unpacks_too_large"),
        (Limits(unpacked_ratio=1, ratio_from_bytes=10), "unpacks_too_large"),
    ],
)
def test_more_than_the_limits_allow_is_refused(limits: Limits, rule: str) -> None:
    """Columns, rows, text, parts and sizes are counted while the file is read."""
    assert refusal_of(book(HEADER, FULL), limits=limits).rule == rule


def test_a_number_that_may_be_two_months_is_asked_about(workspace: Workspace) -> None:
    """Excel stores 2026.10 as 2026.1; as a text, or as an amount, it is what it says."""
    upload(workspace, "teams", VALID["teams"])
    header = ("月份", "被评单位", "评价主体", "评价人编号", "得分")
    number = ("<c><v>2026.1</v></c>", "T1", "上级", "R1", "90")
    content = book(header, number, ("2026.1", "T1", "上级", "R2", "90"))
    amounts = ("问题编号", "被审计单位", "发现日期", "完成时间", "涉及金额")
    finding = book(amounts, ("F1", "T1", "2026-03-01", "2026-04-01", "<c><v>2026.1</v></c>"))

    problems = receive(workspace, "ratings", content, "a.xlsx").problems

    assert [(item.row, item.value, item.rule) for item in problems] == [
        (2, "2026.1", "month_digit_lost")
    ]
    assert receive(workspace, "audit_findings", finding, "a.xlsx").problems == ()
