"""What came of an upload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from dashboard.ingest.checking.words import header_words
from dashboard.ingest.problems import Problem
from dashboard.text import Text

UPSERT, REPLACE_MONTHS = "upsert", "replace-months"


@dataclass(frozen=True)
class Receipt:
    """What came of an upload.

    With any problem the whole file is refused, unless the uploader chose that its good
    rows be taken without the others.

    Attributes:
        upload_id: None when nothing was stored: refused, a dry run, or a duplicate.
        encoding: of the text; None for a workbook.
        sheet: of a workbook, the one that was read.
        rows: records of the file, total rows not counted.
        accepted: rows that are taken; 0 when the file is refused.
        rejected: distinct rows with a problem; all of them when the header or the file
            as a whole is at fault.
        new, changed, same: keys of rows, against what is stored already. Rows of a file
            with the same key say the same, and count once.
        removed: keys of stored rows that go, since the file replaces their months.
        duplicate_of: the active upload that had the same bytes, when nothing would change.
        notices: what the uploader should know and need not mend.
        unknown_columns: headers that name no column of the kind, as they stand in the file.
        left_out: total rows, and remarks below the table, which are no evidence.
        title_rows: rows above the header.
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
    sheet: str | None = None
    mode: str = UPSERT
    notices: tuple[Problem, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    left_out: tuple[int, ...] = ()
    title_rows: tuple[int, ...] = ()

    def to_json(self, text: Text) -> dict[str, Any]:
        """Return the receipt as the command line prints it, in the language of `text`."""
        told = {
            name: [problem.to_json(text) for problem in getattr(self, name)]
            for name in ("problems", "notices")
        }
        return {item.name: getattr(self, item.name) for item in fields(self)} | told

    def to_record(self) -> dict[str, Any]:
        """Return the receipt as it is written down, free of language and of persons."""
        told = {
            name: tuple(_without_person(self.kind, problem) for problem in getattr(self, name))
            for name in ("problems", "notices")
        }
        return asdict(replace(self, **told))

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Receipt:
        """Return the receipt that was written down."""
        told = {
            name: tuple(Problem(**problem) for problem in record[name])
            for name in ("problems", "notices")
        }
        lists = {
            name: tuple(record[name]) for name in ("unknown_columns", "left_out", "title_rows")
        }
        return cls(**{**record, **told, **lists})


def _without_person(kind: str, problem: Problem) -> Problem:
    names = header_words()["aliases"][kind].get("petitioner", ())
    is_about_person = any(name in (problem.column or "") for name in ("petitioner", *names))
    return replace(problem, value=None) if is_about_person else problem
