"""Files to take away: workbooks hold what they were given, names harm nobody."""

from __future__ import annotations

import io

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.exports.workbook import Sheet, workbook
from dashboard.serving.downloads.sending import disposition


def read(content: bytes) -> list[dict]:
    """Read the first sheet as another program does."""
    return pl.read_excel(io.BytesIO(content), infer_schema_length=None).to_dicts()


def test_a_workbook_holds_what_it_was_given() -> None:
    """Signs, spaces, line ends, whole and broken numbers, truth and nothing."""
    rows = pl.DataFrame(
        {
            "text": ["=1+1", "a&b<c>", " 两边 ", "tab\tline\nend", "_x0041_", None],
            "score": [0.1 + 0.2, -3.5, 1e-300, 1e22, None, 100.0],
            "count": [1, None, 3, 4, 5, 6],
            "truth": [True, False, None, True, False, True],
        }
    )

    assert read(workbook([Sheet("得分", rows, [10] * 4)])) == rows.to_dicts()


def test_what_a_sheet_cannot_hold_is_left_empty_or_escaped() -> None:
    """No character and no number makes a workbook that does not open."""
    rows = pl.DataFrame(
        {"text": ["a\x00b", "\x0b", "\ufffe"], "score": [float("nan"), float("inf"), 1.0]}
    )

    content = workbook([Sheet("a", rows, [10, 10])])

    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet["B"]] == ["score", None, None, 1]
    assert len(read(content)) == 3


def test_long_and_wide_tables_come_whole() -> None:
    """More rows than are written at once, more columns than letters."""
    rows = pl.DataFrame({f"c{place}": range(12_001) for place in range(30)})

    sheet = openpyxl.load_workbook(
        io.BytesIO(workbook([Sheet("a", rows, [10] * 30)])), read_only=True
    ).worksheets[0]

    *_, last = sheet.iter_rows(values_only=True)
    assert last == (12_000,) * 30


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", 'a"; b="c.csv', "a\r\nx: y.csv", "", "%2e.csv"]
)
def test_a_file_name_cannot_break_out(name: str) -> None:
    """A clerk names a file; the header says one name and nothing else."""
    header = disposition(name)

    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert header.count(";") == 2
    assert "/" not in header
    assert "\\" not in header


@given(name=st.text(max_size=300))
def test_any_name_can_be_sent(name: str) -> None:
    """Whatever script, however long: a header that a server may send."""
    header = disposition(name)

    assert header.startswith('attachment; filename="')
    assert header.encode("latin-1").isascii()
    assert len(header) < 3_000
