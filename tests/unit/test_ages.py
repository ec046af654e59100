"""How long ago something was, in words."""

from __future__ import annotations

import time

import pytest

from dashboard.pages.words.numbers import ago_of
from dashboard.text import catalogue


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-5, "just now"),
        (0.5, "just now"),
        (1.5, "1 minute ago"),
        (2.5, "2 minutes ago"),
        (119.5, "119 minutes ago"),
        (120.5, "2 hours ago"),
        (2879.5, "47 hours ago"),
        (2880.5, "2 days ago"),
    ],
)
def test_an_age_is_said_in_the_unit_that_says_most(minutes: float, words: str) -> None:
    """A larger unit once there are two of it; one is not written as many."""
    assert ago_of(time.time() - 60 * minutes, catalogue("en")) == words
