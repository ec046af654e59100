"""Passwords: how they are kept, which are refused, and how a first one is made."""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from functools import cache
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

Problem = Literal["too_short", "too_long", "too_common", "like_login", "same"]

SHORTEST = 12
# Beyond it a password is no better, and hashing it is work that anybody could ask for.
LONGEST = 256

# What people choose when they are asked for something long: compared without digits, signs
# and capitals, so that `Password2026!!` is one of them.
_COMMON_WORDS = frozenset(
    word
    for line in (
        "password passwords passwort passw passwd pass pw pwd admin administrator root user",
        "guest test testing default changeme change welcome letmein login master secret",
        "system manager iloveyou sunshine princess dragon monkey football baseball superman",
        "qwerty qwertyuiop qwertyui asdfghjkl asdfgh zxcvbnm zxcvbn qazwsx qazwsxedc qwe asd",
        "qweasdzxc qweasd abc abcd abcdef abcdefg abcdefgh abcdefghijkl aaa aa a woaini aini",
        "woaiwojia woaizhongguo zhongguo zhengfu mima wodemima caonima nihao tiantian",
        "xiaoming qwer asdf zxcv qwerasdf qwerasdfzxcv wangluo kaohe zhixingli twocards",
        "dashboard",
    )
    for word in line.split()
)
_RUNS = ("01234567890123456789", "98765432109876543210", "1q2w3e4r5t6y7u8i9o0p")
_FEWEST_CHARACTERS = 5
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS = (5, 5, 5, 5)

_HASHER = PasswordHasher()
# Each takes 64 MB while it works; a crowd of guesses must not take the memory of all.
_AT_ONCE = threading.BoundedSemaphore(4)


def hash_of(password: str) -> str:
    """Return what is kept of a password: argon2id with a salt of its own."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def is_right(password: str, kept: str | None) -> bool:
    """Compare a password with what is kept; as much work when nothing is kept."""
    with _AT_ONCE:
        try:
            _HASHER.verify(kept or _decoy(), _normal(password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None and len(password) <= LONGEST


def is_aged(kept: str) -> bool:
    """Tell whether it was hashed with other parameters than those of today."""
    return _HASHER.check_needs_rehash(kept)


def problem_with(password: str, login: str) -> Problem | None:
    """Return why nobody may choose this password, None if it may be chosen.

    It has to be long and no guess; no kinds of characters are demanded, since that makes
    passwords alike.
    """
    normal = _normal(password).casefold()
    letters = re.sub(r"[\W\d_]+", "", normal)
    if len(normal) < SHORTEST:
        return "too_short"
    if len(password) > LONGEST:
        return "too_long"
    own = _normal(login).casefold()
    if own and own in normal and not normal.replace(own, "").strip("0123456789!@#.-_ "):
        return "like_login"
    is_run = any(normal in run or normal[:SHORTEST] in run for run in _RUNS)
    is_guess = letters in _COMMON_WORDS or (not letters and len(normal) < SHORTEST + 4)
    if is_run or is_guess or len(set(normal)) < _FEWEST_CHARACTERS:
        return "too_common"
    return None


def first_password() -> str:
    """Make a password for somebody's first sign-in; easy to read out, impossible to guess."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(n)) for n in _GROUPS)


def _normal(password: str) -> str:
    # Keyboards write the same character in several ways.
    return unicodedata.normalize("NFKC", password)


@cache
def _decoy() -> str:
    return _HASHER.hash(secrets.token_hex())
