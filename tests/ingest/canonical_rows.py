"""Canonical rows that break no rule, drawn by Hypothesis; and slips of the hand for them."""

from __future__ import annotations

import random
from datetime import date

import polars as pl
from hypothesis import strategies as st

from dashboard.ingest.checking.day_orders import ORDERS
from dashboard.ingest.checking.numbers import decimal_text
from dashboard.ingest.checking.values import BLANKS, clean
from dashboard.kinds import GIVEN_POINTS, Column, Kind
from tests.ingest.dialects import REGISTER

TEXT = st.text("甲乙丙《》。“AZaz019-_,;\"'\n ", min_size=1, max_size=6).filter(
    lambda text: clean(pl.Series([text]))[0] == text and text not in BLANKS
)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31)).map(date.isoformat)
NUMBERS = st.integers(0, 10_000).map(lambda hundredths: decimal_text(hundredths / 100))

# Of each form, cells that nobody understands for sure.
SLIPS: dict[str, tuple[str, ...]] = {
    "day": ("3月5日", "2021915日", "年底前", "长期", "6月底", "2026-02-30", "2026-**-05"),
    "month": ("一季度", "3月", "2026年", "2026-13", "上半年", "三月"),
    "whole": ("-1", "1.23456", "约30", "3*", "1,23"),
    "number": ("缺考", "1.2.3", "九十", "8*", "1e5"),
    "share": ("八成五", "180%", "-5%", "大半"),
    "boolean": ("大概", "是否", "2"),
    "choice": ("待定", "其他", "?"),
    "team": ("查无此局", "T999"),
}


@st.composite
def rows_of(draw: st.DrawFn, kind: Kind, most: int = 4) -> list[dict[str, str]]:
    """Return rows with keys of their own; a blank is a value left out."""
    return [draw(_row(kind, number)) for number in range(draw(st.integers(1, most)))]


@st.composite
def _row(draw: st.DrawFn, kind: Kind, number: int) -> dict[str, str]:
    row: dict[str, str] = {}
    for column in kind.columns:
        if column.name in kind.key and column.form == "text":
            row[column.name] = f"{column.name}-{number:03d}"
        elif column.required or column.default or draw(st.booleans()):
            row[column.name] = draw(_values(column))
    row |= {"item": row.get("item", "")} if kind.name == "ratings" else {}
    if "parent_id" in row:
        row["parent_id"] = f"team_id-{draw(st.integers(0, number)):03d}"
        row.pop("parent_id") if row["parent_id"] == row["team_id"] else None
    if row.get("kind") in GIVEN_POINTS:
        least, _ = GIVEN_POINTS[row["kind"]]
        row["points"] = decimal_text(draw(st.integers(0, 50)) / 10 + least)
    for _, later, earlier in ORDERS.get(kind.name, ()):
        if later in row:
            row[later] = max(row[later], row.get(earlier, ""))
    row.pop("short_names", None)
    if kind.name == "ballots":
        # A team has one ballot a month for each group of voters.
        row["month"] = f"{1990 + number}-03-01"
    return row


def _values(column: Column) -> st.SearchStrategy[str]:
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
            thousandths = st.integers(0, 1000)
            return thousandths.map(lambda number: decimal_text(number / 1000))
        case "number":
            return NUMBERS
        case "team":
            return st.sampled_from([*REGISTER])
        case _:
            return TEXT


def slip(chance: random.Random, kind: Kind) -> tuple[Column, str]:
    """Return a column and a cell of it that cannot be read, or must not be blank."""
    column = chance.choice(
        [column for column in kind.columns if column.form in SLIPS or column.required]
    )
    blank = [""] if column.required else []
    return column, chance.choice([*SLIPS.get(column.form, ()), *blank])
