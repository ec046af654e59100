"""A clerk's own file comes back whole, with what is wrong beside it, and may be sent again."""

from __future__ import annotations

import codecs
import csv
import io
import random
import zipfile
from collections.abc import Callable, Sequence

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.errors import UploadRefusedError
from dashboard.ingest.answering import annotated as answering
from dashboard.ingest.answering.annotated import annotated
from dashboard.ingest.checking.checks import Checked, check
from dashboard.ingest.reading.tables import read_table
from dashboard.ingest.table import Reading, Table
from dashboard.kinds import KINDS
from dashboard.text import catalogue

TASKS = KINDS["tasks"]
HEADER = ["任务编号", "责任单位", "任务名称", "完成时限", "完成进度", "备注"]
# What the day of a bad row is mended to.
MENDED = "2026-03-05"


def read(content: bytes, reading: Reading | None = None) -> tuple[Table, Checked]:
    """Read a file of tasks as an upload is read."""
    table = read_table(content, TASKS, reading or Reading())
    teams = pl.DataFrame(schema=dict.fromkeys(KINDS["teams"].stored, pl.String))
    stored = pl.DataFrame(schema=dict.fromkeys(TASKS.stored, pl.String))
    return table, check(TASKS, table, teams, stored.lazy())


def report(
    content: bytes, language: str = "zh", reading: Reading | None = None, name: str = "a.csv"
) -> bytes:
    """Return the file with its problems."""
    table, checked = read(content, reading)
    return annotated(
        content,
        table,
        checked.problems,
        catalogue(language),
        kept_name=name,
        left_out=checked.left_out,
    )[1]


Write = Callable[[Sequence[Sequence[str]]], bytes]


