"""Working days: rules/calendar.csv and what the library knows."""

from __future__ import annotations

from tests.tools.calendar import PATH, calendar_csv


def test_the_kept_calendar_is_what_the_library_knows() -> None:
    """
    A new release of the library with another year of holidays makes this fail: run it.
    """
    assert PATH.read_text(encoding="utf-8") == calendar_csv()
