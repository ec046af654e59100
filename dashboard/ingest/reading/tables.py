"""From the bytes of a file to its header and records, whatever program wrote it."""

from __future__ import annotations

from dashboard.errors import UploadRefusedError
from dashboard.ingest.checking.words import header_words
from dashboard.ingest.reading.encodings import decode
from dashboard.ingest.reading.file_types import file_type, refuse_markup
from dashboard.ingest.reading.limits import LIMITS, Limits
from dashboard.ingest.reading.sheets import read_sheet
from dashboard.ingest.reading.texts import read_text_table
from dashboard.ingest.table import BadCell, Reading, Table
from dashboard.kinds import Kind

__all__ = ["WHAT_IS_GUESSED", "BadCell", "Reading", "Table", "known_headers", "read_table"]

WHAT_IS_GUESSED = Reading()


def read_table(
    content: bytes, kind: Kind, reading: Reading = WHAT_IS_GUESSED, limits: Limits = LIMITS
) -> Table:
    """Take a file apart: a CSV file, or a sheet of a workbook.

    Args:
        kind: whose headers are looked for, and speak for a sheet or an encoding.

    Raises:
        UploadRefusedError: the file as a whole cannot be read.
    """
    if len(content) > limits.content_bytes:
        megabytes = limits.content_bytes // 1_000_000
        raise UploadRefusedError("too_large", most=megabytes)
    if file_type(content) == "workbook":
        return read_sheet(content, kind, reading, limits)
    refuse_markup(content)
    text, encoding = decode(content, reading.encoding, known_headers(kind))
    return read_text_table(text, encoding, kind, reading, limits)


def known_headers(*kinds: Kind) -> frozenset[str]:
    """Return the headers departments write for columns of these kinds."""
    aliases = header_words()["aliases"]
    return frozenset(
        word for kind in kinds for words in aliases[kind.name].values() for word in words
    )
