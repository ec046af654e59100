"""The process that checks one draft: a hostile file can harm nothing but it.

    python -m dashboard.drafts.worker LOGIN DRAFT < FILE

It reads the file from its input, works within limits of memory and time, and writes what
came of it into the folder of the draft.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from dashboard.drafts.drafts import Answer, Draft, Drafts, Effect, Preview
from dashboard.drafts.effects import effect_of
from dashboard.drafts.limits import OUT_OF_MEMORY, limit_process
from dashboard.drafts.trial import draft_upload
from dashboard.errors import CheckFailedError, UploadRefusedError
from dashboard.ingest.examining import Examined, examine
from dashboard.ingest.reading.guesses import first_rows, guess_kind, sheet_names
from dashboard.pipeline.effect import EvidenceChange
from dashboard.settings import Settings
from dashboard.storage.files import write_whole
from dashboard.storage.workspace import Workspace, open_workspace


def main(login: str, draft_id: str) -> None:
    """Check one draft."""
    settings = Settings()
    workspace = open_workspace(settings)
    # From here on a stranger's bytes are at work.
    limit_process(settings)
    content = sys.stdin.buffer.read()
    drafts = Drafts(settings.data / "drafts")
    draft = drafts.find(draft_id, login)
    if draft is None:
        return
    drafts.put(replace(draft, stage="reading"))
    examined = examine(workspace, draft.request, content)
    kinds = _kinds(examined, content)
    # Whatever its sender called it, a register of petitions names people.
    names_people = "petitions" in (draft.request.kind, *kinds[:1])
    preview = _preview(examined, content, kinds, names_people=names_people)
    answer = Answer(examined.receipt, examined.basis, examined.partial, preview)
    if examined.kept is None:
        _keep_content(draft, None if names_people else content)
        drafts.put(replace(draft, stage="ready", answer=answer))
        return
    kept = examined.kept
    answer = replace(answer, kept_encoding=kept.encoding, covered_months=kept.covered_months)
    write_whole(draft.rows_path, kept.rows.write_parquet)
    _keep_content(draft, kept.content)
    drafts.put(replace(draft, stage="effect", answer=answer))
    try:
        effect = _effect(workspace, draft, examined)
    except CheckFailedError:
        drafts.put(replace(draft, stage="failed", failure="checks"))
        raise
    drafts.put(replace(draft, stage="ready", answer=replace(answer, effect=effect)))


def _keep_content(draft: Draft, content: bytes | None) -> None:
    """Keep the file beside its draft; never a register that names persons."""
    if content is not None:
        write_whole(draft.content_path, lambda part: part.write_bytes(content))


def _kinds(examined: Examined, content: bytes) -> tuple[str, ...]:
    try:
        return guess_kind(content, examined.request.reading)
    except UploadRefusedError:
        return ()


def _preview(
    examined: Examined, content: bytes, kinds: tuple[str, ...], *, names_people: bool
) -> Preview:
    table = examined.table
    if table is None:
        try:
            # What may be chosen instead, when no sheet was surely meant.
            return Preview(kinds, sheet_names(content))
        except UploadRefusedError:
            return Preview(kinds)
    rows = ((table.header_row, table.header),) if names_people else first_rows(table)
    return Preview(kinds, table.sheets, table.delimiter, table.header_row, tuple(rows))


def _effect(workspace: Workspace, draft: Draft, examined: Examined) -> Effect:
    upload = draft_upload(workspace, examined)
    change = EvidenceChange(added=(upload,), rows={upload.upload_id: draft.rows_path})
    told = draft.request.told
    return effect_of(workspace, change, None if told is None else tuple(sorted(told)))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
