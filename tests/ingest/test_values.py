"""Values are understood as departments write them; what leaves a doubt is refused."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.ingest.checking.days import EPOCH_1900, EPOCH_1904
from dashboard.ingest.checking.headers import Field
from dashboard.ingest.checking.numbers import decimal_text
from dashboard.ingest.checking.values import LONGEST_CELL, read_form, read_text
from dashboard.ingest.problems import BadValueError
from dashboard.kinds import KINDS, Column
from tests.ingest.words import choices

DAY = Column("due_on", "day")
MONTH = Column("month", "month")
FLAG = Column("is_exempt", "boolean")
MONEY = {"元": 0, "万元": 4, "亿元": 8}
CHOICE_COLUMNS = {
    column.name: column for kind in KINDS.values() for column in kind.columns if column.choices
}


def read(
    column: Column,
    cell: str,
    units: dict[str, int] | None = None,
    unit: str | None = None,
    epoch: date | None = None,
) -> str | None:
    """Return the canonical text of a cell; raise what is wrong with it."""
    field = Field(column, "0", column.name, units or {}, unit)
    values, bad = read_form(pl.Series([cell]), field, epoch)
    if cell in bad:
        assert values.to_list() == [None]
        raise bad[cell]
    return values[0]


def rule(
    column: Column,
    cell: str,
    units: dict[str, int] | None = None,
    unit: str | None = None,
    epoch: date | None = None,
) -> str:
    """Return the rule a cell breaks."""
    with pytest.raises(BadValueError) as caught:
        read(column, cell, units, unit, epoch)
    return caught.value.rule


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-05",
        "2026/3/5",
        "2026.3.5",
        "2026年3月5日",
        "20260305",
        "２０２６－０３－０５",
        "２０２６年３月５日",
        "２０２６０３０５",
        " 2026 年 3 月 5 日 ",
        "2026-03-05 09:30",
        "2026/3/5 9:30:00",
        "2026-03-05T23:59:59.5",
        "2026年3月5日9:30",
        "20260305 00:00:00",
        "\ufeff2026-3-5\u00a0",
    ],
)
def test_days_in_every_form(cell: str) -> None:
    """A full date means its day, whatever the signs between its parts."""
    assert read(DAY, cell) == "2026-03-05"


@pytest.mark.parametrize(
    "cell",
    [
        "3月5日",
        "2021915",
        "2021915日",
        "20211228日",
        "年底前",
        "长期",
        "6月底",
        "2026-03",
        "2026年3月",
        "45000",
        "05/03/2026",
        "2026-03-05 25:00",
        "2026-03-05 左右",
        "26-03-05",
        "2026-03-052",
    ],
)
def test_what_is_not_surely_a_day_is_refused(cell: str) -> None:
    """A missing year or digit is never guessed."""
    assert rule(DAY, cell) == "day"


@pytest.mark.parametrize(
    ("epoch", "cell", "day"),
    [
        (EPOCH_1900, "46086", "2026-03-05"),
        (EPOCH_1900, "46086.75", "2026-03-05"),
        (EPOCH_1900, "４６０８６", "2026-03-05"),
        (EPOCH_1900, "10000", "1927-05-18"),
        (EPOCH_1904, "44624", "2026-03-05"),
        (EPOCH_1900, "20260305", "2026-03-05"),
        (EPOCH_1900, "2026/3/5", "2026-03-05"),
    ],
)
def test_a_number_of_a_workbook_is_a_day(epoch: date, cell: str, day: str) -> None:
    """Excel counts days, from 1900 or on old Macintoshes from 1904; so in months too."""
    assert read(DAY, cell, epoch=epoch) == day
    assert read(MONTH, cell, epoch=epoch) == f"{day[:7]}-01"


@pytest.mark.parametrize("cell", ["60", "0", "3", "2026", "9999", "46086.", "-46086"])
def test_a_short_number_is_no_day_even_of_a_workbook(cell: str) -> None:
    """60 is a 29 February 1900 that never was; 3 and 2026 are a month and a year."""
    assert rule(DAY, cell, epoch=EPOCH_1900) == "day"
    assert rule(MONTH, cell, epoch=EPOCH_1900) == "month"


def test_a_number_of_a_workbook_is_a_year_a_clerk_means() -> None:
    """99999 is a day of 2173."""
    assert rule(DAY, "99999", epoch=EPOCH_1900) == "year"


@pytest.mark.parametrize("cell", ["2026-02-29", "2026-13-01", "20260631", "2026年4月31日"])
def test_only_days_of_the_calendar(cell: str) -> None:
    """There is no 29 February in 2026."""
    assert rule(DAY, cell) == "no_such_day"
    assert read(DAY, "2024-02-29") == "2024-02-29"


@pytest.mark.parametrize("cell", ["0203-01-01", "1899-12-31", "2206-03-05", "9999-12-31"])
def test_a_year_no_clerk_means_is_refused(cell: str) -> None:
    """One row of the year 203 would stretch a build over centuries."""
    assert rule(DAY, cell) == "year"


@pytest.mark.parametrize(
    "cell",
    ["2026-03", "2026年3月", "2026年03月份", "2026.3", "2026/3", "202603", "２０２６年３月"]
    + ["2026-03-01", "2026-3-31", "2026年3月15日", "20260305"],
)
def test_months_in_every_form(cell: str) -> None:
    """A month, or any day of it, is stored as its first day."""
    assert read(MONTH, cell) == "2026-03-01"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (text, "month_span")
        for text in ("一季度", "2026年第一季度", "2026Q1", "上半年", "2026年")
    ]
    + [(text, "month_span") for text in ("2024年1-3月", "2024年1月至3月", "2026年度")]
    + [(text, "month") for text in ("3月", "2026-13", "202613", "2026", "26-03", "三月")],
)
def test_more_or_less_than_a_month_is_refused(cell: str, expected: str) -> None:
    """A quarter has a sentence of its own."""
    assert rule(MONTH, cell) == expected


@pytest.mark.parametrize(
    "cell", ["", " ", "—", "－", "-", "/", "／", "无", "空", "\u3000", "——"]
)
@pytest.mark.parametrize(
    "column", [DAY, MONTH, Column("staff", "whole"), Column("score", "number")]
)
def test_blanks_are_null(cell: str, column: Column) -> None:
    """Departments leave nothing out in many ways."""
    assert read(column, cell) is None


@pytest.mark.parametrize("cell", ["—", "－", "/", "无", "空", " \u200b ", ""])
def test_blanks_of_text_are_null(cell: str) -> None:
    """无 as the problem of a task means that there is none."""
    assert read_text(pl.Series([cell]), is_key=False)[0].to_list() == [None]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("92.50", "92.5"),
        ("092", "92"),
        ("９２．５", "92.5"),
        ("1,234,567.5", "1234567.5"),
        ("1，234", "1234"),
        ("1 234", "1234"),
        (".5", "0.5"),
        ("−3", "-3"),
        ("－3.5", "-3.5"),
        ("+2", "2"),
        ("0.0000001", "0.0000001"),
        ("123456789012345678", "123456789012345680"),
    ],
)
def test_numbers_in_every_form(cell: str, expected: str) -> None:
    """A number becomes the shortest decimal text, and 0 is not a blank."""
    assert read(Column("amount_yuan", "number"), cell) == expected


@pytest.mark.parametrize(
    "cell", ["abc", "1,23", "1,2345", "1.2.3", "1e5", "八成五", "=1+1", "--1", "1 2", "9" * 400]
)
def test_what_is_not_a_number_is_refused(cell: str) -> None:
    """A separator in an odd place may be a slip of the hand."""
    assert rule(Column("amount_yuan", "number"), cell) == "number"


@pytest.mark.parametrize("column", [Column("n", "number"), Column("n", "whole"), DAY, MONTH])
def test_masked_digits_are_refused(column: Column) -> None:
    """Asterisks hide what the number is."""
    assert rule(column, "2026-**-05") == "masked"


def test_masked_keys_are_refused() -> None:
    """Two cases whose digits are hidden could pass for one."""
    cells = pl.Series(["4311****12", "重要*事项"])

    assert read_text(cells, is_key=True)[1].keys() == {"4311****12"}
    assert read_text(cells, is_key=False)[1] == {}


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("12.35", None, "12.35"),
        ("12.35", "元", "12.35"),
        ("0.29", "万元", "2900"),
        ("1.1", "亿元", "110000000"),
        ("12万元", None, "120000"),
        ("12 万元", "万元", "120000"),
    ],
)
def test_money_becomes_yuan(cell: str, unit: str | None, expected: str) -> None:
    """By the unit of the header or of the cell, without binary noise."""
    assert read(Column("amount_yuan", "number"), cell, MONEY, unit) == expected


@pytest.mark.parametrize(
    ("cell", "expected"), [("0件", "0"), ("12 件", "12"), ("1.2万件", "12000")]
)
def test_items_are_counted(cell: str, expected: str) -> None:
    """0件 says that nothing was due, which is no blank."""
    items = KINDS["disclosures"].column("items_due")

    assert read(items, cell, {"件": 0, "万件": 4}) == expected


def test_two_units_or_a_strange_one_are_refused() -> None:
    """Twelve yuan in a column of ten thousands are one or the other."""
    money = Column("amount_yuan", "number")

    assert rule(money, "12元", units=MONEY, unit="万元") == "unit"
    assert rule(money, "12美元", units=MONEY) == "unit"


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [("12", None, "12"), ("12.0", "人", "12"), ("1.5", "万人", "15000"), ("0人", None, "0")],
)
def test_people_are_counted_whole(cell: str, unit: str | None, expected: str) -> None:
    """Ten thousands of people may have a fraction, people not."""
    people = Column("population", "whole", least=0)

    assert read(people, cell, {"人": 0, "万人": 4}, unit) == expected
    assert rule(people, "1.5") == "whole"
    assert rule(people, "-1") == "below"


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("85%", None, "0.85"),
        ("85％", None, "0.85"),
        ("85", None, "0.85"),
        ("0.85", None, "0.85"),
        ("1", None, "1"),
        ("100", None, "1"),
        ("0.5%", None, "0.005"),
        ("0", None, "0"),
        ("85", "%", "0.85"),
        ("7%", "%", "0.07"),
    ],
)
def test_progress_is_a_share(cell: str, unit: str | None, expected: str) -> None:
    """A percent sign or a value above one is divided; a bare 1 is all of it."""
    progress = KINDS["tasks"].column("progress")

    assert read(progress, cell, {"%": -2}, unit) == expected
    assert rule(progress, "150%", units={"%": -2}) == "share"
    assert rule(progress, "八成五", units={"%": -2}) == "number"
    assert rule(progress, "-5", units={"%": -2}) == "share"


@pytest.mark.parametrize(
    ("cell", "expected"), [("92分", "92"), ("92 分", "92"), ("98%", "98"), ("100", "100")]
)
def test_the_points_of_a_score_are_ignored(cell: str, expected: str) -> None:
    """分 after a score says nothing new."""
    score = KINDS["ratings"].column("score")

    assert read(score, cell, {"分": 0, "%": 0}) == expected
    assert rule(score, "100.01") == "above"
    assert rule(score, "-1") == "below"


@pytest.mark.parametrize("cell", ["是", "有", "√", "Y", "y", "true", "TRUE", "1", "１"])
def test_yes_in_every_form(cell: str) -> None:
    """A tick is a yes."""
    assert read(FLAG, cell) == "true"


@pytest.mark.parametrize("cell", ["否", "无", "×", "N", "n", "false", "False", "0"])
def test_no_in_every_form(cell: str) -> None:
    """无 is an answer in a yes/no column, not a blank."""
    assert read(FLAG, cell) == "false"


def test_first_and_repeated_are_answers_to_is_repeat_alone() -> None:
    """初次 and 重复 say nothing in other columns."""
    repeat = KINDS["petitions"].column("is_repeat")

    assert [read(repeat, cell) for cell in ("初次", "重复", "")] == ["false", "true", None]
    assert rule(FLAG, "重复") == "boolean"
    assert rule(FLAG, "不详") == "boolean"


@pytest.mark.parametrize(("column", "value", "word"), list(choices()))
def test_every_choice_of_the_list_is_understood(column: str, value: str, word: str) -> None:
    """Departments write the Chinese word, programs the canonical value."""
    assert read(CHOICE_COLUMNS[column], f" {word}\u200b") == value
    assert read(CHOICE_COLUMNS[column], value.upper()) == value


def test_another_word_is_not_a_choice() -> None:
    """The problem names what may be written, in both languages."""
    with pytest.raises(BadValueError) as caught:
        read(CHOICE_COLUMNS["role"], "牵头")

    assert caught.value.rule == "choice"
    assert caught.value.values == {"choices": "lead, support", "words": "主办、协办"}


def test_text_is_brought_to_one_form_and_keeps_its_zeros() -> None:
    """Full-width letters, odd spaces and invisible characters do not make another name."""
    cells = pl.Series(["００１２", "\u00a0市\u200b住建局\u3000", "第\n二"])

    assert read_text(cells, is_key=True)[0].to_list() == ["0012", "市住建局", "第\n二"]


def test_a_cell_longer_than_a_sheet_can_hold_is_refused() -> None:
    """It is a quote that was never closed."""
    cells = pl.Series(["长" * LONGEST_CELL, "长" * (LONGEST_CELL + 1)])

    values, bad = read_text(cells, is_key=False)

    assert [error.rule for error in bad.values()] == ["too_long"]
    assert values.null_count() == 1


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_any_day_is_read_back(day: date) -> None:
    """Every day of two centuries, in its Chinese form."""
    assert read(DAY, f"{day.year}年{day.month}月{day.day}日") == day.isoformat()


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_decimal_text_reads_back_as_the_same_number(number: float) -> None:
    """No digit is lost, and there is never an exponent."""
    assert float(decimal_text(number)) == number
    assert "e" not in decimal_text(number).lower()
