"""A file is taken apart whatever program wrote it, and every record knows its line."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.tables import read_table

SHEET = "任务编号,责任单位\nK1,市财政局\nK2,市教育局\n"


def cells(content: bytes, encoding: str | None = None) -> list[tuple[str, ...]]:
    """Return the cells of each record."""
    return read_table(content, encoding).records.drop("row").rows()


def rows(content: bytes) -> list[int]:
    """Return the line of each record."""
    return read_table(content).records["row"].to_list()


def refusal(content: bytes, encoding: str | None = None) -> UploadRefusedError:
    """Return why a file is refused."""
    with pytest.raises(UploadRefusedError) as caught:
        read_table(content, encoding)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_guessed_and_named(encoding: str) -> None:
    """UTF-8 with and without mark, GB18030 and UTF-16 hold the same table."""
    table = read_table(SHEET.encode(encoding))

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


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04\x00\x00", b"a,b\n1,\x00\n", b"\x81", SHEET.encode("utf-16-le")],
    ids=["xlsx", "nul", "no encoding", "utf-16 without mark"],
)
def test_what_is_not_text_is_refused(content: bytes) -> None:
    """A spreadsheet, a NUL byte or undecodable bytes are no CSV."""
    assert refusal(content).rule == "not_text"


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
    assert read_table(content).header == ("a\nx", "b")


def test_lines_before_the_header_count() -> None:
    """The header of a file that begins with blank lines is where a person sees it."""
    table = read_table(b"\n,\na,b\n1,2\n")

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
    table = read_table(f"a,b\n{lines}".encode())

    assert table.uneven[0] == uneven
    assert table.records.drop("row").rows() == [("2", "3")]


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

    quickly, exactly = read_table(plain.encode()), read_table(quoted.getvalue().encode())

    assert quickly.uneven == exactly.uneven == ()
    assert isinstance(quickly.records, pl.DataFrame)
    assert quickly.records.equals(exactly.records)
