"""What a file of a kind looks like, and empty ones to fill in."""

from __future__ import annotations

from functools import cache

import polars as pl
import streamlit as st

from dashboard.access.viewer import Viewer, may_upload
from dashboard.exports.marked import XLSX
from dashboard.ingest.answering.template_workbook import template_workbook
from dashboard.ingest.examining import current_rows
from dashboard.ingest.templates import Heading, headings
from dashboard.kinds import KINDS
from dashboard.pages.downloads import offer
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, small, table
from dashboard.rights.uploads import allowed_teams
from dashboard.storage.workspace import Workspace
from dashboard.text import Text, catalogue


def uploader_words(text: Text) -> Html:
    """Return a style that gives Streamlit's uploader the reader's words: it has only English.

    The label above it says the limit already.
    """
    zone = '.st-key-tc-upload [data-testid="stFileUploaderDropzone"]'
    word = text("uploads.choose")
    return Html(
        f"<style>{zone} [data-testid=stFileUploaderDropzoneInstructions] {{ display: none }}"
        f"{zone} button p {{ font-size: 0 }}"
        f'{zone} button p::after {{ content: "{word}"; font-size: 1rem }}</style>'
    )


def unfold_headers(visit: Visit, stores: Workspace, kind: str) -> None:
    """Draw the columns of a kind and its templates, when they are asked for."""
    text = visit.text
    name = text(f"uploads.kind_{kind}")
    shown = st.expander(text("uploads.headers_title", kind=name), on_change="rerun")
    if not shown.open:
        return

    def made(viewer: Viewer) -> bytes:
        teams = current_rows(stores, KINDS["teams"]).collect()
        allowed = allowed_teams(stores, viewer, kind)
        if allowed is not None:
            teams = teams.filter(pl.col("team_id").is_in(allowed))
        return template_workbook(kind, text, teams)

    with shown:
        offer(
            stores,
            text("uploads.template"),
            text("templates.file", kind=name),
            made,
            XLSX,
            key=f"template-{kind}-{text.language}",
            may=lambda viewer: may_upload(viewer, kind),
        )
        st.html(_headers(text.language, kind))


@cache
def _headers(language: str, kind: str) -> Html:
    text = catalogue(language)
    columns = [text(f"uploads.header_{name}") for name in ("chinese", "name", "holds")]
    rows = [
        (
            Html(html("、".join(heading.aliases)) + _need(text, heading)),
            heading.column.name,
            _holds(text, heading),
        )
        for heading in headings(kind)
    ]
    caption = text("uploads.headers_title", kind=text(f"uploads.kind_{kind}"))
    shown = table(caption, columns, rows, is_cards=True)
    note = html(text("uploads.headers_note"))
    return Html(
        f'<div data-tc class="tc-section" style="margin:0">{shown}'
        f'<p class="tc-remark">{note}</p></div>'
    )


def _need(text: Text, heading: Heading) -> Html:
    if not heading.column.required:
        return Html("")
    return small(text("uploads.required"))


def _holds(text: Text, heading: Heading) -> str:
    column = heading.column
    if column.choices:
        listed = text("between.names").join(
            f"{word} ({value})" if word != value else value
            for value, word in heading.words.items()
        )
        holds = text("uploads.form_choice", choices=listed)
    else:
        holds = text(f"uploads.form_{column.form}")
    if column.default:
        holds += text("uploads.form_default", default=column.default)
    return holds
