"""A draft: a file somebody sent, what came of checking it, and whether it was confirmed.

Everything lies in one folder a draft. A register of petitions is kept without its persons
here too, so the file of such a draft is our own copy of it.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from dashboard.ingest.examining import Request
from dashboard.ingest.reading.tables import Reading
from dashboard.ingest.receipt import Receipt
from dashboard.storage.files import write_whole

# What is not confirmed within a week was forgotten.
EXPIRY_SECONDS = 7 * 24 * 3600.0

_ID = re.compile(r"[0-9a-f]{16}")
# Sets of teams in a request; JSON has lists.
_TEAMS = ("allowed", "told")

# In this order; `ready` and `failed` are ends.
Stage = Literal["waiting", "reading", "effect", "ready", "failed"]


@dataclass(frozen=True)
class Preview:
    """What the file looks like, for the person who sent it.

    Attributes:
        kinds: kinds its header fits, best first.
        sheets: sheets of a workbook that may be chosen.
        header_row: row of the header; None when none was found.
        rows: row number and cells of the first rows, those above the header included.
    """

    kinds: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    delimiter: str | None = None
    header_row: int | None = None
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Move:
    """What the scores of a team in a month would become."""

    team_id: str
    team_name: str
    month: str
    old_score: float | None
    new_score: float | None
    old_grade: str | None
    new_grade: str | None


@dataclass(frozen=True)
class Effect:
    """What storing would do to scores.

    Attributes:
        version: the published version it was compared with; None without any.
        moves: the largest first, as many as a page lists.
        count: team-months whose score, grade or light would differ.
    """

    version: str | None
    moves: tuple[Move, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Answer:
    """What came of checking a draft.

    Attributes:
        receipt: when the file is taken whole or not at all.
        partial: when its good rows are taken alone; None when there is nothing to choose.
        basis: the uploads the answer rests on.
        kept_encoding: what the file that would be kept is in.
        covered_months: the months the file would stand for; None unless it replaces them.
        effect: None when nothing would be stored.
    """

    receipt: Receipt
    basis: tuple[tuple[str, ...], tuple[str, ...]]
    partial: Receipt | None = None
    preview: Preview = field(default_factory=Preview)
    kept_encoding: str = ""
    covered_months: tuple[str, ...] | None = None
    effect: Effect | None = None


@dataclass(frozen=True)
class Draft:
    """One draft as it stands.

    Attributes:
        sent_at: seconds since the epoch.
        failure: key `uploads.failure_<failure>` of what went wrong on our side.
        answer: None until it is checked.
    """

    draft_id: str
    folder: Path
    login: str
    request: Request
    sent_at: float
    stage: Stage
    failure: str | None = None
    answer: Answer | None = None

    @property
    def content_path(self) -> Path:
        """Where the file lies, once it was checked."""
        return self.folder / "content"

    @property
    def mark_path(self) -> Path:
        """Empty file that is locked by whoever checks or confirms the draft."""
        return self.folder / "checking"

    @property
    def rows_path(self) -> Path:
        """Where the rows that would be stored lie."""
        return self.folder / "rows.parquet"


class Drafts:
    """The drafts of a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, login: str, request: Request) -> Draft:
        """Open a draft that waits for its check."""
        draft_id = secrets.token_hex(8)
        path = self.folder / draft_id
        path.mkdir(parents=True)
        draft = Draft(draft_id, path, login, request, time.time(), "waiting")
        draft.mark_path.touch()
        self.put(draft)
        return draft

    def put(self, draft: Draft) -> None:
        """Write down how a draft stands. One that was left meanwhile stays left."""
        if not draft.folder.exists():
            return
        record = asdict(replace(draft, folder=Path(), answer=None))
        for name in _TEAMS:
            record["request"][name] = _sorted(getattr(draft.request, name))
        record["folder"] = None
        if draft.answer is not None:
            record["answer"] = asdict(draft.answer) | {
                "receipt": draft.answer.receipt.to_record(),
                "partial": draft.answer.partial and draft.answer.partial.to_record(),
            }
        text = json.dumps(record, ensure_ascii=False)
        write_whole(draft.folder / "draft.json", lambda part: part.write_text(text, "utf-8"))

    def find(self, draft_id: str, login: str) -> Draft | None:
        """Return a person's own draft; None when it is gone or somebody else's."""
        if not _ID.fullmatch(draft_id):
            return None
        try:
            text = (self.folder / draft_id / "draft.json").read_text("utf-8")
        except FileNotFoundError:
            return None
        draft = _of_record(json.loads(text), self.folder / draft_id)
        return draft if draft.login == login else None

    def of(self, login: str) -> list[Draft]:
        """Return a person's drafts, the newest first."""
        names = (path.name for path in self.folder.glob("*")) if self.folder.exists() else ()
        found = (self.find(name, login) for name in names)
        return sorted(filter(None, found), key=lambda draft: draft.sent_at, reverse=True)

    def discard(self, draft: Draft) -> None:
        """Leave a draft: nothing of it stays."""
        shutil.rmtree(draft.folder, ignore_errors=True)

    def sweep(self) -> None:
        """Leave the drafts that were forgotten."""
        for path in self.folder.glob("*"):
            if time.time() - path.stat().st_mtime > EXPIRY_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _sorted(teams: frozenset[str] | None) -> list[str] | None:
    return None if teams is None else sorted(teams)


def _of_record(record: dict[str, Any], folder: Path) -> Draft:
    request, answer = record["request"], record["answer"]
    teams = {name: request.get(name) for name in _TEAMS}
    return Draft(
        **{
            **record,
            "folder": folder,
            "request": Request(
                **{
                    **request,
                    "reading": Reading(**request["reading"]),
                    **{
                        name: None if of is None else frozenset(of)
                        for name, of in teams.items()
                    },
                }
            ),
            "answer": None if answer is None else _answer(answer),
        }
    )


def _answer(record: Mapping[str, Any]) -> Answer:
    preview, effect, partial = record["preview"], record["effect"], record["partial"]
    kinds, teams = record["basis"]
    months = record["covered_months"]
    return Answer(
        receipt=Receipt.of_record(record["receipt"]),
        basis=(tuple(kinds), tuple(teams)),
        partial=None if partial is None else Receipt.of_record(partial),
        preview=Preview(
            tuple(preview["kinds"]),
            tuple(preview["sheets"]),
            preview["delimiter"],
            preview["header_row"],
            tuple((row, tuple(cells)) for row, cells in preview["rows"]),
        ),
        kept_encoding=record["kept_encoding"],
        covered_months=None if months is None else tuple(months),
        effect=None if effect is None else effect_of_record(effect),
    )


def effect_of_record(record: Mapping[str, Any]) -> Effect:
    """Return the effect that was written down."""
    moves = tuple(Move(**move) for move in record["moves"])
    return Effect(record["version"], moves, record["count"])
