"""The archive: every uploaded file as it came, and its accepted rows as Parquet text.

Written once, flushed, renamed into place, never edited: the evidence can always be built
again from it. The salt that petitioners are hashed with lies outside of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from dashboard.kinds import Kind
from dashboard.storage.files import write_whole
from dashboard.storage.replacing import is_replaced
from dashboard.storage.uploads import Upload


class Archive:
    """Files by their SHA-256 and rows by their upload."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file_path(self, sha256: str) -> Path:
        """Where the bytes of that sum lie."""
        return self.folder / "files" / sha256

    def rows_path(self, kind: str, upload_id: str) -> Path:
        """Where the accepted rows of an upload lie."""
        return self.folder / "rows" / kind / f"{upload_id}.parquet"

    def keep_file(self, content: bytes) -> str:
        """Store bytes as they came.

        Returns:
            Their SHA-256, in hexadecimal.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.file_path(sha256)
        if not path.exists():
            write_whole(path, lambda part: part.write_bytes(content))
        return sha256

    def keep_rows(self, kind: Kind, upload_id: str, rows: pl.DataFrame) -> Path:
        """Store the accepted rows of an upload.

        Args:
            rows: every stored column of the kind as canonical text, and `row`, the line
                of the file as a person sees it.
        """
        stored = rows.select(
            *(pl.col(name).cast(pl.String) for name in kind.stored),
            pl.col("row").cast(pl.Int64),
            pl.lit(upload_id).alias("upload_id"),
        )
        path = self.rows_path(kind.name, upload_id)
        write_whole(path, lambda part: stored.write_parquet(part, compression="zstd"))
        return path

    def current_rows(self, kind: Kind, uploads: Sequence[Upload]) -> pl.LazyFrame:
        """Return the rows that count: of each key, the last one of the newest upload.

        A row is gone when a later upload replaced its month and team.

        Args:
            uploads: the active uploads of this kind, oldest first.
        """
        if not uploads:
            schema = {name: pl.String for name in kind.stored}
            return pl.LazyFrame(schema={**schema, "row": pl.Int64, "upload_id": pl.String})
        paths = [self.rows_path(kind.name, upload.upload_id) for upload in uploads]
        newest = pl.scan_parquet(paths).unique(
            subset=list(kind.key), keep="last", maintain_order=True
        )
        if not any(upload.covered_months for upload in uploads):
            return newest
        return newest.filter(~is_replaced(kind, uploads))

    def sweep(self) -> None:
        """Remove what killed uploads left half written; only while holding `uploads`."""
        for leftover in self.folder.glob("**/.*.part"):
            leftover.unlink(missing_ok=True)
