"""A workbook as the ZIP file it is: checked from end to end before anything parses it.

Programs disagree on what a malformed ZIP file holds, and hide things in the disagreement.
So its parts must follow each other without a gap, from the first byte to the directory,
each once, each as the directory says; and what a part unpacks to is counted, not believed.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.errors import UploadRefusedError
from dashboard.ingest.reading.file_types import zip_refusal
from dashboard.ingest.reading.limits import Limits

_CHUNK = 1 << 18
_END = b"PK\x05\x06"
_END_BYTES = 22
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
# What may follow a part whose sizes were not known when it began.
_TRAILERS = (12, 16, 20, 24)
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_SIZES_FOLLOW = 0x8
_SIZE_ELSEWHERE = 0xFFFFFFFF


@dataclass(frozen=True)
class _Part:
    start: int
    packed_bytes: int
    unpacked_bytes: int
    crc: int
    is_packed: bool


class Package:
    """The parts of a workbook.

    Raises:
        UploadRefusedError: it is no workbook, damaged, or more than the limits allow.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._content = memoryview(content)
        self._limits = limits
        infos, directory = _directory(content, limits)
        names = [info.orig_filename for info in infos]
        refusal = zip_refusal(frozenset(names))
        if refusal is not None:
            raise refusal
        if len({name.casefold() for name in names}) < len(names):
            raise UploadRefusedError("damaged_workbook")
        self._parts = dict(_laid_out(content, infos, directory))
        self._count_unpacked()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parts, as the directory has them."""
        return tuple(self._parts)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part.

        Raises:
            UploadRefusedError: there is no such part, or it does not unpack as told.
        """
        if name not in self._parts:
            raise UploadRefusedError("damaged_workbook")
        part = self._parts[name]
        crc = unpacked_bytes = 0
        for chunk in self._unpacked(part):
            crc = zlib.crc32(chunk, crc)
            unpacked_bytes += len(chunk)
            yield chunk
        if (crc, unpacked_bytes) != (part.crc, part.unpacked_bytes):
            raise UploadRefusedError("damaged_workbook")

    def _count_unpacked(self) -> None:
        limits, total = self._limits, 0
        for name, part in self._parts.items():
            size = 0
            most = max(limits.ratio_from_bytes, part.packed_bytes * limits.unpacked_ratio)
            for chunk in self.chunks(name):
                size += len(chunk)
                if size > most or total + size > limits.unpacked_bytes:
                    raise UploadRefusedError("unpacks_too_large")
            total += size

    def _unpacked(self, part: _Part) -> Iterator[bytes]:
        packed = self._content[part.start : part.start + part.packed_bytes]
        pieces = (packed[at : at + _CHUNK] for at in range(0, len(packed), _CHUNK))
        if not part.is_packed:
            yield from map(bytes, pieces)
            return
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for piece in pieces:
                yield from _unpacked_piece(unpacker, piece)
        except zlib.error:
            raise UploadRefusedError("damaged_workbook") from None
        if not unpacker.eof or unpacker.unused_data:
            raise UploadRefusedError("damaged_workbook")


def _unpacked_piece(unpacker: zlib._Decompress, piece: bytes | memoryview) -> Iterator[bytes]:
    while True:
        chunk = unpacker.decompress(piece, _CHUNK)
        if chunk:
            yield chunk
        piece = unpacker.unconsumed_tail
        # A full chunk may have left more behind than what is yet to be taken in.
        if not piece and len(chunk) < _CHUNK:
            return


def _directory(content: bytes, limits: Limits) -> tuple[list[zipfile.ZipInfo], int]:
    """Return the entries in the order in which they lie, and where the directory begins."""
    end = len(content) - _END_BYTES
    if content[end : end + 4] != _END:
        rule = "foreign_bytes" if _END in content else "damaged_workbook"
        raise UploadRefusedError(rule)
    if content.count(b"PK\x01\x02") > 2 * limits.entries:
        raise UploadRefusedError("too_many_parts", most=limits.entries)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            infos, directory = file.infolist(), file.start_dir
    # What else besides its own error the module raises on malformed directories.
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError):
        raise UploadRefusedError("damaged_workbook") from None
    if len(infos) > limits.entries:
        raise UploadRefusedError("too_many_parts", most=limits.entries)
    return sorted(infos, key=lambda info: info.header_offset), directory


def _laid_out(
    content: bytes, infos: list[zipfile.ZipInfo], directory: int
) -> Iterator[tuple[str, _Part]]:
    """Yield each part by its name; together they fill the file up to its directory."""
    expected = 0
    for info, following in zip(infos, [*infos[1:], None], strict=True):
        if info.flag_bits & _ENCRYPTED:
            raise UploadRefusedError("protected_workbook", format="")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UploadRefusedError("damaged_workbook")
        if info.header_offset != expected:
            raise UploadRefusedError("foreign_bytes")
        start = _data_start(content, info)
        end = start + info.compress_size
        expected = following.header_offset if following else directory
        has_trailer = info.flag_bits & _SIZES_FOLLOW and expected - end in _TRAILERS
        if expected != end and not has_trailer:
            raise UploadRefusedError("foreign_bytes")
        is_packed = info.compress_type == zipfile.ZIP_DEFLATED
        yield (
            _plain_name(info),
            _Part(start, info.compress_size, info.file_size, info.CRC, is_packed),
        )


def _data_start(content: bytes, info: zipfile.ZipInfo) -> int:
    """Return where the bytes of a part begin, its own header being as the directory says."""
    header = content[info.header_offset : info.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size:
        raise UploadRefusedError("damaged_workbook")
    mark, _, flags, method, _, _, crc, packed, unpacked, name_length, extra_length = (
        _LOCAL_HEADER.unpack(header)
    )
    start = info.header_offset + _LOCAL_HEADER.size
    name = content[start : start + name_length]
    sizes = (crc, packed, unpacked)
    is_told_here = not flags & _SIZES_FOLLOW and _SIZE_ELSEWHERE not in sizes
    if (
        mark != b"PK\x03\x04"
        or (flags ^ info.flag_bits) & (_ENCRYPTED | _SIZES_FOLLOW)
        or method != info.compress_type
        or name not in (info.orig_filename.encode(), _in_old_code_page(info.orig_filename))
        or (is_told_here and sizes != (info.CRC, info.compress_size, info.file_size))
    ):
        raise UploadRefusedError("damaged_workbook")
    return start + name_length + extra_length


def _in_old_code_page(name: str) -> bytes:
    return name.encode("cp437", errors="replace")


def _plain_name(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename
    folders = name.split("/")
    if not name or "\0" in name or "\\" in name or ":" in name:
        raise UploadRefusedError("damaged_workbook")
    if folders[0] == "" or ".." in folders or "." in folders:
        raise UploadRefusedError("damaged_workbook")
    return name
