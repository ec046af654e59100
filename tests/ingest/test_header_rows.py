"""The header is found by its names, whatever stands above it, and remarks below are told."""

from __future__ import annotations

import pytest

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.guesses import first_rows, guess_kind
from dashboard.ingest.reading.tables import Reading, Table, read_table
from dashboard.kinds import KINDS
from tests.ingest.factories import VALID, file_of
from tests.ingest.refusals import refusal_of
from tests.ingest.workbooks import book

HEADER = "任务编号,责任单位,任务名称,完成时限"
RECORD = "K1,市财政局,修路,2026-03-20"


def read(text: str, header_row: int | None = None, kind: str = "tasks") -> Table:
    """Read a CSV file."""
    return read_table(text.encode(), KINDS[kind], Reading(header_row=header_row))


def refusal(
    text: str, header_row: int | None = None, kind: str = "tasks"
) -> UploadRefusedError:
    """Return why a CSV file is refused."""
    return refusal_of(text.encode(), kind, Reading(header_row=header_row))


@pytest.mark.parametrize(
    "above",
    [
        "潇湘市重点工作任务台账\n",
        "潇湘市重点工作任务台账,,,\n填报单位：市政府办,,,单位：万元\n\n2026年3月5日\n",
        '"一、总表, 含逗号",,,\n',
        "一,二,三,四,五,六,七\n",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_titles_above_the_header_are_left_out(above: str, line_end: str) -> None:
    """However many cells they have, titles are no records and no header."""
    table = read(f"{above}{HEADER}\n{RECORD}\n".replace("\n", line_end))

    lines = above.count("\n")
    assert table.header == tuple(HEADER.split(","))
    assert table.header_row == lines + 1
    assert table.records.rows() == [(lines + 2, *RECORD.split(","))]
    assert table.uneven == ()
    assert len(table.title_rows) == len(table.titles) == lines - above.count("\n\n")


def test_titles_do_not_decide_the_delimiter() -> None:
    """A title full of commas stands above a header of semicolons."""
    table = read(
        f"一,二,三,四,五,六\n{HEADER};x\n{RECORD};y\n".replace(",", ";").replace(
            "一;二", "一,二"
        )
    )

    assert table.delimiter == ";"
    assert table.header[-1] == "x"


def test_the_first_row_is_the_header_where_none_fits() -> None:
    """What is missing can then be told of the row a person takes for the header."""
    table = read("甲,乙\n任务编号,二\n3,4\n")

    assert table.header == ("甲", "乙")
    assert table.title_rows == ()


def test_a_chosen_header_row_is_taken() -> None:
    """The uploader knows better, also far below, and not where nothing stands."""
    text = "\n".join(["甲,乙", "", *(f"{n},{n}" for n in range(60)), "丙,丁", "5,6", ""])

    assert read(text, 63).header == ("丙", "丁")
    assert read(text, 63).records.rows() == [(64, "5", "6")]
    assert refusal(text, 2).rule == "no_such_header_row"
    assert refusal(text, 90).rule == "no_such_header_row"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("月份,被评单位,测评类别,票数,,,\n,,,优秀票,良好票,一般票,较差票\n", (1, 2)),
        ("标题\n月份,被评单位,票数,,,\n,,优秀票,良好票,一般票,较差票\n", (2, 3)),
    ],
)
def test_a_header_in_two_rows_is_refused(text: str, rows: tuple[int, int]) -> None:
    """Which name belongs to which column is not put together by guesses."""
    error = refusal(f"{text}2026-03,市财政局,群众,1,2,3,4\n", kind="ballots")

    assert error.rule == "two_line_header"
    assert error.values == {"first": rows[0], "second": rows[1]}


def test_a_record_that_says_the_name_of_a_column_is_no_header() -> None:
    """A task may be called 工作任务, and stand in a column of no known name."""
    table = read(f"{HEADER},类型\n{RECORD},进展\nK2,工作任务,佐证材料,2026-03-20,进展\n")

    assert table.header_row == 1
    assert table.records.height == 2


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        ("注：本表数据截至3月底\n", (4,)),
        ("注：本表数据,截至3月底,,\n", ()),
        (",填表人：张三　审核：李四,,\n", (4,)),
        ("\n填表人：张三,审核人：李四,联系电话：123,填报日期：2026-03-05\n", (5,)),
        ("合计,,,\n备注：见附件,,,\n说明：略\n", (5, 6)),
    ],
)
def test_remarks_below_the_table_are_left_out_and_listed(
    below: str, rows: tuple[int, ...]
) -> None:
    """Who filled the table in is no record; anything else below stays one."""
    table = read(f"{HEADER}\n{RECORD}\n{RECORD}\n{below}")

    assert table.notes_rows == rows
    assert table.uneven == ()
    assert table.records.height == 2 + below.strip().count("\n") + 1 - len(rows)


def test_remarks_between_records_stay() -> None:
    """Only what stands below everything is a remark; a row is never dropped from the middle."""
    table = read(f"{HEADER}\n{RECORD}\n注：以下略,,,\n{RECORD}\n注：完\n")

    assert table.records["row"].to_list() == [2, 3, 4]
    assert table.notes_rows == (5,)


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_of_a_file_is_guessed_by_its_header(kind: str) -> None:
    """A file of each kind is first of all of that kind, as text and as a workbook."""
    row = VALID[kind]

    assert guess_kind(file_of([row]))[0] == kind
    assert guess_kind(book(("标题",), tuple(row), tuple(row.values())))[0] == kind


def test_a_file_of_no_kind_is_none() -> None:
    """Headers that no kind has are no sign of any."""
    assert guess_kind("甲,乙\n1,2\n".encode()) == ()
    assert guess_kind(book(("甲", "乙"))) == ()


def test_the_first_rows_are_as_in_the_file() -> None:
    """A preview shows titles, header and records with their row numbers."""
    table = read(f"标题\n\n{HEADER}\n{RECORD}\n{RECORD}\n")

    assert first_rows(table, 1) == (
        (1, ("标题",)),
        (3, tuple(HEADER.split(","))),
        (4, tuple(RECORD.split(","))),
    )
