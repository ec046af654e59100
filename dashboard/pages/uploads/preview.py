"""What was understood of a file, and how to have it read or stored differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.drafts.drafts import Answer, Draft
from dashboard.ingest.examining import Request
from dashboard.ingest.receipt import REPLACE_MONTHS, UPSERT
from dashboard.ingest.table import Reading
from dashboard.kinds import KINDS
from dashboard.pages.uploads.desk import desk
from dashboard.pages.uploads.report import marked
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, remark, section
from dashboard.storage.workspace import Workspace
from dashboard.text import Text

# What may be asked for; the first one guesses.
ENCODINGS = (None, "utf-8", "gb18030", "utf-16", "big5")
_DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon"}

# A look at a file, not the file.
_SHOWN_ROWS, _SHOWN_COLUMNS, _SHOWN_CHARACTERS = 8, 8, 24


def understood(visit: Visit, answer: Answer, request: Request) -> Html:
    """Return what the file was taken for, with its first rows."""
    text, preview = visit.text, answer.preview
    kind = text(f"uploads.kind_{request.kind}")
    if preview.header_row is None:
        said = text("drafts.read_none", kind=kind)
    elif answer.receipt.sheet is not None:
        said = text(
            "drafts.read_workbook",
            kind=kind,
            sheet=answer.receipt.sheet,
            row=preview.header_row,
        )
    else:
        said = text(
            "drafts.read_text",
            kind=kind,
            encoding=(answer.receipt.encoding or "").upper(),
            delimiter=_delimiter(text, preview.delimiter),
            row=preview.header_row,
        )
    shown: list[object] = [said]
    if preview.rows:
        shown.append(_rows(text, preview.rows, preview.header_row))
    if request.kind == "petitions" and preview.rows:
        shown.append(remark(text("drafts.rows_hidden")))
    return section(text("drafts.read_title"), *shown)


def _delimiter(text: Text, mark: str | None) -> str:
    if mark in _DELIMITERS:
        return text(f"drafts.delimiter_{_DELIMITERS[mark]}")
    return text("drafts.delimiter_other", mark=mark or "")


def _rows(
    text: Text, rows: Sequence[tuple[int, Sequence[str]]], header_row: int | None
) -> Html:
    rows = rows[:_SHOWN_ROWS]
    width = max(len(cells) for _, cells in rows)
    lines = "".join(_row(text, number, cells, header_row) for number, cells in rows)
    title = text("drafts.rows_title")
    note = ""
    if width > _SHOWN_COLUMNS:
        note = remark(text("drafts.rows_more", count=width - _SHOWN_COLUMNS))
    return Html(
        f'<div class="tc-scroll tc-first-rows" tabindex="0" role="region" '
        f'aria-label="{html(title)}"><table><caption>{html(title)}</caption>'
        f"<tbody>{lines}</tbody></table></div>{note}"
    )


def _row(text: Text, number: int, cells: Sequence[str], header_row: int | None) -> str:
    is_header = number == header_row
    shown = "".join(f"<td>{html(_cut(cell))}</td>" for cell in cells[:_SHOWN_COLUMNS])
    mark = f"<small>{html(text('drafts.rows_header'))}</small>" if is_header else ""
    kind = ' class="tc-header"' if is_header else ""
    return f'<tr{kind}><th scope="row">{number}{mark}</th>{shown}</tr>'


def _cut(cell: str) -> str:
    words = " ".join(cell.split())
    return words if len(words) <= _SHOWN_CHARACTERS else f"{words[:_SHOWN_CHARACTERS]}…"


def offer_kind(visit: Visit, stores: Workspace, draft: Draft, answer: Answer) -> None:
    """Say that the file looks like another kind than was chosen."""
    text, kinds = visit.text, answer.preview.kinds
    if not kinds or kinds[0] == draft.request.kind:
        return
    likely = text(f"uploads.kind_{kinds[0]}")
    chosen = text(f"uploads.kind_{draft.request.kind}")
    st.warning(text("drafts.looks_like", kind=likely, chosen=chosen))
    if desk().content_of(draft) is None:
        return
    st.button(
        text("drafts.take_kind", kind=likely),
        key=f"draft-kind-{draft.draft_id}-{text.language}",
        on_click=desk().send_again,
        # What was said about the sheet or header was said of another kind of table.
        args=(stores, draft, replace(draft.request, kind=kinds[0], mode=UPSERT)),
    )


def unfold_reading(
    visit: Visit, stores: Workspace, draft: Draft, answer: Answer, kinds: Sequence[str]
) -> None:
    """Let the file be read differently, when that is asked for."""
    text = visit.text
    fold = st.expander(
        text("drafts.differently"),
        # Without a sheet that is surely meant there is nothing else to do.
        expanded=answer.preview.header_row is None and len(answer.preview.sheets) > 1,
        key=f"draft-fold-{draft.draft_id}-{text.language}",
        on_change="rerun",
    )
    if not fold.open:
        return
    if desk().content_of(draft) is None:
        fold.info(text("drafts.cannot_read_again"))
        return
    with fold.form(f"draft-reading-{draft.draft_id}-{text.language}", border=False):
        request = _ask_reading(text, draft, answer, kinds)
        if st.form_submit_button(text("drafts.read_again")):
            desk().send_again(stores, draft, request)
            st.rerun()


def _ask_reading(text: Text, draft: Draft, answer: Answer, kinds: Sequence[str]) -> Request:
    request, preview = draft.request, answer.preview
    kind = st.selectbox(
        text("drafts.ask_kind"),
        kinds,
        index=kinds.index(request.kind) if request.kind in kinds else 0,
        format_func=lambda name: text(f"uploads.kind_{name}"),
    )
    reading = request.reading
    if preview.sheets:
        shown = answer.receipt.sheet
        sheet = st.selectbox(
            text("drafts.ask_sheet"),
            preview.sheets,
            index=preview.sheets.index(shown) if shown in preview.sheets else 0,
        )
        reading = replace(reading, sheet=sheet)
    else:
        encoding = st.selectbox(
            text("drafts.ask_encoding"),
            ENCODINGS,
            index=ENCODINGS.index(reading.encoding) if reading.encoding in ENCODINGS else 0,
            format_func=lambda name: text(
                f"drafts.encoding_{name}" if name else "drafts.guess"
            ),
        )
        reading = replace(reading, encoding=encoding)
    row = st.number_input(
        text("drafts.ask_header"),
        min_value=1,
        value=reading.header_row,
        step=1,
        placeholder=text("drafts.guess"),
        help=text("drafts.ask_header_help"),
    )
    reading = Reading(reading.encoding, reading.sheet, row)
    mode = request.mode if KINDS[kind].month_column else UPSERT
    return replace(request, kind=kind, reading=reading, mode=mode)


def ask_mode(visit: Visit, stores: Workspace, draft: Draft, answer: Answer) -> None:
    """Let the uploader choose between correcting rows and replacing months."""
    text, request = visit.text, draft.request
    if KINDS[request.kind].month_column is None or desk().content_of(draft) is None:
        return
    modes = (UPSERT, REPLACE_MONTHS)
    key = f"draft-mode-{draft.draft_id}-{text.language}"

    def choose() -> None:
        changed = replace(request, mode=st.session_state[key])
        desk().send_again(stores, draft, changed)

    st.radio(
        text("drafts.mode_title"),
        modes,
        index=modes.index(request.mode),
        captions=[text(f"drafts.mode_{mode}_means") for mode in modes],
        format_func=lambda mode: text(f"drafts.mode_{mode}"),
        key=key,
        on_change=choose,
    )
    if answer.covered_months:
        months = text("between.names").join(answer.covered_months)
        removed = answer.receipt.removed
        st.html(remark(text("drafts.covered", months=months)))
        if removed:
            words = text("drafts.covered_removed", count=f"{removed:,}")
            st.html(f"<div data-tc>{marked('yellow', words)}</div>")
