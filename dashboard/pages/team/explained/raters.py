"""Raters of one part side by side, for those who may see how lenient each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import plain, short
from dashboard.pages.words.labelled import labelled_table
from dashboard.pages.words.markup import Html, html, section, small
from dashboard.pages.words.numbers import MINUS
from dashboard.pages.words.record_words import is_withheld, rater_words
from dashboard.reads.written import Difference


def side_by_side(visit: Visit, items: Sequence[dict[str, Any]]) -> Html | None:
    """Return what each rater gave, what is taken off and what counts.

    None where no value was corrected, or the viewer may not see by how much.
    """
    text = visit.text
    raters = [item for item in items if item["query"] == "explained_ratings"]
    if any(map(is_withheld, raters)) or not any(rater["correction"] for rater in raters):
        return None
    names = ("rater", "given", "severity", "corrected", "counts")
    columns = [text(f"explain.column_{name}") for name in names]
    title, scheme = text("explain.raters_title"), raters[0]
    note = text(
        "explain.raters_note",
        months=scheme["severity_months"],
        limit=f"{scheme['severity_limit']:g}",
        ratings=scheme["severity_least_ratings"],
        teams=scheme["severity_least_teams"],
    )
    rows = [_row(visit, rater) for rater in raters]
    return section(title, labelled_table(title, columns, rows, " nnnn"), note=note)


def _row(visit: Visit, rater: dict[str, Any]) -> tuple[object, ...]:
    text, correction = visit.text, rater["correction"]
    name, counts = rater_words(rater, text), short(rater["x"])
    if correction is None:
        given = short(rater["mean_score"])
        return (name, given, text("explain.raters_uncorrected"), given, counts)
    basis = text(
        "explain.raters_basis", ratings=rater["rated_count"], teams=rater["rated_teams"]
    )
    return (
        Html(html(name) + small(basis)),
        plain(correction.one),
        _taken_off(correction),
        plain(correction.result),
        counts,
    )


def _taken_off(correction: Difference) -> str:
    return f"{correction.other:+f}".replace("-", MINUS)