def csv_of(lines: Sequence[Sequence[str]], delimiter: str = ",", line_end: str = "\r\n") -> str:
    """Write lines as CSV, quoted where they have to be."""
    file = io.StringIO(newline="")
    # Else the module leaves a line break bare that is not its own kind of one.
    quoting = csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL
    csv.writer(file, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(
        lines
    )
    return file.getvalue()


def xlsx_of(lines: Sequence[Sequence[object]]) -> bytes:
    """Write lines as a sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("任务")
        for row, cells in enumerate(lines):
            sheet.write_row(row, 0, cells)
    return file.getvalue()


def with_parts(content: bytes, **changes: tuple[bytes, bytes]) -> bytes:
    """Replace bytes in every part whose name ends so."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            for name, (before, after) in changes.items():
                if info.filename.endswith(f"{name}.xml"):
                    part = part.replace(before, after)
            new.writestr(info.filename, part)
    return file.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def sheet_of(content: bytes) -> Worksheet:
    """Open the first sheet of a workbook."""
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def task(number: int, due_on: str = MENDED, *rest: str) -> list[str]:
    """Return the cells of a task."""
    return [f"K{number}", "T1", "修路", due_on, "85%", "", *rest]


def lines_of_a_clerk(chance: random.Random) -> list[list[str]]:
    """Return a table with titles, totals, blank lines, line breaks and bad days."""
    width = len(HEADER)
    titles = [["2026年3月重点任务", *[""] * (width - 1)], [""] * width]
    lines = [*titles[: chance.randrange(3)], HEADER]
    for number in range(chance.randrange(1, 12)):
        bad_day = f"坏{number:02d}日"
        row = task(number, chance.choice([MENDED, MENDED, bad_day]))
        row[2] = chance.choice(["修路", "修\n路", '修"一"路', "=1+1,修路", "０１"])
        row[5] = chance.choice(["", "第一行\r\n第二行", "㐀𠀀", " "])
        lines.append(row)
        if chance.random() < 0.2:
            lines.append(chance.choice([["合计", *[""] * (width - 1)], [""] * width]))
    return lines


def mended(content: bytes, encoding: str | None) -> bytes:
    """Correct every bad day in the bytes of a file."""
    for number in range(12):
        bad, good = f"坏{number:02d}日", MENDED
        if encoding:
            content = content.replace(bad.encode(encoding), good.encode(encoding))
        else:
            change = (bad.encode(), good.encode())
            content = with_parts(content, sharedStrings=change)
    return content


def said_of(content: bytes, place: int = -1) -> list[str]:
    """Return the last cells of each record of a UTF-8 file."""
    records = csv.reader(io.StringIO(content.decode(), newline=""))
    return [cells[place] for cells in records if cells]


def assert_same(mended_report: bytes, mended_file: bytes) -> None:
    """The report is read as the file would be, but for its own column."""
    again, expected = read(mended_report), read(mended_file)
    assert again[1].problems == expected[1].problems == ()
    assert again[1].rows.equals(expected[1].rows)
    assert again[1].left_out == expected[1].left_out
    assert again[0].title_rows == expected[0].title_rows
    assert again[1].layout.unknown == expected[1].layout.unknown


@settings(max_examples=40, deadline=None)
@given(
    chance=st.randoms(use_true_random=False),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be"]),
    delimiter=st.sampled_from(",\t;"),
    line_end=st.sampled_from(["\r\n", "\n", "\r"]),
    language=st.sampled_from(["zh", "en"]),
)
def test_a_mended_report_is_the_mended_file(
    chance: random.Random, encoding: str, delimiter: str, line_end: str, language: str
) -> None:
    """Whatever a text file is written in; rows keep their numbers, titles their place."""
    text = csv_of(lines_of_a_clerk(chance), delimiter, line_end)
    content = ("\ufeff" * encoding.startswith("utf-16") + text).encode(encoding)
    bare = encoding.removesuffix("-sig")

    returned = report(content, language)

    assert_same(mended(returned, bare), mended(content, bare))
    assert [p.row for p in read(returned)[1].problems] == [
        p.row for p in read(content)[1].problems
    ]


@settings(max_examples=20, deadline=None)
@given(chance=st.randoms(use_true_random=False), language=st.sampled_from(["zh", "en"]))
def test_a_mended_workbook_is_the_mended_file(chance: random.Random, language: str) -> None:
    """The same holds for a sheet."""
    content = xlsx_of(lines_of_a_clerk(chance))

    assert_same(mended(report(content, language), None), mended(content, None))


@settings(max_examples=150, deadline=None)
@given(
    body=st.text(st.sampled_from(",;\t\n\r\"'=合计 a1※"), max_size=40),
    header=st.sampled_from(["", "标题\n\n", '"标\n题",\n', "sep=;\n"]),
)
def test_whatever_is_read_has_a_report_that_is_read(body: str, header: str) -> None:
    """No record is lost or moved, however strange the text."""
    content = f"{header}task_id,team_id,title,due_on\n{body}".encode()
    try:
        table, checked = read(content)
    except UploadRefusedError:
        return

    again, checked_again = read(report(content))

    names = [str(position) for position in range(len(table.header))]
    # A record with cells too many is even in the report, and has some without a header.
    kept = again.records.filter(pl.col("row").is_in(table.records["row"].implode()))
    assert kept.select("row", *names).equals(table.records.select("row", *names))
    assert (again.header_row, again.title_rows) == (table.header_row, table.title_rows)
    assert set(checked_again.left_out) >= set(checked.left_out)
    assert bool(checked_again.problems) == bool(checked.problems)


def test_what_was_there_keeps_its_bytes() -> None:
    """Quotes nobody needs, spaces, and line ends of two kinds."""
    lines = [
        b'"task_id",team_id,title,due_on',
        b'K1,T1,"a",2026-13-01',
        b'K2, T1 ,"b ""c""\r\nd",2026-03-05',
        b"",
        "合计,,,".encode(),
    ]
    content = lines[0] + b"\r\n" + lines[1] + b"\n" + b"\r\n".join(lines[2:])

    returned = report(content, "en")

    assert returned.split(b'"\xe2\x80\xbb')[0].startswith(lines[0])
    for line in lines:
        assert line in returned
    assert said_of(returned) == [
        "问题 (Problems)",
        "※ Row 2, due_on: “2026-13-01” is not in the calendar. Correct the day.",
        "",
        "※ A row with totals: left out, nothing to do.",
    ]


def test_several_sentences_of_a_row_share_its_cell() -> None:
    """On one line in a text file, where another would move every row below."""
    lines = [HEADER, ["K1", "T1", "", "年底前", "180%", ""], task(2, "2026-02-30")]

    said = said_of(report(csv_of(lines).encode()))

    assert said[0] == "问题"
    assert said[1].count("※ 第 2 行") == 3
    assert "\n" not in said[1]
    assert said[2].startswith("※ 第 3 行“完成时限”")

    sheet = sheet_of(report(xlsx_of(lines)))
    assert [line[:7] for line in str(sheet["G2"].value).split("\n")] == ["※ 第 2 行"] * 3
    assert sheet.row_dimensions[2].height >= 45


def test_what_is_said_of_the_header_does_not_change_its_name() -> None:
    """It stands in brackets behind it; mended there, the report is taken."""
    content = csv_of([["任务编号", "责任单位（全称）", "名称（新）"], ["K1", "T1", "修路"]])
    for language in ("zh", "en"):
        returned = report(content.encode(), language)
        header = said_of(returned)[0]

        assert header.startswith("问题")
        assert header.count("※ ") == 2
        assert "title" in header
        assert "due_on" in header
        table, checked = read(returned)
        assert table.header[-1] == header
        assert checked.layout.unknown == ("名称（新）",)


def test_cells_too_many_stay_without_a_header() -> None:
    """The column stands right of the longest record, so the sentence is under its header."""
    content = csv_of([HEADER, task(1, MENDED, "x", "y"), task(2), ["K3", "T1", "修路"]])

    returned = report(content.encode())
    records = list(csv.reader(io.StringIO(returned.decode(), newline="")))

    assert records[0][8] == "问题"
    assert records[1][8].startswith("※ 第 2 行有 8 个单元格")
    assert records[2][8] == ""
    assert records[3][8].startswith("※ 第 4 行有 3 个单元格")
    assert {problem.row for problem in read(returned)[1].problems} == {1, 4}


def test_a_record_with_too_few_cells_stays_one() -> None:
    """Filled up in silence, its later cells might count for the wrong columns."""
    content = csv_of([HEADER, ["K1", "T1", "修路", MENDED, "85%"]]).encode()

    problems = read(report(content))[1].problems

    assert [(problem.row, problem.rule) for problem in problems] == [(2, "cell_count")]


def test_uneven_records_stay_so_in_report_after_report() -> None:
    """Nothing is taken in silence, and nothing an earlier report said is left behind."""
    content = csv_of([HEADER, task(1), task(2, "坏01日"), ["K3"]]).encode()

    first = report(content)
    second = report(first)

    assert second.count(b",") == first.count(b",")
    assert second.decode().count("※ 第") == first.decode().count("※ 第") == 2
    assert [problem.row for problem in read(second)[1].problems] == [3, 4]


def test_empty_cells_that_end_a_line_do_no_harm() -> None:
    """Some programs end every line, or every line but that of the header, with one."""
    lines = [HEADER, [*task(1, "坏00日"), "", " "], [*task(2), ""]]

    returned = report(csv_of(lines).encode())

    assert [said[:7] for said in said_of(returned, len(HEADER))] == ["问题", "※ 第 2 行", ""]
    assert [p.rule for p in read(returned)[1].problems] == ["day"]


@pytest.mark.parametrize("write", [lambda lines: csv_of(lines).encode(), xlsx_of])
def test_a_second_report_takes_the_place_of_the_first(write: Write) -> None:
    """Sentences of rows mended meanwhile are gone, and there is one column still."""
    content = write([HEADER, task(1, "坏00日"), task(2, "坏01日"), task(3)])
    first = report(content)
    half = (
        with_parts(first, sharedStrings=("坏00日".encode(), MENDED.encode()))
        if first.startswith(b"PK")
        else first.replace("坏00日".encode(), MENDED.encode())
    )

    second = report(half, "en")

    header = read(second)[0].header
    assert [name for name in header if name.startswith("问题")] == ["问题 (Problems)"]
    column = read(second)[0].records[str(len(header) - 1)].to_list()
    assert [cell[:7] for cell in column] == ["", "※ Row 3", ""]


@pytest.mark.parametrize("write", [lambda lines: csv_of(lines).encode(), xlsx_of])
def test_a_column_of_the_clerks_own_is_kept(write: Write) -> None:
    """It may be called 问题 too; ours is told by its mark."""
    content = write([[*HEADER, "问题"], task(1, "坏00日", "路面破损"), task(2)])

    table, _ = read(report(content))

    assert table.header[-2:] == ("问题", "问题")
    assert table.records["6"].to_list()[0] == "路面破损"


def test_big5_cannot_say_it_and_becomes_utf8() -> None:
    """The words of the sentences are not in it; nothing else is lost."""
    content = csv_of([["task_id", "team_id", "title", "due_on"], ["K1", "T1", "開會", "x"]])
    reading = Reading(encoding="big5")

    returned = report(content.encode("big5"), reading=reading)

    assert returned.startswith(codecs.BOM_UTF8)
    assert returned.decode("utf-8-sig").startswith(content.split("\r\n")[0])
    assert read(returned)[0].records["2"].to_list() == ["開會"]


def test_a_workbook_keeps_everything_else() -> None:
    """Other sheets, computed values, looks, widths, lists: every part but two is the same."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        other = workbook.add_worksheet("首页")
        other.write("A1", "看这里")
        sheet = workbook.add_worksheet("任务")
        day = workbook.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#FF0000"})
        sheet.merge_range("A1:F1", "重点任务")
        sheet.write_row(1, 0, HEADER)
        sheet.write_row(2, 0, ["K1", "T1", "修路"])
        sheet.write_formula("D3", "=B9", day, "年底前")  # pyright: ignore
        sheet.write_row(3, 0, ["K2", "T1"])
        sheet.write_formula("D4", "=DATE(2026,3,5)", day, 46086)
        blue = workbook.add_format({"bg_color": "#0000FF"})
        sheet.conditional_format(
            "A3:A9", {"type": "cell", "criteria": "=", "value": 1, "format": blue}
        )
        sheet.set_column("F:XFD", 3)
        sheet.set_row(2, 45)
        sheet.write_comment("A2", "编号")
    content = file.getvalue()

    returned = report(content, name="任务.xlsx")

    before, after = parts_of(content), parts_of(returned)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/worksheets/sheet2.xml", "xl/styles.xml"}
    old, new = (openpyxl.load_workbook(io.BytesIO(one))["任务"] for one in (content, returned))
    for row in old.iter_rows():
        for cell in row:
            twin = new.cell(cell.row or 0, cell.column or 0)
            assert (twin.value, twin.number_format) == (cell.value, cell.number_format)
    assert new["G2"].value == "问题"
    assert new["D3"].fill.fgColor.rgb == new["C4"].fill.fgColor.rgb == "FFFFE8B8"
    assert new["D3"].number_format == "yyyy-mm-dd"
    assert new["D4"].fill.fgColor.rgb == "FFFF0000"
    assert new["G3"].alignment.wrap_text
    widths = {name: new.column_dimensions[name].width for name in "FGH"}
    assert widths["G"] == 70
    assert widths["F"] == widths["H"] < 4
    assert new.calculate_dimension() == "A1:G4"
    assert new.row_dimensions[3].height == 45
    values = openpyxl.load_workbook(io.BytesIO(returned), data_only=True)["任务"]
    assert values["D3"].value == "年底前"


def test_cells_with_a_look_and_no_value_do_not_push_the_column_away() -> None:
    """A sheet coloured far to the right has its column beside its table all the same."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        red = workbook.add_format({"bg_color": "#FF0000"})
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, task(1, "年底前"))
        for place in range(5, 12):
            sheet.write_blank(1, place, None, red)

    sheet = sheet_of(report(file.getvalue()))

    assert str(sheet["G2"].value).startswith("※ 第 2 行")
    assert sheet["H2"].fill.fgColor.rgb == "FFFF0000"


