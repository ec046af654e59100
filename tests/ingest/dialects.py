"""How clerks write canonical rows: every kind of dirt that is understood, drawn at random."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dashboard.ingest.checking.headers import CONTROLS
from dashboard.kinds import Column, Kind
from tests.ingest.words import aliases, choices

Row = Mapping[str, str]

# Three names of each team: id, full name, short name.
REGISTER = {
    "T1": ("潇湘市财政局", "市财政局"),
    "T2": ("潇湘市教育局", "教育局"),
    "007": ("零陵区人民政府", "零陵区"),
}
FULL_WIDTH = str.maketrans("0123456789-/.%,", "０１２３４５６７８９－／．％，")
BLANKS = ("", "—", "－", "/", "空", "\u3000", "无")
TRUE = ("是", "有", "√", "Y", "y", "TRUE", "true", "1")
FALSE = ("否", "无", "×", "N", "n", "FALSE", "false", "0")
MARKS = ("", "*", " ", "（必填）", "＊", "\n", "【必填】", "：")
DAY_NOTES = ("", "", "（年月日）", "(yyyy-mm-dd)", "（格式：2026-03-05）")
TITLES = (["任务台账（2026年3月）"], ["单位：潇湘市财政局"], ["填报日期：2026年3月31日"], [])
NOTES = (["注：本表由各单位填报。"], ["填表人：欧阳晓　审核人：某先生"], ["制表：考核办"])
UNITS = {
    "amount_yuan": {"元": 0, "万元": 4, "亿元": 8},
    "rectified_yuan": {"元": 0, "万元": 4, "亿元": 8},
    "population": {"人": 0, "万人": 4},
    "staff": {"人": 0},
    "items_due": {"件": 0},
    "score": {"分": 0},
}


@dataclass(frozen=True)
class Sheet:
    """What a clerk's screen shows.

    Attributes:
        lines: cells by line; the forms of their columns are those of `columns`.
        columns: None for a column that is not of the kind.
        places: the line of each canonical row.
        totals: lines that sum others up.
    """

    lines: list[list[str]]
    columns: list[Column | None]
    places: list[int]
    totals: list[int]


class Dialect:
    """How one clerk writes a kind; the header is chosen once, each cell anew."""

    def __init__(self, chance: random.Random, kind: Kind) -> None:
        self.chance = chance
        self.kind = kind
        self.units = {
            name: chance.choice(["", *units])
            for name, units in UNITS.items()
            if chance.random() < 0.7
        }

    def sheet(self, rows: Sequence[Row]) -> Sheet:
        """Write rows as a sheet, with everything around them that clerks put there."""
        own = self.chance.sample(self.kind.columns, len(self.kind.columns))
        wanted = [column for column in own if self._is_needed(column, rows)]
        columns: list[Column | None] = [*wanted, *CONTROLS.get(self.kind.name, ())]
        for _ in range(self.chance.randrange(3)):
            columns.insert(self.chance.randrange(len(columns) + 1), None)
        lines = [list(line) for line in self.some(TITLES)]
        lines.append([self.header(column) if column else self.stranger() for column in columns])
        places: list[int] = []
        totals: list[int] = []
        for number, row in enumerate(rows):
            if self.chance.random() < 0.1:
                lines.append([""] * len(columns))
            places.append(len(lines))
            lines.append([self.cell_of(column, row, number) for column in columns])
            if self.chance.random() < 0.1:
                totals.append(len(lines))
                lines.append(self.total(columns))
        lines += [list(line) for line in self.some(NOTES)]
        return Sheet(lines, columns, places, totals)

    def some(self, lines: Sequence[list[str]]) -> list[list[str]]:
        """Return a few of the lines, or none."""
        return self.chance.sample(lines, self.chance.choice([0, 0, 1, 2]))

    def header(self, column: Column) -> str:
        words = [
            word for of, name, word in aliases() if (of, name) == (self.kind.name, column.name)
        ]
        name = self.chance.choice([column.name, column.name.upper(), *words, *words])
        unit = self.units.get(column.name)
        bracketed = self.chance.choice(["（{}）", "({})", "【单位：{}】"]).format(unit)
        notes = self.chance.choice(DAY_NOTES) if column.form == "day" else ""
        return (
            self.chance.choice(MARKS[:5])
            + name
            + self.chance.choice(MARKS)
            + notes
            + (bracketed if unit else "")
        )

    def stranger(self) -> str:
        """Return the header of a column that is not read."""
        return self.chance.choice(["序号", "编号", "问题", "备注", "领导批示", "x1"])

    def cell_of(self, column: Column | None, row: Row, number: int) -> str:
        if column is None:
            return self.chance.choice([str(number + 1), "", "甲,乙", "12.5%", "见\n附件"])
        if column.name in row:
            return self.cell(column, row[column.name])
        return self._control(column, row)

    def cell(self, column: Column, value: str) -> str:
        if column.default == "" and value == "":
            return self.chance.choice(BLANKS)
        match column.form:
            case "day" | "month":
                return self.day(value, column.form)
            case "boolean":
                return self.chance.choice(TRUE if value == "true" else FALSE)
            case "choice":
                words = [
                    word for name, of, word in choices() if (name, of) == (column.name, value)
                ]
                return self.padded(self.chance.choice([value, value.upper(), *words]))
            case "share":
                percent = Decimal(value) * 100
                return self.number(percent, "%") if self.chance.random() < 0.5 else value
            case "whole" | "number":
                return self.amount(column, Decimal(value))
            case "team":
                return self.padded(self.chance.choice([value, *REGISTER.get(value, ())]))
            case _:
                return self.padded(value)

    def day(self, value: str, form: str) -> str:
        day = date.fromisoformat(value)
        if form == "month":
            if self.chance.random() < 0.5:
                forms = [f"{day:%Y-%m}", f"{day.year}年{day.month}月", f"{day:%Y%m}"]
                forms += [f"{day.year}.{day.month}", f"{day.year}/{day.month}"]
                return self.written(self.chance.choice([*forms, f"{forms[1]}份"]))
            day += timedelta(days=self.chance.randrange(28))
        forms = [day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"]
        forms += [f"{day.year}{sign}{day.month}{sign}{day.day}" for sign in "/.-"]
        timed = [
            f"{form} {time}" for form, time in zip(forms, ("8:05", "23:59:59"), strict=False)
        ]
        return self.written(self.chance.choice(forms + timed))

    def amount(self, column: Column, number: Decimal) -> str:
        unit = self.units.get(column.name, "")
        power = UNITS.get(column.name, {}).get(unit, 0)
        told = unit if self.chance.random() < 0.3 else ""
        if not unit and self.chance.random() < 0.3:
            told, power = self.chance.choice([*UNITS.get(column.name, {"": 0}).items()])
        return self.number(number.scaleb(-power), told)

    def number(self, number: Decimal, unit: str = "") -> str:
        plain, grouped = f"{number:f}", f"{number:,f}"
        forms = [plain, grouped, grouped.replace(",", "，"), grouped.replace(",", " ")]
        return self.written(
            self.chance.choice(forms) + self.chance.choice(["", " "]) * bool(unit) + unit
        )

    def total(self, columns: Sequence[Column | None]) -> list[str]:
        word = self.chance.choice(["合计", "小计", "平均", "总计", "合 计", "总　计", " 小计 "])
        place = self.chance.randrange(len(columns))
        sums = [self.chance.choice(["", "", "1,234", "98.5%"]) for _ in columns[place + 1 :]]
        return [*([""] * place), word, *sums]

    def written(self, text: str) -> str:
        """Write digits in half or full width."""
        return self.padded(self.chance.choice([text, text, text.translate(FULL_WIDTH)]))

    def padded(self, text: str) -> str:
        return self.chance.choice(
            [text, text, f" {text}", f"{text}\u3000", f"\u00a0{text}\u200b"]
        )

    def _control(self, column: Column, row: Row) -> str:
        votes = [int(row.get(name, "0")) for name in ("excellent", "good", "fair", "poor")]
        if column.name == "valid_votes":
            return str(sum(votes))
        if column.name == "excellent_rate" and sum(votes):
            return f"{100 * votes[0] / sum(votes):.1f}%"
        # In a yes/no column 无 is an answer.
        return self.chance.choice(BLANKS[: -1 if column.form == "boolean" else None])

    def _is_needed(self, column: Column, rows: Sequence[Row]) -> bool:
        is_given = any(column.name in row for row in rows)
        return is_given or column.required or self.chance.random() < 0.5
