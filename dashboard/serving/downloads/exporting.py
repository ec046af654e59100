"""`/export/<relation>.<format>?<filters>`: relations of the scores, within one's rights.

A file is made whole before its first byte leaves, so what fails on the way is an error and
never a short file. Rights are asked before it is made and once more when it is: what was
taken back meanwhile is not handed out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from starlette.requests import Request
from starlette.responses import Response

from dashboard.access.narrowing import Shared
from dashboard.access.viewer import Viewer
from dashboard.errors import (
    GoneError,
    NotAllowedError,
    SignedOutError,
    TooManyRowsError,
    UnknownNameError,
)
from dashboard.exports.marked import FORMATS, About, file_name
from dashboard.exports.offered import OFFERED
from dashboard.exports.tables import relation_names
from dashboard.filters import Filters
from dashboard.identity.viewers import session_of, touch, viewer_of
from dashboard.serving.cookies import token_in
from dashboard.serving.downloads.exported_rows import Cut, exported
from dashboard.serving.downloads.files import not_here
from dashboard.serving.downloads.making import Making
from dashboard.serving.downloads.sending import file_answer
from dashboard.serving.plain_page import language_of, plain_page
from dashboard.serving.refusals import refusal
from dashboard.serving.shared import shared_of
from dashboard.sharing import LINK, from_query
from dashboard.storage.moments import now
from dashboard.storage.workspace import Workspace
from dashboard.text import Text
from dashboard.workflow.looking import note_look

VERSION, MONTHS, ALL_MONTHS = "version", "months", "all"


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    relation: str
    suffix: str
    filters: Filters
    version: str | None
    is_every_month: bool
    code: str | None


def _answer(stores: Workspace, request: Request) -> Response:
    try:
        viewer = _viewer(stores, request)
    except SignedOutError:
        return refusal(request, 401)
    try:
        asked = _read(request)
        return _file(stores, request, viewer, asked)
    except TooManyRowsError:
        most = f"{stores.settings.export_rows:,}"
        return _said(request, "too_many", 413, most=most)
    except (NotAllowedError, UnknownNameError, GoneError, SignedOutError):
        # What exists and what does not are refused alike, and neither is named.
        stores.records.note(viewer.login, "refused", "export")
        return not_here(request)


def _file(stores: Workspace, request: Request, viewer: Viewer, asked: Asked) -> Response:
    shared = _shared(stores, viewer, asked)
    text = language_of(request)
    cut = Cut(
        relation=asked.relation,
        filters=asked.filters,
        version=_version(stores, asked, shared),
        is_every_month=asked.is_every_month,
    )
    rows, as_of, filters = exported(stores, viewer, shared, cut)
    about = About(
        number=secrets.token_hex(8),
        relation=asked.relation,
        filters=filters,
        version=cut.version,
        as_of=as_of,
        made_at=now(),
        made_for=viewer.login,
        name=viewer.name if viewer.name != viewer.login else "",
        rows=len(rows),
    )
    write, media_type = FORMATS[asked.suffix]
    content = write(rows, about, text)
    if _viewer(stores, request) != viewer or _shared(stores, viewer, asked) != shared:
        raise NotAllowedError("What this file rests on was taken back.")
    _note(stores, viewer, asked, about, content)
    team_id = (shared.filters if shared else asked.filters).open_team
    if team_id is not None and about.rows:
        token = token_in(request.cookies, stores.settings)
        note_look(stores, viewer, token, team_id, "export")
    return file_answer(content, file_name(about, asked.suffix, text), media_type)


def _viewer(stores: Workspace, request: Request) -> Viewer:
    session = session_of(stores, token_in(request.cookies, stores.settings))
    if session is None:
        raise SignedOutError("Sign in first.")
    touch(stores, session)
    return viewer_of(stores, session)


def _read(request: Request) -> Asked:
    """Read the address.

    Raises:
        UnknownNameError: something in it has no meaning. A filter that was left out would
            make a wider file than was asked for, and nobody would see it.
    """
    given = request.query_params
    query = {name: given.getlist(name) for name in given}
    special = {name: query.pop(name, None) for name in (VERSION, MONTHS, LINK)}
    filters, dropped = from_query(query)
    relation, suffix = request.path_params["relation"], request.path_params["suffix"]
    is_odd = any(one is not None and len(one) != 1 for one in special.values())
    version, months, code = (None if one is None else one[0] for one in special.values())
    is_known = relation in relation_names() and suffix in FORMATS
    if dropped or is_odd or months not in (None, ALL_MONTHS) or not is_known:
        raise UnknownNameError("There is no such export.")
    return Asked(relation, suffix, filters, version, months == ALL_MONTHS, code)


def _shared(stores: Workspace, viewer: Viewer, asked: Asked) -> Shared | None:
    if asked.code is None:
        return None
    shared = shared_of(stores, asked.code, viewer, asked.version)
    # A link holds one page and one month, so that is all that leaves through it.
    is_held = asked.relation in OFFERED.get(shared.page, ()) and not asked.is_every_month
    if not is_held:
        raise NotAllowedError("This is not what was sent.")
    return shared


def _version(stores: Workspace, asked: Asked, shared: Shared | None) -> str:
    held = None if shared is None else shared.version
    version = held or asked.version or stores.built.newest()
    if version is None or version not in stores.built.versions():
        raise UnknownNameError("There is no such version.")
    return version


def _note(
    stores: Workspace, viewer: Viewer, asked: Asked, about: About, content: bytes
) -> None:
    detail: dict[str, object] = {
        "format": asked.suffix,
        "filters": dict(about.filters),
        "version": about.version,
        "rows": about.rows,
        "number": about.number,
        "sha256": sha256(content).hexdigest(),
    }
    if asked.code is not None:
        link = stores.records.links.find(asked.code)
        detail["link"] = "" if link is None else link.name
    if viewer.looking_as is not None:
        detail["looking_as"] = viewer.looking_as.login
    stores.records.note(viewer.login, "export", asked.relation, **detail)


def _said(request: Request, key: str, status: int, **values: str) -> Response:
    text: Text = language_of(request)
    body = f"<p>{escape(text(f'exports.{key}', **values))}</p>"
    title = text(f"exports.{key}_title")
    return plain_page(text, title, body, status=status)


# Answers one export.
send_export = Making(_answer).answer
