"""The versions of one record, the newest first, each with what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from dashboard.ingest.templates import headings
from dashboard.kinds import KINDS, Column
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.markup import Html, html, link, section, small, table
from dashboard.pages.words.numbers import plain
from dashboard.pages.words.record_words import value_words
from dashboard.pages.words.upload_words import change_words
from dashboard.rights.uploads import readable_teams
from dashboard.storage.history import Values, Version
from dashboard.storage.workspace import Workspace
from dashboard.text import Text

# A key that stands for a person is never shown, in whatever length.
_PERSON = "petitioner_key"
# More versions than this are a machine's work; the newest tell what matters.
_LISTED_VERSIONS = 30


def may_open(visit: Visit, kind: str) -> bool:
    """Tell whether records of a kind may be shown: who rated whom is for assessors only."""
    return kind != "ratings" or visit.viewer.may("see_severity")


def in_sight(visit: Visit, stores: Workspace, found: Sequence[Version]) -> list[Version]:
    """Return the versions whose team the viewer may see, the newest first.

    A version that took the row away speaks of the team of the one before.
    """
    teams = readable_teams(stores, visit.viewer)
    team: str | None = None
    seen = []
    for version in found:
        if version.values is not None:
            team = version.values["team_id"]
        if teams is None or team in teams:
            seen.append(version)
    return seen[::-1]


def nothing(visit: Visit) -> Html:
    """Say that there is no such record, or none in sight: both look the same."""
    text = visit.text
    note = f"<p>{html(text('record.none_note'))}</p>"
    return Html(_headline(visit, text("page.record"), text("record.message_none")) + note)


def head(
    visit: Visit,
    kind: str,
    key: Sequence[str],
    seen: Sequence[Version],
    found: Sequence[Version],
) -> Html:
    """Return what the record is called and which version counts."""
    text = visit.text
    now = next((version for version in found if version.counts), None)
    if now is None:
        message = text("record.message_gone")
    elif now in seen:
        message = text("record.message_counts", upload_id=now.upload.upload_id)
    else:
        message = text("record.message_hidden")
    title = text(
        "record.title",
        kind=text(f"uploads.kind_{kind}"),
        number=text("between.names").join(filter(None, key)),
    )
    return _headline(visit, title, message)


def _headline(visit: Visit, title: str, message: str) -> Html:
    text = visit.text
    way = link(visit.link("uploads", kind=None, key=None), text("page.uploads"))
    return Html(
        f'<section data-tc class="tc-headline"><nav class="tc-way" '
        f'aria-label="{escape(text("record.way"))}">{way}</nav><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p></section>'
    )


def listed(visit: Visit, kind: str, seen: Sequence[Version], *, hidden: int) -> Html:
    """Return every version: what it changed, whose it was, and whether it counts."""
    text = visit.text
    lines = []
    for place, version in enumerate(seen[:_LISTED_VERSIONS]):
        before = _before(seen[place + 1 :])
        lines.append(f"<li>{_version(visit, kind, version, before)}</li>")
    shown = Html(f'<ol class="tc-versions">{"".join(lines)}</ol>')
    parts: list[object] = [shown]
    if hidden:
        parts.append(text("record.hidden", count=hidden))
    title = text("record.versions_title", count=len(seen))
    return section(title, *parts, note=text("record.versions_note"))


def _before(earlier: Iterable[Version]) -> Values | None:
    """Return the values that counted before: of the last upload that is in force."""
    return next(
        (version.values for version in earlier if version.upload.state == "active"), None
    )


def _version(visit: Visit, kind: str, version: Version, before: Values | None) -> Html:
    text, upload = visit.text, version.upload
    key = "source_gone" if version.row is None else "source"
    source = text(f"record.{key}", file=upload.file_name, row=version.row)
    way = link(visit.link("uploads", item=upload.upload_id, kind=None, key=None), source)
    by = text(
        "record.by",
        at=numbers.moment_words(upload.uploaded_at, text),
        actor=upload.uploaded_by,
    )
    head_ = Html(f"<p>{_state(text, version)}</p><p>{way}{small(by)}</p>")
    if version.values is None:
        return head_
    if version.changed is None or before is None:
        changes = f"<p>{html(text('record.new'))}</p>"
    elif not version.changed:
        changes = f"<p>{html(text('record.same'))}</p>"
    else:
        changes = _changes(text, kind, version, before)
    return Html(head_ + changes + _all_values(text, kind, version.values))


def _state(text: Text, version: Version) -> Html:
    if version.upload.state == "undone":
        change = version.last_change
        said = (
            text("record.undone")
            if change is None
            else text("record.undone_by", said=change_words(text, change))
        )
        return Html(f'<span aria-hidden="true">○</span> {html(said)}')
    if version.values is None:
        return Html(f'<span aria-hidden="true">○</span> {html(text("record.taken_away"))}')
    if version.counts:
        return Html(
            f'<strong><span aria-hidden="true">●</span> {html(text("record.counts"))}</strong>'
        )
    return Html(f'<span aria-hidden="true">○</span> {html(text("record.replaced"))}')


def _changes(text: Text, kind: str, version: Version, before: Values) -> str:
    assert version.values is not None, "only a version with values has changes"
    names = [_column(kind, name) for name in version.changed or ()]
    rows = [
        (
            _label(text, kind, column),
            _words(text, column, before[_stored(column)]),
            _words(text, column, version.values[_stored(column)]),
        )
        for column in names
    ]
    columns = [text(f"record.column_{name}") for name in ("field", "before", "after")]
    return table(text("record.versions_title", count=len(rows)), columns, rows)


def _all_values(text: Text, kind: str, values: Values) -> str:
    rows = [
        (_label(text, kind, column), _words(text, column, values[_stored(column)]))
        for column in KINDS[kind].columns
        if values[_stored(column)] not in (None, "")
    ]
    columns = [text(f"record.column_{name}") for name in ("field", "value")]
    label = text("record.all_values")
    return f"<details><summary>{html(label)}</summary>{table(label, columns, rows)}</details>"


def _column(kind: str, stored: str) -> Column:
    return KINDS[kind].column("petitioner" if stored == _PERSON else stored)


def _stored(column: Column) -> str:
    return _PERSON if column.name == "petitioner" else column.name


def _label(text: Text, kind: str, column: Column) -> str:
    known = text.words.get(f"explain.field.{column.name}")
    if known is not None:
        return known
    heading = next(one for one in headings(kind) if one.column.name == column.name)
    if text.language == "zh" and heading.aliases:
        return heading.aliases[0]
    return column.name.replace("_", " ").capitalize()


def _words(text: Text, column: Column, value: str | None) -> str:
    if column.name == "petitioner":
        return text("record.not_shown")
    if not value:
        return value_words(column.name, None, text)
    match column.form:
        case "day" | "month":
            return value_words(column.name, date.fromisoformat(value), text)
        case "share":
            return f"{plain(round(100 * float(value), 4))}%"
        case "boolean":
            return value_words(column.name, value == "true", text)
        case "choice" if f"{column.name}.{value}" in text.words:
            return text(f"{column.name}.{value}")
        case _:
            return value_words(column.name, value, text)
