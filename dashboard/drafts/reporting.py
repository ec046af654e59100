"""The clerk's own file with what is wrong in it, written in a process of its own.

    python -m dashboard.drafts.reporting LOGIN DRAFT LANGUAGE < FILE

answers with a line of JSON that names the file, and its bytes.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from dashboard.drafts.children import answer_of
from dashboard.drafts.drafts import Draft, Drafts
from dashboard.drafts.limits import limit_process
from dashboard.ingest.answering.annotated import annotated
from dashboard.ingest.reading.tables import read_table
from dashboard.kinds import KINDS
from dashboard.settings import Settings
from dashboard.storage.files import write_whole
from dashboard.storage.workspace import Workspace
from dashboard.text import catalogue


@dataclass(frozen=True)
class Report:
    """A file to take away; it lies beside its draft and goes with it."""

    name: str
    path: Path


def report_of(workspace: Workspace, draft: Draft, content: bytes, language: str) -> Report:
    """Write what is wrong into a file, as a last column.

    Args:
        content: the file as it came.

    Raises:
        FaultError: it could not be written within the limits.
    """
    arguments = (draft.login, draft.draft_id, language)
    name, _, body = answer_of(workspace, __name__, arguments, content).partition(b"\n")
    path = draft.folder / f"report.{language}"
    write_whole(path, lambda part: part.write_bytes(body))
    return Report(json.loads(name), path)


def main(login: str, draft_id: str, language: str) -> None:
    """Answer with the file of one draft."""
    settings = Settings()
    limit_process(settings)
    content = sys.stdin.buffer.read()
    draft = Drafts(settings.data / "drafts").find(draft_id, login)
    assert draft is not None, "it was there when its report was asked for"
    assert draft.answer is not None, "only what was checked has a report"
    receipt, request = draft.answer.receipt, draft.request
    name, body = annotated(
        content,
        read_table(content, KINDS[request.kind], request.reading),
        receipt.problems,
        catalogue(language),
        kept_name=request.file_name,
        left_out=receipt.left_out,
    )
    sys.stdout.buffer.write(json.dumps(name).encode() + b"\n" + body)


if __name__ == "__main__":
    main(*sys.argv[1:])
