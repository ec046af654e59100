"""Numbers as departments write them, with their units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from dashboard.ingest.problems import BadValueError
from dashboard.kinds import Column

_NUMBER = re.compile(
    r"([+-]?) ?((?:[0-9]{1,3}(?:[ ,][0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+) ?([^0-9.]*)"
)
# Longer texts are not amounts of anything, and cost time to read.
_MOST_DIGITS = 40


def read_number(text: str, column: Column, units: Mapping[str, int], unit: str | None) -> str:
    """Return a number as the shortest decimal text that reads back as the same.

    Args:
        units: the units its column allows, as powers of ten.
        unit: the one its header names.

    Raises:
        BadValueError: it is not a number, or outside the bounds of its column.
    """
    if "*" in text:
        raise BadValueError("masked")
    number, own_unit = _taken_apart(text, units, unit)
    power = units.get(own_unit or unit or "", 0)
    if column.form == "share" and power == 0 and number > 1:
        power = -2
    number = number.scaleb(power)
    _refuse_outside(number, column)
    if column.form == "whole":
        return str(_whole(number))
    return decimal_text(float(number))


def decimal_text(number: float) -> str:
    """Return the shortest decimal text that reads back as that number, never 1e-07."""
    # Adding zero turns minus zero into zero.
    return format(Decimal(repr(number + 0.0)), "f").removesuffix(".0")


def _taken_apart(
    text: str, units: Mapping[str, int], unit: str | None
) -> tuple[Decimal, str | None]:
    match = _NUMBER.fullmatch(text.replace("−", "-"))
    if match is None or len(text) > _MOST_DIGITS:
        raise BadValueError("number")
    sign, digits, own_unit = match.groups()
    if own_unit and (own_unit not in units or (unit and own_unit != unit)):
        raise BadValueError("unit", unit=own_unit)
    return Decimal(sign + re.sub("[ ,]", "", digits)), own_unit or None


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise BadValueError("whole")
    return int(number)


def _refuse_outside(number: Decimal, column: Column) -> None:
    if column.form == "share" and not 0 <= number <= 1:
        raise BadValueError("share")
    if column.least is not None and number < column.least:
        raise BadValueError("below", least=decimal_text(column.least))
    if column.most is not None and number > column.most:
        raise BadValueError("above", most=decimal_text(column.most))
