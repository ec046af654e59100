"""A sheet of a clerk as bytes: CSV as programs write it, or a workbook with real types."""

from __future__ import annotations

import csv
import io
import random
import re
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.kinds import Column
from tests.ingest.dialects import Sheet

# No month has fewer days; a planted 30 February stays text.
_REAL_DAY = re.compile(r"\d{4}-\d\d-(?:[01]\d|2[0-8])")
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,8})(?:\.\d{1,4})?")


def as_csv(sheet: Sheet, chance: random.Random) -> tuple[bytes, list[int]]:
    """Write a CSV file.

    Returns:
        Its bytes, and the line on which each line of the sheet begins.
    """
    encoding = chance.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    line_end = chance.choice(["\n", "\r\n"])
    file = io.StringIO(newline="")
    writer = csv.writer(
        file,
        delimiter=chance.choice(",\t;"),
        lineterminator=line_end,
        quoting=chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    )
    begins = []
    for line in sheet.lines:
        begins.append(file.getvalue().count("\n") + 1)
        is_short = len(line) < len(sheet.columns)
        padding = [""] * (len(sheet.columns) - len(line)) if chance.random() < 0.5 else []
        writer.writerow([*line, *padding] if is_short else line)
    return file.getvalue().encode(encoding), begins


def as_workbook(sheet: Sheet, chance: random.Random) -> tuple[bytes, list[int]]:
    """Write a workbook in which numbers, days, shares and truth values are real ones.

    Returns:
        Its bytes, and the row of each line of the sheet.
    """
    file = io.BytesIO()
    is_1904 = chance.random() < 0.2
    with xlsxwriter.Workbook(file, {"in_memory": True, "date_1904": is_1904}) as workbook:
        formats = [
            workbook.add_format({"num_format": text})
            for text in ("yyyy-mm-dd", "yyyy年m月d日", "0.0%")
        ]
        page = workbook.add_worksheet("台账")
        data = {*sheet.places}
        for row, line in enumerate(sheet.lines):
            for place, text in enumerate(line):
                column = sheet.columns[place] if row in data else None
                if not _write_real(page, row, place, text, column, chance, formats):
                    page.write_string(row, place, text)
    return file.getvalue(), [row + 1 for row in range(len(sheet.lines))]


def _write_real(
    page: Worksheet,
    row: int,
    place: int,
    text: str,
    column: Column | None,
    chance: random.Random,
    formats: list[Format],
) -> bool:
    """Write a cell as what it is, if it is something else than text."""
    form = column.form if column else ""
    if form == "day" and _REAL_DAY.fullmatch(text):
        day = datetime.combine(date.fromisoformat(text), datetime.min.time())
        if chance.random() < 0.3:
            epoch = date(1904, 1, 1) if page.date_1904 else date(1899, 12, 30)
            page.write_number(row, place, (day.date() - epoch).days)
        else:
            page.write_datetime(row, place, day, formats[chance.randrange(2)])
    elif form in ("whole", "number", "share") and _PLAIN_NUMBER.fullmatch(text):
        page.write_number(row, place, float(text))
    elif form == "share" and re.fullmatch(r"\d{1,3}(?:\.\d)?%", text):
        page.write_number(row, place, float(text[:-1]) / 100, formats[2])
    elif form == "boolean" and text in ("true", "false"):
        page.write_boolean(row, place, text == "true")
    elif text == "":
        page.write_blank(row, place, None)
    else:
        return False
    return True
