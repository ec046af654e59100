"""Long lists are cut into pages."""

from __future__ import annotations

import pytest

from dashboard.reads.pages import page_of


@pytest.mark.parametrize(
    ("total", "number", "shown"),
    [
        (0, None, (1, 1, 0, 0, 0)),
        (50, None, (1, 1, 1, 50, 0)),
        (51, None, (1, 2, 1, 50, 0)),
        (51, 2, (2, 2, 51, 51, 50)),
        (51, 9, (2, 2, 51, 51, 50)),
        (0, 9, (1, 1, 0, 0, 0)),
    ],
)
def test_a_page_too_far_is_the_last_one(
    total: int, number: int | None, shown: tuple[int, ...]
) -> None:
    """Pages and rows count from 1; an empty list has one page without rows."""
    part = page_of(total, number, 50)

    assert (part.number, part.last, part.first_row, part.last_row, part.offset) == shown
