"""What the number format of a cell makes of its number, as far as it changes what is meant.

Decimals, colours and separators are looks, and the number stays as stored. But a day, a
percentage, an amount in 万元 and a code such as 000431 are told apart by nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache


class Meaning(Enum):
    """What a number is shown as."""

    NUMBER = auto()
    DAY = auto()
    CLOCK = auto()
    DURATION = auto()
    PERCENT = auto()


@dataclass(frozen=True)
class NumberFormat:
    """What matters of a number format.

    Attributes:
        unit: that is shown after the number, and multiplies it.
        least_digits: leading zeros fill the number up to these.
    """

    meaning: Meaning = Meaning.NUMBER
    unit: str = ""
    least_digits: int = 0


PLAIN = NumberFormat()

# Formats that have a number and no text of their own. Those of Chinese workbooks among them
# are 27 to 36 and 50 to 58. Source: ECMA-376 part 1, 18.8.30.
_DAYS = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_CLOCKS = frozenset({*range(18, 22), *range(32, 36), 45, 47, 55, 56})
_BUILT_IN = {
    **dict.fromkeys(_DAYS, NumberFormat(Meaning.DAY)),
    **dict.fromkeys(_CLOCKS, NumberFormat(Meaning.CLOCK)),
    **dict.fromkeys((9, 10), NumberFormat(Meaning.PERCENT)),
    46: NumberFormat(Meaning.DURATION),
}

_QUOTED = re.compile(r'"([^"]*)"')
# An escaped character, a space as wide as one, a character that fills the cell.
_ESCAPED = re.compile(r"[\\!_*].")
_DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_HALF_DAYS = re.compile(r"AM/PM|A/P|上午/下午", re.IGNORECASE)
_DAY_LETTERS = re.compile("[yde年月日]|aaa")
_CLOCK_LETTERS = re.compile("[hs时分秒]")
_EXPONENT = re.compile("e[+-]")
_ZEROS = re.compile(r"0{2,}")
_MULTIPLYING_UNIT = re.compile(r"(万元|亿元|万人)$")


@lru_cache(maxsize=1000)
def number_format(number: int, code: str | None) -> NumberFormat:
    """Return what a format means.

    Args:
        number: its id; some have no text.
        code: its text, such as `yyyy"年"m"月"`; None when the workbook gives none.
    """
    if code is None:
        return _BUILT_IN.get(number, PLAIN)
    section = _first_section(code)
    shown = _QUOTED.sub(r"\1", section)
    bare = _ESCAPED.sub("", _QUOTED.sub("", section))
    if _DURATION.search(bare):
        return NumberFormat(Meaning.DURATION)
    bare = _HALF_DAYS.sub("h", _BRACKETS.sub("", bare)).casefold()
    if "general" in bare or _EXPONENT.search(bare):
        return PLAIN
    if "%" in bare:
        return NumberFormat(Meaning.PERCENT)
    # An m alone is a month, beside hours or seconds it is minutes.
    if _DAY_LETTERS.search(bare) or ("m" in bare and not _CLOCK_LETTERS.search(bare)):
        return NumberFormat(Meaning.DAY)
    if _CLOCK_LETTERS.search(bare):
        return NumberFormat(Meaning.CLOCK)
    unit = _MULTIPLYING_UNIT.search(shown.rstrip())
    if unit and "," not in bare.partition("0")[2]:
        return NumberFormat(unit=unit[1])
    return NumberFormat(least_digits=len(bare) if _ZEROS.fullmatch(bare) else 0)


def _first_section(code: str) -> str:
    quoted = False
    for at, character in enumerate(code):
        if character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            return code[:at]
    return code
