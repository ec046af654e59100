"""Confirming a draft: what was shown is stored, or it is checked again and shown again."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from dashboard.drafts.drafts import Answer, Draft
from dashboard.drafts.queue import drafts_of, send
from dashboard.ingest.examining import Examined, Kept
from dashboard.ingest.reading.tables import Reading
from dashboard.ingest.receipt import Receipt
from dashboard.ingest.receiving import keep
from dashboard.storage.workspace import Workspace


def confirm(workspace: Workspace, draft: Draft, *, allow_partial: bool) -> Receipt | Draft:
    """Store a draft that is ready.

    Args:
        allow_partial: store the good rows and leave the others out.

    Returns:
        What came of it. Or a new draft in its place, when others stored something
        meanwhile that the answer rests on: it is to be looked at again.
    """
    answer = draft.answer
    assert draft.stage == "ready", "only what was checked is stored"
    assert answer is not None, "what is ready has an answer"
    examined = _examined(draft, answer)
    receipt = keep(workspace, examined, draft.login, allow_partial=allow_partial)
    drafts = drafts_of(workspace)
    if receipt is not None:
        drafts.discard(draft)
        return receipt
    request = draft.request
    if request.kind == "petitions":
        # Our own copy of the register, in UTF-8, with keys where the names were.
        request = replace(request, reading=Reading(), has_keys=True)
    again = send(workspace, draft.login, request, draft.content_path.read_bytes())
    drafts.discard(draft)
    return again


def _examined(draft: Draft, answer: Answer) -> Examined:
    kept = None
    if draft.rows_path.exists():
        kept = Kept(
            draft.content_path.read_bytes(),
            answer.kept_encoding,
            pl.read_parquet(draft.rows_path),
            answer.covered_months,
        )
    return Examined(draft.request, answer.receipt, answer.basis, answer.partial, kept)
