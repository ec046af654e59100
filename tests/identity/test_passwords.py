"""Passwords: what is kept of them, and which nobody may choose."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from dashboard.identity.passwords import (
    first_password,
    hash_of,
    is_aged,
    is_right,
    problem_with,
)

PHRASE = "three green lamps walking"


def test_what_is_kept_fits_its_password_alone() -> None:
    """Argon2id with a salt of its own: two of the same password differ."""
    kept = hash_of(PHRASE)

    assert kept.startswith("$argon2id$")
    assert kept != hash_of(PHRASE)
    assert is_right(PHRASE, kept)
    assert not is_right(PHRASE + " ", kept)
    assert not is_right(PHRASE, None)
    assert not is_right(PHRASE, "not a hash")


def test_a_password_is_the_same_however_the_keyboard_writes_it() -> None:
    """Full-width letters of a Chinese keyboard are the letters they stand for."""
    assert is_right("ｔhree green lamps", hash_of("three green lamps"))


def test_a_hash_of_weaker_parameters_is_aged() -> None:
    """It is made anew at the next sign-in."""
    assert not is_aged(hash_of(PHRASE))
    assert is_aged(PasswordHasher(time_cost=1, memory_cost=1024).hash(PHRASE))


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("elevenchars", "too_short"),
        ("x" * 257, "too_long"),
        ("zhanglihua-01", "like_login"),
        ("Password2026!!", "too_common"),
        ("123456789012", "too_common"),
        ("198701012345", "too_common"),
        ("QWERTYUIOP123", "too_common"),
        ("1q2w3e4r5t6y", "too_common"),
        ("abababababab", "too_common"),
        ("woaini1314520", "too_common"),
        (PHRASE, None),
        ("执行力评估要看实际办理效果", None),
        ("x7#kPq9!mZ2w", None),
    ],
)
def test_a_password_is_long_and_no_guess(password: str, problem: str | None) -> None:
    """No kinds of characters are demanded; the login and the usual ones are refused."""
    assert problem_with(password, "zhanglihua") == problem


def test_a_first_password_may_be_chosen_and_is_made_once() -> None:
    """It obeys the rule it will be replaced under, and never comes twice."""
    made = {first_password() for _ in range(50)}

    assert len(made) == 50
    assert {problem_with(one, "clerk1") for one in made} == {None}
