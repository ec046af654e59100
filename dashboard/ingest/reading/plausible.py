"""Whether a text is Chinese that somebody wrote, or bytes read in the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Collection

# Shares of characters, from 0 to 1. Of prose of officials 0.97 and more are common ones, of
# a list of villages and persons 0.7 to 0.9; of Big5 read as GB18030, of GB18030 read as Big5
# and of UTF-8 read as GB18030 half or less.
SURELY_CHINESE = 0.9
HARDLY_CHINESE = 0.7
NO_CHINESE = 0.4

_FOREIGN = re.compile("[^\x00-\x7f]")
_LOOKED_AT = 200_000
_COUNTED = 5_000
_TOP = 20_000

# Letters of scripts that no department writes, and that two bytes of UTF-8 can hold: from
# the phonetic ones through Greek, Cyrillic and Arabic to N'Ko. Those before them, such as
# those of José and the sign ×, do occur.
_FOREIGN_SCRIPT = re.compile("[\u0250-\u07ff]")
_CHINESE = re.compile("[\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def chinese_share(text: str) -> float:
    """Return which share of the characters beyond ASCII is common Chinese; 1 without any."""
    foreign = _FOREIGN.findall(text[:_LOOKED_AT])[:_COUNTED]
    if not foreign:
        return 1.0
    return sum(map(_is_common, foreign)) / len(foreign)


def names_any(text: str, names: Collection[str]) -> bool:
    """Whether any of these names stands near the top; names in ASCII say nothing."""
    top = re.sub(r"\s", "", text[:_TOP])
    return any(name in top for name in names if not name.isascii())


def is_foreign_script(text: str) -> bool:
    """Whether a text holds letters of other scripts and nothing Chinese."""
    if text.isascii() or _FOREIGN_SCRIPT.search(text) is None:
        return False
    return _CHINESE.search(text) is None


def _is_common(character: str) -> bool:
    """Whether it is one of the 3,755 characters of level 1 of GB 2312, or punctuation."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        # Full-width digits and letters, and traditional forms of common characters, are
        # Chinese too; the latter stand in Big5 files, and rarely in others.
        return _is_common_traditional(character)
    return 0xB0 <= code[0] <= 0xD7 or 0xA1 <= code[0] <= 0xA3


def _is_common_traditional(character: str) -> bool:
    try:
        code = character.encode("big5")
    except UnicodeEncodeError:
        return False
    return 0xA4 <= code[0] <= 0xC6 and "\u4e00" <= character <= "\u9fff"
