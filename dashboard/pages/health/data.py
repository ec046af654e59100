"""The sections on the evidence: what came, what did not, what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.kinds import KINDS
from dashboard.pages.health.marks import marked
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.amounts import percent
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, link, section, small, table
from dashboard.reads.health import DataState, data_state
from dashboard.reads.uploads import EXPECTED_KINDS
from dashboard.storage.records import Upload

LISTED_DEPARTMENTS = 10


def received(visit: Visit, uploads: Sequence[Upload]) -> Html:
    """Return how old the data of each kind is; it says the time, so it is not kept."""
    text, state = visit.text, visit.fetch(data_state, visit.filters)
    last = {upload.kind: upload for upload in uploads if upload.state == "active"}
    rows = []
    for kind in KINDS:
        records, _ = state.records.get(kind, (0, 0))
        upload = last.get(kind)
        age = (
            text("health.never")
            if upload is None
            else numbers.ago_words(upload.uploaded_at, text)
        )
        rows.append(
            (text(f"uploads.kind_{kind}"), age, f"{records:,}", _lacking(visit, state, kind))
        )
    names = ("kind", "age", "records", "lacking")
    columns = [text(f"health.column_{name}") for name in names]
    title = text("health.received_title")
    shown = table(title, columns, rows, "  n ")
    return section(title, shown, note=text("health.received_note"))


def _lacking(visit: Visit, state: DataState, kind: str) -> object:
    if kind not in EXPECTED_KINDS:
        return numbers.NOTHING
    count = state.silent.filter(state.silent["kind"] == kind).height
    if not count:
        return marked("green", visit.text("health.lacking_none"))
    return marked("yellow", visit.text("health.lacking", count=count))


def left_out(visit: Visit) -> Html:
    """Return the departments of which something is missing, and what does not count."""
    state = visit.fetch(data_state, visit.filters)
    return Html(_silent(visit, state) + _ratings(visit, state) + _calendar(visit, state))


def _silent(visit: Visit, state: DataState) -> Html:
    text = visit.text
    departments: dict[str, dict[str, dict[str, Any]]] = {}
    for row in state.silent.iter_rows(named=True):
        departments.setdefault(row["team_id"], {})[row["kind"]] = row
    title = text("health.silent_title", count=len(departments))
    if not departments:
        return section(text("health.silent_none"))
    # Those with most missing first; then in the order of their ids.
    ordered = sorted(departments.items(), key=lambda one: (-len(one[1]), one[0]))
    rows = [
        (
            link(visit.team_link(team_id), next(iter(kinds.values()))["team_name"]),
            *(_last_came(visit, kinds.get(kind)) for kind in EXPECTED_KINDS),
        )
        for team_id, kinds in ordered[:LISTED_DEPARTMENTS]
    ]
    columns = [text("health.column_department")]
    columns += [text(f"uploads.kind_{kind}") for kind in EXPECTED_KINDS]
    parts: list[object] = [labelled_table(title, columns, rows)]
    if len(departments) > len(rows):
        everyone = link(visit.link("uploads"), text("health.silent_all"))
        cut = text("health.silent_cut", shown=len(rows), count=len(departments))
        parts.append(Html(f"<p>{html(cut)} {everyone}</p>"))
    return section(title, *parts, note=text("health.silent_note"))


def _last_came(visit: Visit, missing: dict[str, Any] | None) -> Html:
    text = visit.text
    if missing is None:
        return marked("green", text("health.came"))
    if missing["last_month"] is None:
        return marked("yellow", text("health.came_never"))
    last = numbers.month_words(missing["last_month"], text)
    return marked("yellow", text("health.came_last", month=last))


def _ratings(visit: Visit, state: DataState) -> Html:
    text = visit.text
    if state.ratings.is_empty():
        return section(text("health.ratings_none"))
    newest = state.ratings.row(0, named=True)
    title = text(
        "health.ratings_void" if newest["void_raters"] else "health.ratings_title",
        month=numbers.month_words(newest["month"], text),
        count=newest["void_raters"],
    )
    lead = text(
        "health.ratings_lead",
        month=numbers.month_words(newest["month"], text),
        share=percent(newest["corrected_share"]),
        points=numbers.points(newest["mean_correction"]),
    )
    rows = [
        (
            numbers.month_words(row["month"], text),
            f"{row['ratings']:,}",
            _void(visit, row),
            Html(percent(row["corrected_share"]) + small(_correction(visit, row))),
        )
        for row in state.ratings.iter_rows(named=True)
    ]
    columns = [
        text(f"health.column_{name}") for name in ("month", "ratings", "void", "corrected")
    ]
    note = text("health.ratings_note", least=newest["least_teams"])
    shown = labelled_table(title, columns, rows, " nnn", is_dense=True)
    return section(title, lead, shown, note=note)


def _void(visit: Visit, row: dict[str, Any]) -> Html:
    text = visit.text
    raters = text("health.of_raters", count=row["void_raters"], raters=row["raters"])
    if not row["void_raters"]:
        return Html(html(raters))
    share = percent(row["void_share"])
    return Html(html(raters) + small(text("health.void_ratings", share=share)))


def _correction(visit: Visit, row: dict[str, Any]) -> str:
    return visit.text("health.correction", points=numbers.points(row["mean_correction"]))


def _calendar(visit: Visit, state: DataState) -> Html:
    text, years = visit.text, state.unknown_years
    if years.is_empty():
        return section(text("health.calendar_known"), text("health.calendar_lead"))
    listed = text("between.names").join(
        text(
            "health.calendar_year",
            year=row["year_number"],
            first=numbers.day_words(row["first_day"], text),
            last=numbers.day_words(row["last_day"], text),
        )
        for row in years.iter_rows(named=True)
    )
    title = text("health.calendar_unknown", years=listed)
    return section(title, text("health.calendar_lead_unknown"))