def test_a_sheet_as_other_programs_write_it() -> None:
    """Prefixed names, a row without its number, cells without theirs, no list of columns."""
    content = xlsx_of([HEADER[:4], task(1, "年底前")[:4]])
    for before, after in (
        (b"<row ", b"<x:row "), (b"</row>", b"</x:row>"), (b"<c ", b"<x:c "),
        (b"</c>", b"</x:c>"), (b"<v>", b"<x:v>"), (b"</v>", b"</x:v>"),
        (b"<sheetData>", b"<x:sheetData>"), (b"</sheetData>", b"</x:sheetData>"),
        (b"<worksheet ", b'<worksheet xmlns:x="http://schemas.openxmlformats.org/'
         b'spreadsheetml/2006/main" '),
        (b' r="2" spans="1:4"', b""), (b' r="C2"', b""), (b' r="D2"', b""),
    ):  # fmt: skip
        content = with_parts(content, sheet1=(before, after))
    assert read(content)[1].problems

    returned = report(content)

    assert b"<x:is><x:t" in parts_of(returned)["xl/worksheets/sheet1.xml"]
    assert read(returned)[0].records["4"].to_list()[0].startswith("※ 第 2 行")


def test_nothing_a_cell_says_becomes_a_formula() -> None:
    """Texts stay texts in a workbook; a sentence that quotes one begins with its mark."""
    lines = [HEADER, task(1, "=HYPERLINK(1)"), task(2, "@SUM(A1)")]

    sheet = sheet_of(report(xlsx_of(lines)))

    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    said = [sheet["G2"].value, *said_of(report(csv_of(lines).encode()))[1:]]
    assert all(str(cell).startswith("※ ") for cell in said)


