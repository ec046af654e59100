"""The public board: disclosed months as plain pages, for whoever comes, without signing in.

It reads the bytes that were signed and nothing else: not the built versions, which go on
changing, and hold more. So what it says is what two people answered for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.filters import Filters
from dashboard.serving.board.parts import BOARD, Looking, board_body, looking, month_words
from dashboard.serving.plain_page import language_of, plain_page
from dashboard.serving.process import workspace
from dashboard.serving.refusals import refusal
from dashboard.storage.workspace import Workspace
from dashboard.text import Text
from dashboard.workflow.disclosing import Published, disclosed_months, published
from dashboard.workflow.published_table import within

# Long enough to spare the server a rush, short enough that nobody waits for a month.
_CACHED = {"cache-control": "public, max-age=60", "vary": "accept-language"}


def board_page(
    stores: Workspace,
    month: str | None,
    filters: Filters,
    text: Text,
    how: Looking,
    *,
    lead: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a page of the board, for the open board and for links that anyone may open.

    Args:
        month: such as 2026-03; None, or one that is not disclosed, shows nothing.
        filters: what is left of the table: tree, tier, peer group, grade.
        lead: HTML above the board, such as what a link shows.

    Raises:
        DamagedError: the stored table is not the one that was signed.
    """
    found = None if month is None else published(stores, month)
    if found is None:
        body = f"{lead}<p>{escape(text('board.nothing'))}</p>"
        return plain_page(text, text("board.nothing_title"), body, headers=headers)
    title = text("board.title", month=month_words(found.disclosure.month, text))
    body = board_body(found, within(found.table, filters), text, how)
    return plain_page(text, title, lead + body, headers=headers)


def file_answer(found: Published) -> Response:
    """Return the very bytes that were signed."""
    name = f"{found.disclosure.month}-{found.disclosure.sha256[:12]}.csv"
    headers = {**_CACHED, "content-disposition": f'attachment; filename="{name}"'}
    return Response(found.content, media_type="text/csv; charset=utf-8", headers=headers)


def _newest(request: Request) -> Response:
    stores = workspace()
    # Whether there is a board at all comes before anything that could tell what is on it.
    if not stores.settings.public_board:
        return refusal(request, 404)
    months = disclosed_months(stores)
    return _open_board(request, stores, next(iter(months), None), months)


def _one_month(request: Request) -> Response:
    stores = workspace()
    asked: str = request.path_params["month"]
    month = asked.removesuffix(".csv")
    if not stores.settings.public_board or month not in (months := disclosed_months(stores)):
        return refusal(request, 404)
    if asked == month:
        return _open_board(request, stores, month, months)
    found = published(stores, month)
    return refusal(request, 404) if found is None else file_answer(found)


def _open_board(
    request: Request, stores: Workspace, month: str | None, months: Sequence[str]
) -> Response:
    how = replace(
        looking(request, BOARD if month is None else f"{BOARD}/{month}"),
        months=tuple(one for one in months if one != month),
        file_address=f"{BOARD}/{month}.csv",
    )
    return board_page(stores, month, Filters(), language_of(request), how, headers=_CACHED)


ROUTES = [
    Route(BOARD, _newest, methods=["GET"]),
    # Everything below it, so that nothing there is answered by anybody else.
    Route(f"{BOARD}/{{month:path}}", _one_month, methods=["GET"]),
]
