"""A file is taken apart whatever program wrote it, and every record knows its line."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.limits import LIMITS, Limits
from dashboard.ingest.reading.tables import Reading, Table, read_table
from dashboard.kinds import KINDS
from tests.ingest.refusals import refusal_of

SHEET = "任务编号,责任单位\nK1,市财政局\nK2,市教育局\n"


def read(content: bytes, encoding: str | None = None, limits: Limits = LIMITS) -> Table:
    """Read a file of tasks."""
    return read_table(content, KINDS["tasks"], Reading(encoding), limits)


def cells(content: bytes, encoding: str | None = None) -> list[tuple[str, ...]]:
    """Return the cells of each record."""
    return read(content, encoding).records.drop("row").rows()


def rows(content: bytes) -> list[int]:
    """Return the line of each record."""
    return read(content).records["row"].to_list()


def refusal(content: bytes, encoding: str | None = None) -> UploadRefusedError:
    """Return why a file is refused."""
    return refusal_of(content, reading=Reading(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_guessed_and_named(encoding: str) -> None:
    """UTF-8 with and without mark, GB18030 and UTF-16 hold the same table."""
    table = read(SHEET.encode(encoding))

    assert table.encoding == encoding
    assert table.header == ("任务编号", "责任单位")
    assert table.records.drop("row").rows() == [("K1", "市财政局"), ("K2", "市教育局")]


@pytest.mark.parametrize("encoding", ["GBK", "gb2312", "big5", "utf-16-le", "UTF-8"])
def test_a_given_encoding_is_not_guessed(encoding: str) -> None:
    """What the caller names is used, under any of its usual names."""
    sheet = "a,b\n中文,上下\n"

    assert cells(sheet.encode(encoding), encoding) == [("中文", "上下")]


def test_a_wrong_or_unknown_encoding_is_refused() -> None:
    """An encoding that does not fit the bytes is not tried with loss."""
    assert refusal(SHEET.encode("gb18030"), "utf-8").rule == "encoding_wrong"
    assert refusal(SHEET.encode(), "rot13").rule == "encoding_unknown"
    assert refusal(SHEET.encode(), "nonsense").rule == "encoding_unknown"


def test_a_damaged_character_is_not_read_as_gb18030() -> None:
    """UTF-8 with one broken byte is refused, naming its line."""
    content = ("a,b\n1,甲乙丙丁戊己庚辛\n2,".encode() + b"\xe4\xb8" + ",子\n".encode()) * 2

    error = refusal(content)

    assert error.rule == "damaged_text"
    assert error.values == {"line": 3}


def test_undecodable_bytes_are_refused() -> None:
    """Bytes that no encoding explains are no text."""
    assert refusal(b"\x81").rule == "not_text"


def test_a_nul_byte_is_refused_with_its_line() -> None:
    """A zero byte among text is damage, not a cell."""
    error = refusal(b"a,b\n1,\x00\n")

    assert (error.rule, error.values) == ("nul_byte", {"line": 2})


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_zeros(encoding: str) -> None:
    """Every second byte of its commas and digits is zero, on one side or the other."""
    assert read(SHEET.encode(encoding)).encoding == encoding
    assert cells(SHEET.encode(encoding)) == cells(SHEET.encode())


def test_big5_is_asked_and_never_guessed() -> None:
    """Bytes that GB18030 explains by words nobody writes are not taken for them."""
    sheet = "事項,單位\n" + "辦理情況說明與後續處理,財政局\n" * 5

    error = refusal(sheet.encode("big5"))

    assert error.rule == "encoding_unsure"
    assert "big5" in str(error.values["candidates"])
    assert cells(sheet.encode("big5"), "big5") == cells(sheet.encode())


def test_rare_names_are_read_and_other_languages_are_asked_for() -> None:
    """A village with a rare name makes no file unsure; Japanese read as GB18030 does."""
    village = "a,b\n鄱阳县,璩家村\n"

    assert cells(village.encode("gbk")) == [("鄱阳县", "璩家村")]
    assert refusal("a,b\n1,道路を直すこと\n".encode("shift_jis")).rule == "encoding_unsure"
    assert refusal("a,b\n1,市財政局\n".encode("big5")).rule == "encoding_unsure"


def test_a_few_words_of_gbk_are_not_taken_for_rare_letters() -> None:
    """一 in GBK is a letter of Cyrillic in UTF-8; no department writes that."""
    content = "a,b\n1,一\n".encode("gbk")

    assert content.decode() != "a,b\n1,一\n"
    assert read(content).encoding == "gb18030"
    assert cells(content) == [("1", "一")]
    assert cells("a,b\nJosé,2 × 3\n".encode()) == [("José", "2 × 3")]


def test_known_headers_speak_for_gb18030() -> None:
    """Names of rare characters do not make a file unsure whose headers are known."""
    sheet = "任务编号,责任单位\n" + "㐀㐁㐂,燚龘\n" * 50

    assert read(sheet.encode("gb18030")).encoding == "gb18030"


@pytest.mark.parametrize("first", ["utf-8", "gb18030"])
def test_a_mixture_of_encodings_is_refused_with_a_line(first: str) -> None:
    """Sheets pasted together are not read as words nobody wrote."""
    second = {"utf-8": "gb18030", "gb18030": "utf-8"}[first]
    many = "K1,市财政局完成情况良好\n" * 9
    content = f"任务编号,责任单位\n{many}".encode(first) + "K9,市教育局任务\n".encode(second)

    error = refusal(content)

    assert (error.rule, error.values) == ("mixed_encodings", {"line": 11})


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf", b",,\n,,\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    """A file without any text is empty, whatever white space it has."""
    assert refusal(content).rule == "empty_file"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_the_one_that_makes_most_columns(delimiter: str) -> None:
    """Commas inside quotes do not make a tab-separated file comma-separated."""
    content = f'"a,x{delimiter}\n,b"{delimiter}b\n1{delimiter}2\n'.encode()

    assert cells(content) == [("1", "2")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(line_end: str) -> None:
    """Unix, Windows and old Macintosh files hold the same records on the same lines."""
    content = line_end.join(["a,b", "1,", '2,"x"', ""]).encode()

    assert cells(content) == [("1", ""), ("2", "x")]
    assert rows(content) == [2, 3]


def test_a_record_is_numbered_by_its_first_line() -> None:
    """Line breaks in quotes count as lines, also in the header; blank lines count too."""
    content = b'"a\nx",b\n1,"p\nq\r\nr"\n\n2,s\n , \n3,t'

    assert rows(content) == [3, 7, 9]
    assert read(content).header == ("a\nx", "b")


def test_lines_before_the_header_count() -> None:
    """The header of a file that begins with blank lines is where a person sees it."""
    table = read(b"\n,\na,b\n1,2\n")

    assert table.header_row == 3
    assert table.records["row"].to_list() == [4]


@pytest.mark.parametrize(
    ("lines", "uneven"),
    [("1\n2,3\n", (2, 1)), ("1,2,3\n2,3\n", (2, 3)), ("2,3\n1\n1,2,3\n", (3, 1))],
)
def test_a_record_that_does_not_fit_the_header_is_told_apart(
    lines: str, uneven: tuple[int, int]
) -> None:
    """Too few and too many cells are found, also when they even out over the file."""
    table = read(f"a,b\n{lines}".encode())

    assert table.uneven[0] == uneven
    assert table.records.drop("row").rows() == [("2", "3")]


def test_delimiters_of_empty_cells_at_the_end_are_no_cells() -> None:
    """Every record, or the header alone, may end with more delimiters than it needs."""
    assert cells(b"a,b\n1,2,\n3,4,,\n") == [("1", "2"), ("3", "4")]
    assert cells(b"a,b,,\n1,2\n3,4,,\n") == [("1", "2", "", ""), ("3", "4", "", "")]
    assert read(b"a,b\n1,2,x\n").uneven == ((2, 3),)


def test_a_short_total_row_is_no_uneven_record() -> None:
    """A sum with fewer cells than the header is a total row, which checking leaves out."""
    table = read(b"a,b,c\n1,2,3\n" + "合计,2\n总计算,2\n".encode())

    assert table.records.rows()[-1] == (3, "合计", "2", "")
    assert table.uneven == ((4, 2),)


def test_the_delimiter_may_be_told_as_excel_does() -> None:
    """A first line sep=; is no row of the table, and is counted as a line."""
    table = read("sep=;\n任务编号;责任单位\nK1;a,b,c,d\n".encode())

    assert table.header_row == 2
    assert table.records.rows() == [(3, "K1", "a,b,c,d")]


def test_marks_of_old_programs_harm_nothing() -> None:
    """The end-of-file mark of DOS, a form feed and marks of byte order are no cells."""
    assert cells(b"a,b\n1,2\n\x1a") == [("1", "2")]
    assert cells(b"a,b\n1,\x0c\n\x0c\n") == [("1", "\x0c")]
    assert cells("\ufeff\ufeffa,b\n1,\ufeff2\n".encode()) == [("1", "\ufeff2")]


def test_one_column_and_a_header_alone_are_tables() -> None:
    """A table may be narrow, and it may be empty."""
    assert cells("任务编号\n注1\nK2\n".encode()) == [("注1",), ("K2",)]
    assert cells("任务编号,责任单位\n".encode()) == []


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (Limits(content_bytes=20), "too_large"),
        (Limits(columns=1), "too_many_columns"),
        (Limits(text_rows=1), "too_many_rows"),
    ],
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_more_than_the_limits_allow_is_refused(limits: Limits, rule: str, quote: str) -> None:
    """Bytes, columns and records are counted before they cost anything."""
    content = SHEET.replace("K1", f"{quote}K1{quote}").encode()

    assert refusal_of(content, limits=limits).rule == rule


@pytest.mark.parametrize(
    ("content", "line"),
    [(b'a,b\n1,2\n3,"4\n5,6\n', 3), (b'a,b\n"1"x,2\n', 2), (b'"a,b\n1,2\n', 1)],
)
def test_a_quote_that_is_not_closed_swallows_nothing(content: bytes, line: int) -> None:
    """The record where the quote opens is named, and no row is lost in silence."""
    error = refusal(content)

    assert error.rule == "broken_quotes"
    assert error.values == {"line": line}


CELL = st.text("甲aA1 .'|\u3000\u2028\x0b", max_size=3)


@settings(deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=6)
    ),
    st.sampled_from([",", "\t", ";"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_both_ways_of_reading_agree(
    records: list[list[str]], delimiter: str, line_end: str
) -> None:
    """A file without quotes is read as if every cell of it were quoted."""
    header = [f"h{place}" for place in range(len(records[0]) if records else 2)]
    plain = "".join(delimiter.join(line) + line_end for line in [header, *records])
    quoted = io.StringIO(newline="")
    csv.writer(
        quoted, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator=line_end
    ).writerows([header, *records])

    quickly, exactly = read(plain.encode()), read(quoted.getvalue().encode())

    assert quickly.uneven == exactly.uneven == ()
    assert isinstance(quickly.records, pl.DataFrame)
    assert quickly.records.equals(exactly.records)
