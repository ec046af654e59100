"""From the bytes of a file to its text. Nothing is decoded with loss."""

from __future__ import annotations

import codecs
import re

from dashboard.errors import UploadRefusedError

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


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Raises:
        UploadRefusedError: the bytes are not text in that encoding, or in any we guess.
    """
    if encoding is not None:
        text, name = _decode_as(content, encoding), encoding.lower()
    else:
        text, name = _guess(content)
    if "\0" in text:
        raise UploadRefusedError("not_text")
    return text.removeprefix("\ufeff"), name


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        codec = ENCODINGS[codecs.lookup(encoding).name]
    except LookupError:
        known = ", ".join(ENCODINGS)
        raise UploadRefusedError("encoding_unknown", encoding=encoding, known=known) from None
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        raise UploadRefusedError("encoding_wrong", encoding=encoding) from None


def _guess(content: bytes) -> tuple[str, str]:
    names = ["utf-8", "gb18030"]
    if content.startswith(codecs.BOM_UTF8):
        names = ["utf-8-sig"]
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names = ["utf-16"]
    for name in names:
        try:
            return content.decode(name), name
        except UnicodeDecodeError as error:
            if name.startswith("utf-8") and _is_mostly_utf8(content):
                line = content.count(b"\n", 0, error.start) + 1
                raise UploadRefusedError("damaged_text", line=line) from None
    raise UploadRefusedError("not_text")


def _is_mostly_utf8(content: bytes) -> bool:
    """Whether a few bytes of UTF-8 are damaged, which GB18030 might read as other words.

    Chinese text in GB18030 is the other way round: more is lost than is understood.
    """
    text = content.decode("utf-8", errors="replace")
    foreign = sum(len(run) for run in _FOREIGN.findall(text))
    return text.count(_REPLACEMENT) * 4 < foreign
