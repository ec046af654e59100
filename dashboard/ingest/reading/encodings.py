"""From the bytes of a file to its text. Nothing is decoded with loss.

Most bytes are valid in several encodings and make sense in one. Marks and strict decoding
decide nearly always; where they do not, the words of the text are looked at
(`dashboard.ingest.reading.plausible`), and what stays open is asked, never guessed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.plausible import (
    HARDLY_CHINESE,
    NO_CHINESE,
    SURELY_CHINESE,
    chinese_share,
    is_foreign_script,
    names_any,
)

# What a caller may say a file is in. Those that GB18030 contains are read as it.
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "big5": "big5",
    "big5hkscs": "big5hkscs",
}

_REPLACEMENT = "\ufffd"
_FOREIGN = re.compile(r"[^\x00-\x7f\ufffd]+")
# Two Chinese characters one after the other, as UTF-8 writes them.
_UTF8_WORD = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2}")
_LOOKED_AT = 65_536
# UTF-16 writes each ASCII character with a zero byte on one side. A few Chinese ones have
# a zero on the other.
_ZEROS_ON_ONE_SIDE = 5


def decode(
    content: bytes, encoding: str | None = None, names: Collection[str] = ()
) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Args:
        names: headers it may have, which speak for the encoding in which they are found.

    Raises:
        UploadRefusedError: the bytes are not text in that encoding, or in any we guess.
    """
    if encoding is not None:
        text, name = _decode_as(content, encoding), encoding.lower()
    else:
        text, name = _guess(content, names)
    at = text.find("\0")
    if at >= 0:
        raise UploadRefusedError("nul_byte", line=text.count("\n", 0, at) + 1)
    return text.removeprefix("\ufeff"), name


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        codec = ENCODINGS[codecs.lookup(encoding).name]
    # A name with a NUL in it is a ValueError of its own.
    except (LookupError, ValueError):
        known = ", ".join(ENCODINGS)
        raise UploadRefusedError("encoding_unknown", encoding=encoding, known=known) from None
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        raise UploadRefusedError("encoding_wrong", encoding=encoding) from None


def _guess(content: bytes, names: Collection[str]) -> tuple[str, str]:
    if content.startswith(codecs.BOM_UTF8):
        return _by_mark(content, "utf-8-sig")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _by_mark(content, "utf-16")
    side = _utf16_side(content)
    text = _decoded(content, side) if side else None
    # Text with a damaged byte has zeros too, and would be other words in UTF-16.
    if side and text and "\0" not in text and chinese_share(text) >= HARDLY_CHINESE:
        return text, side
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess_chinese(content, names, error.start), "gb18030"
    return _utf8_or_short_chinese(content, text, names)


def _by_mark(content: bytes, name: str) -> tuple[str, str]:
    try:
        return content.decode(name), name
    except UnicodeDecodeError as error:
        raise _damaged(content, error.start) from None


def _decoded(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        return None


def _utf16_side(content: bytes) -> str | None:
    """Return the UTF-16 that the zeros of a file without mark speak for."""
    top = content[:_LOOKED_AT]
    if len(content) % 2 or b"\0" not in top:
        return None
    even, odd = top[::2].count(0), top[1::2].count(0)
    if odd > _ZEROS_ON_ONE_SIDE * even:
        return "utf-16-le"
    return "utf-16-be" if even > _ZEROS_ON_ONE_SIDE * odd else None


def _guess_chinese(content: bytes, names: Collection[str], damaged_at: int) -> str:
    """Read as GB18030 what is no UTF-8, unless it is another encoding or a mixture."""
    if _is_mostly_utf8(content):
        raise _damaged(content, damaged_at)
    text, traditional = _decoded(content, "gb18030"), _decoded(content, "big5hkscs")
    share = chinese_share(text) if text else 0.0
    other = chinese_share(traditional) if traditional else 0.0
    if text is None and other < HARDLY_CHINESE:
        raise UploadRefusedError("not_text")
    is_surely = text is not None and (share >= SURELY_CHINESE or names_any(text, names))
    if not is_surely and (other > share or share < NO_CHINESE):
        raise UploadRefusedError("encoding_unsure", candidates="big5, gb18030")
    _refuse_mixture(content)
    return text or ""


def _utf8_or_short_chinese(
    content: bytes, text: str, names: Collection[str]
) -> tuple[str, str]:
    """Tell a few Chinese words in GB18030 from the rare letters that the same bytes may be."""
    if is_foreign_script(text) and not names_any(text, names):
        chinese = _decoded(content, "gb18030")
        if chinese and (names_any(chinese, names) or chinese_share(chinese) >= SURELY_CHINESE):
            return chinese, "gb18030"
    return text, "utf-8"


def _is_mostly_utf8(content: bytes) -> bool:
    """Whether a few bytes of UTF-8 are damaged, which GB18030 might read as other words.

    Chinese text in GB18030 is the other way round: more is lost than is understood.
    """
    text = content.decode("utf-8", errors="replace")
    foreign = sum(len(run) for run in _FOREIGN.findall(text))
    return text.count(_REPLACEMENT) * 4 < foreign


def _damaged(content: bytes, start: int) -> UploadRefusedError:
    number = content.count(b"\n", 0, start) + 1
    line = content[content.rfind(b"\n", 0, start) + 1 :].partition(b"\n")[0]
    chinese = _decoded(line, "gb18030")
    is_chinese = chinese is not None and chinese_share(chinese) >= SURELY_CHINESE
    return UploadRefusedError("mixed_encodings" if is_chinese else "damaged_text", line=number)


def _refuse_mixture(content: bytes) -> None:
    """Refuse GB18030 with lines of UTF-8 in it, as sheets pasted together have them."""
    match = _UTF8_WORD.search(content)
    while match is not None:
        start = content.rfind(b"\n", 0, match.start()) + 1
        end = content.find(b"\n", start)
        line = content[start : end if end >= 0 else len(content)]
        as_utf8 = _decoded(line, "utf-8")
        if (
            as_utf8 is not None
            and chinese_share(as_utf8) >= SURELY_CHINESE
            and chinese_share(line.decode("gb18030", errors="replace")) < HARDLY_CHINESE
        ):
            number = content.count(b"\n", 0, start) + 1
            raise UploadRefusedError("mixed_encodings", line=number)
        match = _UTF8_WORD.search(content, start + len(line))
