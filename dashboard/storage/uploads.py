"""What the records say of an upload, and of its being undone and redone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Upload:
    """One file received: where it came from and what it changed.

    Attributes:
        number: place in the order of arrival; of each key the highest one counts.
        encoding: of a text file; `xlsx` for a workbook.
        sheet: of a workbook; None for a text file.
        mode: `upsert` adds rows and replaces them by key; `replace-months` also takes
            away every earlier row of the months it covers.
        new_count, changed_count, same_count, removed_count: keys, when it was stored.
        rejected_count: rows left out because of a problem, by explicit choice.
        state: active or undone.
        covered_months: such as 2026-03; None unless it replaces months.
        covered_teams: ids of the teams whose rows it replaces; None is all.
        report_sha256: sum of the kept report of the rejected rows.
    """

    number: int
    upload_id: str
    kind: str
    file_name: str
    sha256: str
    rows_sha256: str
    encoding: str
    mode: str
    row_count: int
    new_count: int
    changed_count: int
    same_count: int
    uploaded_by: str
    uploaded_at: str
    state: str
    sheet: str | None = None
    removed_count: int = 0
    rejected_count: int = 0
    covered_months: tuple[str, ...] | None = None
    covered_teams: tuple[str, ...] | None = None
    report_sha256: str | None = None


@dataclass(frozen=True)
class UploadChange:
    """One undo or redo.

    Attributes:
        state: of the upload from then on: active or undone.
        at: moment in UTC.
        reason: why, in the words of the person who did it; may be empty for a redo.
    """

    number: int
    upload_id: str
    state: str
    at: str
    actor: str
    reason: str


def turned_already(upload: Upload, changes: list[UploadChange]) -> str:
    """Say since when an upload is as somebody wants it to be, and by whom."""
    name = f"The upload {upload.upload_id} ({upload.file_name})"
    if not changes:
        at, actor = upload.uploaded_at, upload.uploaded_by
        return f"{name} is active: {actor} uploaded it on {at}, and nobody has undone it."
    last = changes[-1]
    word = "undone" if last.state == "undone" else "redone"
    return f"{name} is {last.state} already: {last.actor} has {word} it on {last.at}."
