"""What a file is, by its bytes and never by its name. Whatever is no table is refused by name.

Departments send what their program saves: an old Excel file, a web page that calls itself
`.xls`, a picture of a table. Each is refused with the way to send it instead.
"""

from __future__ import annotations

import re
from typing import Literal

from dashboard.errors import UploadRefusedError

FileType = Literal["text", "workbook"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
# A sheet of Excel 2 to 4 begins like this, outside of any container.
_OLD_SHEET = re.compile(rb"\x09[\x00\x02\x04\x08](?:[\x04-\x08]\x00|\x00\x05|\x10\x00)")

# How programs begin their files; rule and the name that its sentence says.
_BEGINNINGS = (
    (b"%PDF-", "document_file", "PDF"),
    (b"{\\rtf", "document_file", "RTF"),
    (b"\x89PNG", "picture_file", "PNG"),
    (b"\xff\xd8\xff", "picture_file", "JPEG"),
    (b"GIF8", "picture_file", "GIF"),
    (b"II*\x00", "picture_file", "TIFF"),
    (b"MM\x00*", "picture_file", "TIFF"),
    (b"Rar!", "packed_file", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "packed_file", "7z"),
    (b"\x1f\x8b", "packed_file", "gzip"),
    (b"BZh", "packed_file", "bzip2"),
    (b"\xfd7zXZ\x00", "packed_file", "xz"),
    (b"\x28\xb5\x2f\xfd", "packed_file", "zstd"),
    (b"PK\x05\x06", "packed_file", "ZIP"),
    (b"PK\x07\x08", "packed_file", "ZIP"),
)
_BITMAP = re.compile(rb"BM.{4}\x00{4}", re.DOTALL)
_WEBP = re.compile(rb"RIFF.{4}WEBP", re.DOTALL)

# Names in the directory of an OLE file, which are UTF-16.
_OLE_CONTENTS = (
    ("EncryptedPackage", "protected_workbook", ""),
    ("Workbook", "old_workbook", ""),
    ("Book", "old_workbook", ""),
    ("WordDocument", "document_file", "Word"),
    ("PowerPoint Document", "document_file", "PowerPoint"),
)

# Marks of what a text is before its first cell could end.
_MARKUP = (
    (re.compile(rb"mime-version:", re.IGNORECASE), "HTML"),
    (re.compile(rb"<\?xml\b|<\?mso-|<workbook\b", re.IGNORECASE), "XML"),
    (re.compile(rb"<!doctype html|<(?:html|head|meta|body|table)\b", re.IGNORECASE), "HTML"),
)
_LOOKED_AT = 2_000


def file_type(content: bytes) -> FileType:
    """Return how a file is to be read.

    Raises:
        UploadRefusedError: it is neither a text nor an Excel workbook, and what it is.
    """
    if content.startswith(_ZIP):
        return "workbook"
    if content.startswith(_OLE):
        raise _ole_refusal(content)
    if _OLD_SHEET.match(content):
        raise UploadRefusedError("old_workbook")
    for beginning, rule, name in _BEGINNINGS:
        if content.startswith(beginning):
            raise UploadRefusedError(rule, format=name)
    if _BITMAP.match(content) or _WEBP.match(content):
        raise UploadRefusedError("picture_file", format="BMP" if content[0] == 66 else "WebP")
    return "text"


def refuse_markup(content: bytes) -> None:
    """Refuse web pages and XML, which old systems and WPS save as `.xls`.

    Raises:
        UploadRefusedError: the text is no table of plain cells.
    """
    # Without the zeros of UTF-16 and the marks of encodings the letters are ASCII in any.
    top = content[:_LOOKED_AT].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    for mark, name in _MARKUP:
        if mark.match(top):
            raise UploadRefusedError("markup_file", format=name)


def zip_refusal(names: frozenset[str]) -> UploadRefusedError | None:
    """Return why a ZIP file with parts of these names is no Excel workbook, if it is none."""
    if "xl/workbook.bin" in names:
        return UploadRefusedError("binary_workbook")
    if "word/document.xml" in names:
        return UploadRefusedError("document_file", format="Word")
    if "ppt/presentation.xml" in names:
        return UploadRefusedError("document_file", format="PowerPoint")
    if "OFD.xml" in names:
        return UploadRefusedError("document_file", format="OFD")
    if {"mimetype", "content.xml"} <= names:
        return UploadRefusedError("open_document")
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        return UploadRefusedError("packed_file", format="ZIP")
    return None


def _ole_refusal(content: bytes) -> UploadRefusedError:
    for name, rule, format_name in _OLE_CONTENTS:
        if f"{name}\0".encode("utf-16-le") in content:
            return UploadRefusedError(rule, format=format_name)
    return UploadRefusedError("old_workbook")
