"""The bar above every page and the line below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from urllib.parse import urlencode

from dashboard.filters import Filters
from dashboard.links.making import may_make
from dashboard.pages.frame.entries import PageEntry, address_of
from dashboard.pages.frame.shared_view import short_address
from dashboard.pages.frame.who import demo_banner, signed_in_as
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html
from dashboard.pages.words.numbers import day_words, moment_words
from dashboard.sharing import LANGUAGE, LANGUAGES, OF_ONE_PAGE, to_query
from dashboard.text import Text

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


def bar(
    visit: Visit, current: PageEntry, pages: Sequence[PageEntry], *, is_refused: bool = False
) -> Html:
    """Return the name, the tools, who is signed in, and the menu of what one may open.

    Args:
        is_refused: whether the page is not shown: then its address is left as it is, and
            there is no view whose link could be copied.
    """
    text = visit.text
    items = "".join(
        _menu_item(visit, page, address_of(page, pages), page is current)
        for page in pages
        if page.is_listed and page.is_open(visit.viewer)
    )
    here = text(f"page.{current.name}")
    menu = (
        # Only on a phone: what opens the menu below it.
        '<button type="button" class="tc-menu" data-tc-menu aria-expanded="false">'
        f"{html(text('app.menu'))} · {html(here)}</button>"
        f'<nav class="tc-nav" aria-label="{escape(text("app.menu"))}"><ul>{items}</ul></nav>'
    )
    return Html(
        f'{demo_banner(visit)}<header class="tc-bar" data-tc data-tc-bar '
        f"{_attributes(visit, pages, is_refused)}>"
        f'<p class="tc-brand"><strong>{html(text("app.name"))}</strong> '
        f"<span>{html(text('app.subtitle'))}</span></p>"
        f"{_tools(visit, current, is_refused)}{signed_in_as(visit)}"
        f"{menu if items else ''}</header>"
    )


def footer(visit: Visit) -> Html:
    """Return which version is shown, to those who may read of a team in it."""
    if not visit.version or visit.narrowed(Filters()).scope == ():
        return Html("")
    version = visit.text(
        "shell.footer_version",
        version=visit.version,
        as_of=day_words(visit.choices.as_of, visit.text),
        built_at=moment_words(visit.choices.built_at, visit.text),
    )
    return Html(f'<footer class="tc-footer"><p>{html(version)}</p></footer>')


def page_link(visit: Visit, page: str) -> str:
    """Return the address of a page with the filters that all pages share."""
    own = dict.fromkeys(OF_ONE_PAGE)
    query = to_query(replace(visit.filters, **own, open_team=None, item=None))
    return f"./{page}?{urlencode({**query, LANGUAGE: visit.text.language})}"


def _attributes(visit: Visit, pages: Sequence[PageEntry], is_refused: bool) -> str:
    text = visit.text
    attributes = {
        "lang": LANGUAGE_TAGS[text.language],
        # No address is called so: the browser keeps the one that was refused.
        "page": "-" if is_refused else visit.page,
        "pages": " ".join(page.name for page in pages if page.is_open(visit.viewer)),
        "address": "" if is_refused else visit.address(),
        "share": "" if visit.shared is None else short_address(visit.shared.code),
        "copied": text("shell.copied"),
        "copy-by-hand": text("shell.copy_by_hand"),
        "close": text("shell.close"),
        "tab": visit.asker.tab if visit.asker else "",
    }
    return " ".join(f'data-{name}="{escape(value)}"' for name, value in attributes.items())


def _tools(visit: Visit, current: PageEntry, is_refused: bool) -> str:
    text = visit.text
    other = next(language for language in LANGUAGES if language != text.language)
    switch = f"./{visit.page}?{visit.address(language=other)}"
    copy = f'<button type="button" data-tc-copy>{html(text("shell.copy_link"))}</button>'
    if may_make(visit.viewer, current.name):
        copy += f'<button type="button" data-tc-share>{html(text("links.share"))}</button>'
    return (
        f'<p class="tc-tools">{_stop(text)}{"" if is_refused else copy}'
        f'<button type="button" data-tc-theme title="{escape(text("shell.theme_hint"))}">'
        f"{html(text('shell.theme'))}</button>"
        f'<a href="{escape(switch)}" hreflang="{LANGUAGE_TAGS[other]}" '
        f'lang="{LANGUAGE_TAGS[other]}" title="{escape(text("shell.language_hint"))}">'
        f"{html(text('shell.language'))}</a></p>"
    )


def _stop(text: Text) -> str:
    # The script shows it while a page takes long.
    return (
        '<button type="button" data-tc-stop hidden '
        f'title="{escape(text("questions.stop_hint"))}" '
        f'data-done="{escape(text("questions.stopping"))}">'
        f"{html(text('questions.stop'))}</button>"
    )


def _menu_item(visit: Visit, page: PageEntry, address: str, is_current: bool) -> str:
    mark = ' aria-current="page"' if is_current else ""
    name = html(visit.text(f"page.{page.name}"))
    return f'<li><a href="{escape(page_link(visit, address))}"{mark}>{name}</a></li>'
