"""Files a page offers: made when they are asked for, for the session that was offered them.

Streamlit's own door for files knows no rights: whoever has the address has the file. Here
an address is a ticket that is worth nothing without the cookie it was drawn for. Nothing is
made beforehand; what makes a file waits in the memory of this process.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from dashboard.access.viewer import Viewer
from dashboard.errors import UnknownNameError
from dashboard.identity.viewers import session_of, viewer_of
from dashboard.serving.cookies import token_in
from dashboard.serving.downloads.making import Making
from dashboard.serving.downloads.sending import file_answer
from dashboard.serving.plain_page import language_of, plain_page
from dashboard.serving.refusals import refusal, wants_page
from dashboard.storage.people.sessions import Session
from dashboard.storage.workspace import Workspace

OFFER_SECONDS = 15 * 60
# A page offers three or four; whoever has many tabs open draws a page again.
MOST_OF_A_SESSION = 40
MOST_OFFERS = 4_000


@dataclass(frozen=True)
class Offer:
    """A file that can be taken away.

    Attributes:
        make: returns its bytes for the person who takes it; runs in a thread, outside of
            any page.
        may: whether a person may have it, asked before it is made and once more after.
    """

    name: str
    media_type: str
    make: Callable[[Viewer], bytes] = field(repr=False)
    may: Callable[[Viewer], bool] = field(repr=False)


@dataclass(frozen=True)
class _Ticket:
    holder: tuple[str, str, str | None]
    key: str
    offer: Offer
    ends_at: float


class Tickets:
    """The offers of this process. Safe to share between threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        # By ticket, the one drawn or renewed last at the end.
        self._tickets: OrderedDict[str, _Ticket] = OrderedDict()

    def draw(self, session: Session, key: str, offer: Offer) -> str:
        """Return the ticket of an offer; the same key in a session keeps its ticket."""
        new = _Ticket(_holder(session), key, offer, time.monotonic() + OFFER_SECONDS)
        with self._guard:
            self._sweep()
            own = [ticket for ticket, one in self._tickets.items() if one.holder == new.holder]
            same = [ticket for ticket in own if self._tickets[ticket].key == key]
            if same:
                ticket = same[0]
            else:
                ticket = secrets.token_urlsafe(16)
                self._make_room(own)
            self._tickets[ticket] = new
            self._tickets.move_to_end(ticket)
            return ticket

    def find(self, ticket: str, session: Session) -> Offer | None:
        """Return what was offered to this session; None for a ticket of anybody else."""
        with self._guard:
            self._sweep()
            found = self._tickets.get(ticket)
            is_own = found is not None and found.holder == _holder(session)
            return found.offer if found is not None and is_own else None

    def __len__(self) -> int:
        """Return how many offers wait."""
        return len(self._tickets)

    def _sweep(self) -> None:
        moment = time.monotonic()
        # The oldest stand first, and each lasts as long as any other.
        while self._tickets and next(iter(self._tickets.values())).ends_at <= moment:
            self._tickets.popitem(last=False)

    def _make_room(self, own: list[str]) -> None:
        if len(own) >= MOST_OF_A_SESSION:
            del self._tickets[own[0]]
        elif len(self._tickets) >= MOST_OFFERS:
            self._tickets.popitem(last=False)


TICKETS = Tickets()


def not_here(request: Request) -> Response:
    """Return the one answer for whatever is unknown, over, or somebody else's."""
    if not wants_page(request):
        return refusal(request, 404)
    text = language_of(request)
    body = f"<p>{text('exports.not_here')}</p><p>{text('exports.draw_again')}</p>"
    return plain_page(text, text("exports.not_here_title"), body, status=404)


def _answer(stores: Workspace, request: Request) -> Response:
    ticket = request.path_params["ticket"]
    found = _allowed(stores, request, ticket)
    if found is None:
        return not_here(request)
    offer, viewer = found
    try:
        content = offer.make(viewer)
    except (UnknownNameError, FileNotFoundError):
        # It was left or taken back elsewhere since the page was drawn.
        return not_here(request)
    # What was taken back while the file was made is not handed out any more.
    if _allowed(stores, request, ticket) != found:
        return not_here(request)
    return file_answer(content, offer.name, offer.media_type)


def _allowed(stores: Workspace, request: Request, ticket: str) -> tuple[Offer, Viewer] | None:
    session = session_of(stores, token_in(request.cookies, stores.settings))
    if session is None:
        return None
    offer = TICKETS.find(ticket, session)
    viewer = viewer_of(stores, session)
    return (offer, viewer) if offer is not None and offer.may(viewer) else None


def _holder(session: Session) -> tuple[str, str, str | None]:
    # Another person in the same browser, or through other rights, is somebody else.
    return session.token_sha256, session.login, session.looking_as


# Answers `/files/<ticket>`: the file of this session's own ticket.
send_file = Making(_answer).answer