def test_a_huge_sheet_comes_back_as_csv(monkeypatch: pytest.MonkeyPatch) -> None:
    """With all of its rows, in the same places, and no text turned into a formula."""
    lines = [["重点任务"], HEADER, task(1, "坏00日"), [], task(2), ["合计"]]
    lines[4][2] = "=1+1"
    lines[4][4] = "-0.5"
    monkeypatch.setattr(answering, "MOST_CELLS", 3)
    content = xlsx_of(lines)
    table, checked = read(content)

    name, returned = annotated(
        content, table, checked.problems, catalogue("zh"), kept_name="C:\\表\\任务.xlsx"
    )

    assert name == "任务（问题）.csv"
    assert returned.startswith(codecs.BOM_UTF8)
    again, checked_again = read(returned)
    assert again.header_row == table.header_row
    assert [p.row for p in checked_again.problems] == [p.row for p in checked.problems]
    assert again.records["2"].to_list()[1] == "'=1+1"
    assert again.records["4"].to_list()[1] == "-0.5"


@pytest.mark.parametrize(
    ("kept_name", "name"),
    [
        ("3月.csv", "3月（问题）.csv"),
        ("3月（问题）.csv", "3月（问题）.csv"),
        ("../../etc/3月.TXT", "3月（问题）.TXT"),
        ("C:\\表\\3月.xls", "3月（问题）.csv"),
    ],
)
def test_the_name_of_a_report(kept_name: str, name: str) -> None:
    """The clerk's own with one word more, without folders, and once only."""
    content = csv_of([HEADER, task(1)]).encode()
    table, _ = read(content)

    assert annotated(content, table, (), catalogue("zh"), kept_name=kept_name)[0] == name
