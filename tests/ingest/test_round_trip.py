"""Whatever dialect canonical rows are written in, they come back as they were."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.ingest.checking.checks import check
from dashboard.ingest.checking.numbers import decimal_text
from dashboard.ingest.checking.values import BLANKS, clean
from dashboard.ingest.reading.tables import read_table
from dashboard.kinds import GIVEN_POINTS, KINDS, Column, Kind
from tests.ingest.words import aliases, choices

TEXT = st.text("甲乙丙《》。“AZaz019-_,;\"'\n ", min_size=1, max_size=6).filter(
    lambda text: clean(pl.Series([text]))[0] == text and text not in BLANKS
)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31)).map(date.isoformat)
NUMBERS = st.integers(0, 10_000).map(lambda hundredths: decimal_text(hundredths / 100))
FULL_WIDTH = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


def values(column: Column) -> st.SearchStrategy[str]:
    """Return canonical values of a column."""
    match column.form:
        case "choice":
            return st.sampled_from(column.choices)
        case "boolean":
            return st.sampled_from(("true", "false"))
        case "day":
            return DAYS
        case "month":
            return DAYS.map(lambda day: f"{day[:7]}-01")
        case "whole":
            return st.integers(0, 2_000_000).map(str)
        case "share":
            return st.integers(0, 1000).map(
                lambda thousandths: decimal_text(thousandths / 1000)
            )
        case "number":
            return NUMBERS
        case _:
            return TEXT


@st.composite
def rows_of(draw: st.DrawFn, kind: Kind) -> list[dict[str, str]]:
    """Return canonical rows with keys of their own; a blank is a value left out."""
    rows = []
    for number in range(draw(st.integers(1, 4))):
        row = {}
        for column in kind.columns:
            if column.name in kind.key and column.form in ("text", "team"):
                row[column.name] = f"{column.name}-{number:03d}"
            elif column.required or column.default or draw(st.booleans()):
                row[column.name] = draw(values(column))
        row |= {"item": row.get("item", "")} if kind.name == "ratings" else {}
        if "parent_id" in row:
            row["parent_id"] = f"team_id-{draw(st.integers(0, number)):03d}"
            row.pop("parent_id") if row["parent_id"] == row["team_id"] else None
        if row.get("kind") in GIVEN_POINTS:
            least, _ = GIVEN_POINTS[row["kind"]]
            row["points"] = decimal_text(draw(st.integers(0, 50)) / 10 + least)
        row.pop("short_names", None)
        rows.append(row)
    return rows


class Dialect:
    """How one clerk writes."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.delimiter = chance.choice(",\t;")
        self.encoding = chance.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
        self.line_end = chance.choice(["\n", "\r\n"])

    def file(self, kind: Kind, rows: list[dict[str, str]]) -> bytes:
        units = {"amount_yuan": self.chance.choice(["", "元", "万元", "亿元"])}
        columns = self.chance.sample(kind.columns, len(kind.columns))
        lines = [["序号", *(self.header(kind, column, units) for column in columns)]]
        for number, row in enumerate(rows):
            cells = [self.cell(column, row.get(column.name), units) for column in columns]
            lines.append([str(number + 1), *cells])
        file = io.StringIO(newline="")
        csv.writer(file, delimiter=self.delimiter, lineterminator=self.line_end).writerows(
            lines
        )
        return file.getvalue().encode(self.encoding)

    def header(self, kind: Kind, column: Column, units: dict[str, str]) -> str:
        words = [word for of, name, word in aliases() if (of, name) == (kind.name, column.name)]
        header = self.chance.choice([column.name, column.name.upper(), *words])
        unit = units.get(column.name)
        marks = self.chance.choice(["", "*", " ", "（必填）"])
        return header + marks + (f"（{unit}）" if unit else "")

    def cell(self, column: Column, value: str | None, units: dict[str, str]) -> str:
        if value is None or (value == "" and column.default == ""):
            return self.chance.choice(["", "—", "－", "/", "空", "\u3000"])
        match column.form:
            case "day" | "month":
                return self.day(value, column.form)
            case "boolean":
                forms = {"true": "是 有 √ Y TRUE 1", "false": "否 无 × n FALSE 0"}[value]
                return self.chance.choice(forms.split())
            case "choice":
                words = [
                    word for of, name, word in choices() if (of, name) == (column.name, value)
                ]
                return self.padded(self.chance.choice([value, *words]))
            case "share":
                percent = f"{(Decimal(value) * 100).normalize():f}%"
                return self.chance.choice([value, percent])
            case "whole" | "number":
                power = {"万元": 4, "亿元": 8}.get(units.get(column.name, ""), 0)
                return self.number(Decimal(value).scaleb(-power))
            case _:
                return self.padded(value)

    def day(self, value: str, form: str) -> str:
        day = date.fromisoformat(value)
        if form == "month":
            if self.chance.random() < 0.5:
                year, month = day.year, day.month
                forms = [
                    f"{year}年{month}月",
                    f"{year}.{month}",
                    f"{year}{month:02d}",
                    value[:7],
                ]
                return self.padded(self.chance.choice(forms))
            day += timedelta(days=self.chance.randrange(28))
        forms = [day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"]
        forms += [f"{day.year}{sign}{day.month}{sign}{day.day}" for sign in "/."]
        forms += [
            f"{form} {time}" for form, time in zip(forms, ("8:05", "23:59:59"), strict=False)
        ]
        text = self.chance.choice(forms)
        return self.chance.choice([text, text.translate(FULL_WIDTH), self.padded(text)])

    def number(self, number: Decimal) -> str:
        forms = [f"{number:f}", f"{number:,f}", f"{number:,f}".replace(",", "，")]
        text = self.chance.choice(forms)
        return self.chance.choice([text, text.translate(FULL_WIDTH), self.padded(text)])

    def padded(self, text: str) -> str:
        return self.chance.choice([text, f" {text}", f"{text}\u3000", f"\u00a0{text}\u200b"])


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
@settings(max_examples=15, deadline=None)
@given(data=st.data(), chance=st.randoms(use_true_random=False))
def test_rows_come_back_from_any_dialect(
    kind: Kind, data: st.DataObject, chance: random.Random
) -> None:
    """Nothing is lost, nothing is added, and each row keeps its place in the file."""
    rows = data.draw(rows_of(kind))
    nothing = pl.DataFrame(schema={column.name: pl.String for column in kind.columns})
    teams = pl.DataFrame(schema={name: pl.String for name in KINDS["teams"].stored})

    checked = check(kind, read_table(Dialect(chance).file(kind, rows)), teams, nothing.lazy())

    assert checked.problems == ()
    assert checked.rows["row"].is_sorted()
    read = [
        {name: value for name, value in row.items() if value is not None}
        for row in checked.rows.drop("row").iter_rows(named=True)
    ]
    assert read == rows
