"""From cells as they stand in a file to canonical text, a column at a time.

Columns repeat themselves: a million ratings hold some thousand different scores and a few
months. So a value is read once, however many rows hold it, in plain Python that is easy to
read itself; Polars finds the different values and puts the answers back in their rows.
Where every value is canonical already, the column of the file is the answer: a clean file
is not copied.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import polars as pl

from dashboard.ingest.checking.days import read_day, read_month
from dashboard.ingest.checking.headers import Field
from dashboard.ingest.checking.numbers import read_number
from dashboard.ingest.checking.words import choice_words
from dashboard.ingest.problems import BadValueError
from dashboard.kinds import Column

# Cleaned text → canonical text; raises BadValueError.
Read = Callable[[str], str]
# The bad values of a column, by the cell as it stands in the file.
BadValues = dict[str, BadValueError]

BLANKS = frozenset({"", "-", "--", "—", "——", "/", "无", "空"})
TRUE = frozenset({"是", "有", "√", "✓", "✔", "y", "yes", "true", "1"})
FALSE = frozenset({"否", "无", "×", "✗", "✘", "n", "no", "false", "0"})
REPEATED = {"初次": "false", "重复": "true"}

# What a cell of Excel can hold; more is a quote that was never closed.
LONGEST_CELL = 32_767

_MASKED_DIGITS = r"[0-9]\*|\*[0-9]"
_INVISIBLE = "[\u00ad\u200b-\u200d\u2060\ufeff]"


def clean(texts: pl.Series) -> pl.Series:
    """Bring text to one form: NFKC, no invisible characters, no space around it."""
    return texts.str.normalize("NFKC").str.replace_all(_INVISIBLE, "").str.strip_chars()


def read_text(
    raw: pl.Series, *, is_key: bool, distinct: pl.Series | None = None
) -> tuple[pl.Series, BadValues]:
    """Clean a column of text; a blank becomes null.

    Args:
        is_key: rows are told apart by it, so digits hidden by asterisks are refused.
        distinct: its different cells, when they are known; others do no harm.
    """
    cells = raw.unique() if distinct is None else distinct
    texts = clean(cells)
    bad: BadValues = {}
    for cell in cells.filter(cells.str.len_chars() > LONGEST_CELL):
        bad[cell] = BadValueError("too_long", most=LONGEST_CELL)
    for cell in cells.filter(is_key & texts.str.contains(_MASKED_DIGITS)):
        bad[cell] = BadValueError("masked")
    texts = texts.set(texts.is_in(BLANKS) | cells.is_in(list(bad)), None)
    return _answered(raw, cells, texts), bad


def read_each(
    raw: pl.Series,
    read: Read,
    blanks: frozenset[str] = BLANKS,
    distinct: pl.Series | None = None,
) -> tuple[pl.Series, BadValues]:
    """Read a column value by value; a blank or a bad value becomes null.

    Args:
        distinct: see `read_text`.
    """
    cells = raw.unique() if distinct is None else distinct
    answers: list[str | None] = []
    bad: BadValues = {}
    for cell, text in zip(cells, clean(cells), strict=True):
        answers.append(None)
        if text in blanks:
            continue
        try:
            answers[-1] = read(text)
        except BadValueError as error:
            bad[cell] = error
    return _answered(raw, cells, pl.Series(answers, dtype=pl.String)), bad


def _answered(raw: pl.Series, cells: pl.Series, answers: pl.Series) -> pl.Series:
    """Put the answer of each different cell in the place of the cells."""
    if answers.equals(cells, null_equal=True):
        return raw
    if len(cells) == 1:
        return pl.repeat(answers[0], len(raw), dtype=pl.String, eager=True)
    return raw.replace_strict(cells, answers, return_dtype=pl.String)


def read_form(
    raw: pl.Series,
    field: Field,
    epoch: date | None = None,
    distinct: pl.Series | None = None,
) -> tuple[pl.Series, BadValues]:
    """Read a column of days, months, numbers, booleans or choices.

    Args:
        epoch: day 0 of a workbook; None in a text file.
        distinct: see `read_text`.
    """
    blanks = BLANKS
    match field.column.form:
        case "day":
            read = partial(read_day, epoch=epoch)
        case "month":
            read = partial(read_month, epoch=epoch)
        case "choice":
            read = partial(read_choice, column=field.column)
        case "boolean":
            # In a yes/no column 无 is an answer.
            read, blanks = partial(read_boolean, column=field.column), BLANKS - FALSE
        case _:
            read = partial(read_number, column=field.column, units=field.units, unit=field.unit)
    return read_each(raw, read, blanks, distinct)


def read_boolean(text: str, column: Column) -> str:
    """Return `true` or `false`.

    Raises:
        BadValueError: it is none of the words for yes and no.
    """
    word = text.casefold()
    if column.name == "is_repeat" and word in REPEATED:
        return REPEATED[word]
    if word not in TRUE | FALSE:
        raise BadValueError("boolean")
    return "true" if word in TRUE else "false"


def read_choice(text: str, column: Column) -> str:
    """Return the canonical value a word stands for.

    Raises:
        BadValueError: it is none of the words of that column.
    """
    words = choice_words()[column.name]
    for choice in column.choices:
        if text.casefold() == choice or text in words[choice]:
            return choice
    usual = "、".join(usual_word(column.name, choice) for choice in column.choices)
    raise BadValueError("choice", choices=", ".join(column.choices), words=usual)


def usual_word(column: str, choice: str) -> str:
    """Return the Chinese word departments write for a canonical value."""
    return choice_words()[column][choice][0]
