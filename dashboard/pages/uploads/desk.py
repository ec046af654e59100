"""What one session works on: a file sent, sent again as something else, confirmed, left.

The draft itself lies on disk, so that a reload loses nothing. Rights are asked at the
moment of each act.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from uuid import uuid4

import streamlit as st
import structlog

from dashboard.access.viewer import Viewer, may_upload
from dashboard.drafts.confirming import confirm
from dashboard.drafts.drafts import Draft, Effect
from dashboard.drafts.queue import alone, drafts_of, send
from dashboard.drafts.reporting import Report
from dashboard.errors import CrowdedError, SignedOutError
from dashboard.ingest.examining import Request
from dashboard.pages.signed_in import current_viewer
from dashboard.pages.uploads.build_watch import begin_build
from dashboard.pages.uploads.outcome import Outcome
from dashboard.rights.uploads import within_rights
from dashboard.storage.workspace import Workspace

_DESK = "upload-desk"


@dataclass
class Desk:
    """The draft a session has open, and what came of its last press.

    A second click may stop the script wherever it touches the session's state. What a
    press does is written here instead, so that it is never done by halves.

    Attributes:
        draft_id: of the draft that is open; None when the form is shown.
        content: the bytes of that draft as they came; None after a reload.
        round: files sent so far. Each has an uploader of its own, so that none is sent
            twice and the bytes of the last one are let go.
        tried: effects of taking uploads back, by what they rest on; None failed.
        reports: files that say what is wrong in each row, by draft and language.
        turn: held by the run that begins a round; another may go on beside it.
    """

    draft_id: str | None = None
    content: bytes | None = None
    outcome: Outcome | None = None
    round: int = 0
    tried: dict[str, Effect | None] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def opened(self, stores: Workspace, viewer: Viewer) -> Draft | None:
        """Return the draft that is open, as it stands now."""
        if self.draft_id is None:
            return None
        draft = drafts_of(stores).find(self.draft_id, viewer.login)
        if draft is None:
            self.put_aside()
            self.outcome = Outcome(is_gone=True)
        return draft

    def content_of(self, draft: Draft) -> bytes | None:
        """Return the bytes of a draft as they came; None when only its sender has them."""
        if draft.draft_id == self.draft_id and self.content is not None:
            return self.content
        # Our own copy of a register of petitions holds keys where the names were.
        if draft.request.kind == "petitions" or not draft.content_path.exists():
            return None
        return draft.content_path.read_bytes()

    def send(
        self, stores: Workspace, request: Request, content: bytes, place: int | None = None
    ) -> bool:
        """Send a file into the queue and open its draft; tell whether it was taken.

        Args:
            place: the round whose uploader it was chosen in. It sends one file, though two
                runs beside each other find it there.
        """
        viewer = _sender(stores, request.kind)
        if viewer is None:
            return False
        with self.turn:
            if place not in (None, self.round):
                return False
            self.round += 1
        within = within_rights(stores, viewer, request)
        try:
            draft = send(stores, viewer.login, within, content)
        except CrowdedError:
            self.outcome = Outcome(request.file_name, is_crowded=True)
            return False
        self.draft_id, self.content, self.outcome = draft.draft_id, content, None
        return True

    def send_again(self, stores: Workspace, draft: Draft, request: Request) -> None:
        """Send the bytes of a draft as something else, in its place."""
        self._resend(stores, draft, request)

    def _resend(self, stores: Workspace, draft: Draft, request: Request) -> bool:
        content = self.content_of(draft)
        is_sent = content is not None and self.send(stores, request, content)
        if is_sent:
            drafts_of(stores).discard(draft)
        return is_sent

    def open_other(self, draft: Draft) -> None:
        """Open another draft of the same person."""
        self.draft_id, self.content, self.outcome = draft.draft_id, None, None

    def put_aside(self) -> None:
        """Close the draft that is open; it waits on."""
        self.draft_id = self.content = self.outcome = None

    def leave(self, stores: Workspace, draft: Draft) -> None:
        """Leave a draft for good; nothing of it stays."""
        drafts_of(stores).discard(draft)
        if self.draft_id == draft.draft_id:
            self.put_aside()

    def confirm(self, stores: Workspace, draft_id: str, *, allow_partial: bool) -> None:
        """Store a draft. A second press finds nothing left to store."""
        viewer = _present(stores)
        if viewer is None:
            return
        sent = drafts_of(stores).find(draft_id, viewer.login)
        if sent is None:
            return
        with alone(stores, sent) as draft:
            if draft is not None and draft.stage == "ready":
                self._confirm(stores, viewer, draft, allow_partial)

    def _confirm(
        self, stores: Workspace, viewer: Viewer, draft: Draft, allow_partial: bool
    ) -> None:
        if not may_upload(viewer, draft.request.kind):
            stores.records.note(viewer.login, "refused_act", "upload")
            return
        try:
            self._store(stores, viewer, draft, allow_partial)
        except CrowdedError:
            self.outcome = Outcome(draft.request.file_name, is_crowded=True)
        # Whatever it is, it is not the file: the reader must not look for it there.
        except Exception:
            reference = uuid4().hex[:8]
            structlog.get_logger().exception(
                "confirm_failed", kind=draft.request.kind, reference=reference
            )
            self.outcome = Outcome(draft.request.file_name, reference=reference)

    def _store(
        self, stores: Workspace, viewer: Viewer, draft: Draft, allow_partial: bool
    ) -> None:
        name = draft.request.file_name
        if draft.request != within_rights(stores, viewer, draft.request):
            # What was shown rests on rights of yesterday: it is checked within those of now.
            if self._resend(stores, draft, draft.request):
                self.outcome = Outcome(name, is_replaced=True)
            return
        result = confirm(stores, draft, allow_partial=allow_partial)
        if isinstance(result, Draft):
            self.draft_id, self.content = result.draft_id, None
            self.outcome = Outcome(name, is_replaced=True)
            return
        self.put_aside()
        self.outcome = Outcome(name, result)
        if result.upload_id is not None:
            begin_build(stores)


def _present(stores: Workspace) -> Viewer | None:
    """Return who presses, with the rights of this moment; None if signed out meanwhile."""
    try:
        return current_viewer(stores)
    except SignedOutError:
        # The run that follows the press says so.
        return None


def _sender(stores: Workspace, kind: str) -> Viewer | None:
    viewer = _present(stores)
    if viewer is not None and not may_upload(viewer, kind):
        stores.records.note(viewer.login, "refused_act", "upload")
        return None
    return viewer


def desk() -> Desk:
    """Return the desk of this session."""
    return st.session_state.setdefault(_DESK, Desk())
