"""One item of a score: its value in words, and the row of the uploaded file."""

from __future__ import annotations

from typing import Any

from dashboard.kinds import KINDS
from dashboard.pages.record.search import record_link
from dashboard.pages.team.explained.head import explain_head
from dashboard.pages.team.explained.part import opened_part
from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import short
from dashboard.pages.words.markup import Html, section, table
from dashboard.pages.words.record_words import (
    is_withheld,
    item_words,
    source_words,
    uploaded_words,
    value_words,
    why,
)
from dashboard.reads.explained_part import place_of

_KINDS = {
    "explained_tasks": "tasks",
    "explained_ratings": "ratings",
    "explained_ballots": "ballots",
    "explained_notices": "disclosures",
    "explained_objections": "objections",
    "explained_petitions": "petitions",
    "explained_findings": "audit_findings",
}


def item_view(visit: Visit) -> Html:
    """Return one item: why it counts what it counts, and every row it came from."""
    text, place = visit.text, place_of(visit.filters.item or "")
    found = opened_part(visit)
    items = () if found is None else found.items
    item = next((item for item in items if item["item_key"] == place.item_key), None)
    if item is None:
        return explain_head(visit, text("explain.no_item"), "")
    part = text(f"part.{place.part}")
    name, _ = item_words(item, place.part, text)
    message = text("explain.item_message", item=name, value=short(item["x"]))
    head = explain_head(visit, message, why(item, place.part, text), (place.part, part))
    rows = [row for row in item["rows"] if row["source_row"] is not None]
    if not rows:
        return Html(head + section(text("explain.rows_title"), text("explain.rows_none")))
    return Html(head + "".join(_row(visit, _KINDS[item["query"]], row) for row in rows))


def _row(visit: Visit, kind: str, row: dict[str, Any]) -> Html:
    text = visit.text
    title = text("explain.row_title", file=row["file_name"], row=row["source_row"])
    hidden = {"score"} if is_withheld(row) else set()
    names = [
        column.name
        for column in KINDS[kind].columns
        if column.name in row and column.name not in hidden
    ]
    fields = [
        (text(f"explain.field.{name}"), value_words(name, row[name], text)) for name in names
    ]
    columns = [text(f"explain.column_{name}") for name in ("field", "value")]
    note = text(
        "explain.row_note", source=source_words(row, text), day=uploaded_words(row, text)
    )
    if hidden:
        note += text("explain.score_withheld")
    way = _every_version(visit, kind, row)
    return section(title, table(title, columns, fields), *way, note=note)


def _every_version(visit: Visit, kind: str, row: dict[str, Any]) -> tuple[Html, ...]:
    """Return the way to what else was uploaded of this row, where its key may be named."""
    held = {**row, "team_id": visit.filters.open_team}
    key = KINDS[kind].key
    if any(held.get(name) is None for name in key):
        return ()
    named = {name: str(held[name]) for name in key}
    return (record_link(visit, kind, named, visit.text("record.open_record")),)
