"""The parts of the public board: who it is about, how to find a team, how to check it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from math import ceil
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request

from dashboard.serving.board.table import group_tables
from dashboard.serving.plain_page import LANGUAGE_TAGS
from dashboard.sharing import LANGUAGE, LANGUAGES, searched_words
from dashboard.text import Text
from dashboard.workflow.disclosing import Published
from dashboard.workflow.published_table import LEAST_COUNT, Table

BOARD = "/board"
# A page of a phone's few megabits; the file holds the whole table.
_ROWS = 200
# The board has the clock of the offices it is about.
_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Looking:
    """How a reader looks at the board.

    Attributes:
        address: of this page, without its query.
        search: words that must all be found in a name, None without any.
        number: page of the list, from 1.
        months: other disclosed months that are offered.
        file_address: of the whole table's bytes, None where they are not handed out.
        kept: what the address must go on saying beside language, search and page.
    """

    address: str
    search: str | None = None
    number: int = 1
    months: Sequence[str] = ()
    file_address: str | None = None
    kept: Mapping[str, str] | None = None

    def link(self, text: Text, **query: object) -> str:
        """Return the address of this page with another query."""
        kept = {LANGUAGE: text.language, **(self.kept or {}), **query}
        return f"{self.address}?{urlencode({name: kept[name] for name in kept if kept[name]})}"


def looking(request: Request, address: str) -> Looking:
    """Return how the query of a request asks to look; what makes no sense is left out."""
    number = request.query_params.get("number", "")
    return Looking(
        address=address,
        search=searched_words(request.query_params.get("search", "")),
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1,
    )


def board_body(found: Published, allowed: Table, text: Text, how: Looking) -> str:
    """Return the board below its heading, every value in it escaped.

    Args:
        allowed: the rows of the table that may be shown.
    """
    rows = _searched(allowed, how.search)
    last = max(1, ceil(len(rows) / _ROWS))
    number = min(max(how.number, 1), last)
    shown = rows[(number - 1) * _ROWS : number * _ROWS]
    empty = f"<p>{escape(text('board.empty'))}</p>" if not allowed else ""
    return "".join(
        (
            '<link rel="stylesheet" href="/assets/board.css">',
            _head(found, allowed, text, how),
            _search(rows, text, how) if len(allowed) > 1 else "",
            empty,
            group_tables(shown, text),
            _pager(number, last, text, how),
            f'<p class="remark">{escape(text("board.hidden", least=LEAST_COUNT))}</p>',
            _check(found, text, how),
        )
    )


def _head(found: Published, allowed: Table, text: Text, how: Looking) -> str:
    moment = datetime.fromisoformat(found.disclosure.disclosed_at or "").astimezone(_ZONE)
    day = text("day.full", year=moment.year, month=moment.month, day=moment.day)
    count = len(found.table)
    is_whole = len(allowed) == count
    lead = text(
        "board.lead" if is_whole else "board.lead_part",
        count=count,
        shown=len(allowed),
        day=day,
    )
    other = next(one for one in LANGUAGES if one != text.language)
    switch = escape(how.link(text, **{LANGUAGE: other, "search": how.search}))
    months = "".join(
        f'<a href="{BOARD}/{quote(month)}?{urlencode({LANGUAGE: text.language})}">'
        f"{escape(month_words(month, text))}</a> "
        for month in how.months
    )
    label = escape(text("board.months"))
    nav = f'<nav class="months" aria-label="{label}"><span>{label}</span> {months}</nav>'
    return (
        f'<p class="switch"><a href="{switch}" lang="{LANGUAGE_TAGS[other]}" '
        f'hreflang="{LANGUAGE_TAGS[other]}">{escape(text("board.language"))}</a></p>'
        f"<p>{escape(lead)}</p>{nav if months else ''}"
        f'<p class="remark">{escape(text("board.how"))} {escape(text("board.order"))}</p>'
    )


def _searched(table: Table, search: str | None) -> Table:
    words = (search or "").casefold().split()
    return tuple(
        team for team in table if all(one in team.team_name.casefold() for one in words)
    )


def _search(rows: Table, text: Text, how: Looking) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in {LANGUAGE: text.language, **(how.kept or {})}.items()
    )
    said = ""
    if how.search:
        word = "board.found" if rows else "board.found_none"
        # Without the words, the page shows everything again.
        everything = escape(how.link(text))
        said = (
            f'<p role="status">{escape(text(word, count=len(rows), words=how.search))} '
            f'<a href="{everything}">{escape(text("board.search_all"))}</a></p>'
        )
    return (
        f'<form class="search" role="search" action="{escape(how.address)}">{hidden}'
        f"<label>{escape(text('board.search'))}"
        f'<input name="search" maxlength="80" value="{escape(how.search or "")}"></label>'
        f"<button>{escape(text('board.search_go'))}</button></form>{said}"
    )


def _pager(number: int, last: int, text: Text, how: Looking) -> str:
    if last == 1:
        return ""
    steps = "".join(
        f'<a href="{escape(how.link(text, search=how.search, number=to))}">'
        f"{escape(text(f'board.{word}'))}</a> "
        for word, to in (("previous", number - 1), ("next", number + 1))
        if 1 <= to <= last
    )
    said = escape(text("board.pages", number=number, last=last))
    return f'<nav class="months" aria-label="{said}"><span>{said}</span> {steps}</nav>'


def _check(found: Published, text: Text, how: Looking) -> str:
    file = ""
    if how.file_address is not None:
        label = escape(text("board.download"))
        file = f'<p><a href="{escape(how.file_address)}" download>{label}</a></p>'
    words = text("board.check_asked" if how.file_address is None else "board.check")
    return (
        f"<section><h2>{escape(text('board.check_title'))}</h2><p>{escape(words)}</p>"
        f"<p><strong>{escape(text('board.sum'))}</strong> "
        f'<code class="sum">{escape(found.disclosure.sha256)}</code></p>{file}</section>'
    )


def month_words(month: str, text: Text) -> str:
    """Return a month such as 2026-03 in words."""
    year, number = month.split("-")
    return text(f"month.{int(number)}", year=int(year))
