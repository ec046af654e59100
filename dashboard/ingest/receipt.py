"""What came of an upload."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from dashboard.ingest.problems import Problem
from dashboard.text import Text


@dataclass(frozen=True)
class Receipt:
    """What came of an upload. With any problem the whole file is refused.

    Attributes:
        upload_id: None when nothing was stored: refused, a dry run, or a duplicate.
        rows: records of the file, total rows not counted.
        accepted: all of them, or 0 when the file is refused.
        rejected: distinct rows with a problem; all of them when the header or the file
            as a whole is at fault.
        new, changed, same: keys of rows, against what is stored already. Of a key that
            comes twice in the file only the later row counts.
        removed: keys taken away; always 0, since rows are added and replaced by key.
        duplicate_of: the active upload that had the same bytes, when nothing would change.
        unknown_columns: headers that name no column of the kind, as they stand in the file.
        left_out: total rows, which are no evidence.
    """

    upload_id: str | None
    kind: str
    encoding: str | None = None
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    duplicate_of: str | None = None
    problems: tuple[Problem, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    left_out: tuple[int, ...] = ()

    def to_json(self, text: Text) -> dict[str, Any]:
        """Return the receipt as the command line prints it, in the language of `text`."""
        named = {item.name: getattr(self, item.name) for item in fields(self)}
        return {**named, "problems": [problem.to_json(text) for problem in self.problems]}
