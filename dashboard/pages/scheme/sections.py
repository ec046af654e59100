"""The scheme in force: points, grades, lines, and every threshold with its source."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from dashboard.filters import Filters
from dashboard.pages.visit import Visit
from dashboard.pages.words.markup import Html, html, section, table
from dashboard.pages.words.numbers import NOTHING, plain, share
from dashboard.reads.scheme import LINES, Rule, Scheme, scheme_in_force
from dashboard.text import Text

_FLAG_RULES = "Flag rules"


def in_force(visit: Visit) -> Html:
    """Return the scheme a reader's version was scored by."""
    scheme = visit.fetch(scheme_in_force, Filters())
    return Html(_headline(visit, scheme) + _points(visit, scheme) + _levels(visit, scheme))


def _headline(visit: Visit, scheme: Scheme) -> Html:
    text, dimensions = visit.text, scheme.of("dimension")
    message = text(
        "scheme.message",
        points=plain(sum(rule.value or 0 for rule in dimensions)),
        dimensions=len(dimensions),
        parts=len(scheme.of("part")),
    )
    title = text("scheme.title", version=text("scheme.version"))
    return Html(
        f'<section data-tc class="tc-headline"><h1>{html(title)}</h1>'
        f'<p class="tc-message">{html(message)}</p>'
        f'<p class="tc-remark">{html(text("scheme.how_changed"))}</p></section>'
    )


def _points(visit: Visit, scheme: Scheme) -> Html:
    text = visit.text
    title = text("scheme.points_title")
    rows = [
        (
            text(f"dimension.{rule.name}"),
            text("scheme.points", value=plain(rule.value or 0)),
            text("scheme.between_parts").join(
                text(
                    "scheme.part_points",
                    part=text(f"part.{part.name}"),
                    value=plain(part.value or 0),
                )
                for part in scheme.parts_of(rule.name)
            ),
        )
        for rule in scheme.of("dimension")
    ]
    columns = [text(f"scheme.column_{name}") for name in ("dimension", "points", "parts")]
    shown = table(title, columns, rows, " n ", is_cards=True)
    return section(title, shown, note=text("scheme.points_note"))


def _levels(visit: Visit, scheme: Scheme) -> Html:
    text = visit.text
    title = text("scheme.levels_title")
    grades = scheme.of("grade")
    rows = [
        (
            text(f"grade.{rule.name}"),
            text("scheme.from", value=plain(rule.value or 0))
            if rule != grades[-1]
            else text("scheme.under", value=plain(grades[-2].value or 0)),
        )
        for rule in grades
    ]
    rows += [
        (
            text(f"scheme.line_{line}"),
            text("scheme.under", value=plain(scheme.setting(line))),
        )
        for line in LINES
    ]
    columns = [text("scheme.column_level"), text("scheme.column_score")]
    note = text(
        "scheme.levels_note",
        share=share(scheme.setting("quota_share")),
        teams=plain(scheme.setting("quota_least_teams")),
        weight=plain(scheme.setting("least_covered_weight")),
        tasks=plain(scheme.setting("least_tasks")),
    )
    return section(title, table(title, columns, rows), note=note, name="tc-short")


def show_thresholds(visit: Visit) -> None:
    """Draw every threshold, folded; a table of them travels only when it is opened."""
    text = visit.text
    scheme = visit.fetch(scheme_in_force, Filters())
    st.html(section(text("scheme.thresholds_title"), text("scheme.thresholds_note")))
    for name, rules in _folds(scheme).items():
        title = text(f"scheme.{name}", count=len(rules))
        fold = st.expander(title, on_change="rerun", key=f"scheme-{name}-{text.language}")
        if fold.open:
            fold.html(_table(text, title, rules))


def _folds(scheme: Scheme) -> dict[str, list[Rule]]:
    settings = scheme.of("setting")
    of_flags = [rule for rule in settings if (rule.source or "").startswith(_FLAG_RULES)]
    return {
        "flag_thresholds": [*scheme.of("flag"), *scheme.of("floor"), *of_flags],
        "due_days": scheme.of("expected"),
        "score_settings": [rule for rule in settings if rule not in of_flags],
        "sources_of_points": [*scheme.of("part"), *scheme.of("grade")],
    }


def _table(text: Text, title: str, rules: Iterable[Rule]) -> Html:
    names = ("threshold", "value", "unit", "source")
    columns = [text(f"scheme.column_{name}") for name in names]
    rows = [
        (
            _name(text, rule),
            NOTHING if rule.value is None else plain(rule.value),
            _known(text, f"unit.{rule.unit}", rule.unit),
            _known(text, f"source.{rule.source}", rule.source),
        )
        for rule in rules
    ]
    shown = table(title, columns, rows, " n  ", is_cards=True)
    return Html(f'<section data-tc class="tc-section tc-beside">{shown}</section>')


def _name(text: Text, rule: Rule) -> str:
    if rule.kind == "flag":
        return text("scheme.concern_from", flag=text(f"flag.{rule.name}"))
    if rule.kind == "expected":
        return text(f"expected.kind_{rule.name}")
    if rule.kind == "floor":
        return text("scheme.floor_of", part=text(f"part.{rule.name}"))
    if rule.kind == "part":
        return text(f"part.{rule.name}")
    if rule.kind == "grade":
        return text(f"grade.{rule.name}")
    return _known(text, f"setting.{rule.name}", rule.name)


def _known(text: Text, key: str, written: str | None) -> str:
    # A city may add a setting, a unit or a source before there is a word for it.
    return text.words.get(key, written or "")
