"""The whole score, written out: final score → base + adjustment → dimensions → parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dashboard.pages.team.explained.head import (
    explain_head,
    mean_lines,
    product_words,
    result_of,
    sum_lines,
)
from dashboard.pages.team.explained.left_out import left_out
from dashboard.pages.team.head import grade_reason, opened
from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import plain, signed
from dashboard.pages.words.markup import Html, html, link, section, small, table
from dashboard.pages.words.numbers import NOTHING
from dashboard.pages.words.record_words import adjustment_words, source_words
from dashboard.reads.explanation import DimensionSteps, Explanation, explanation


def score_view(visit: Visit) -> Html:
    """Return every step from the published score down to the parts."""
    found = visit.fetch(explanation, visit.filters)
    if found is None or found.final is None:
        return explain_head(visit, visit.text("explain.no_score"), "")
    return Html("".join(_sections(visit, found)))


def _sections(visit: Visit, found: Explanation) -> Iterator[Html]:
    text, team = visit.text, opened(visit)
    assert team is not None, "the page asked before"
    assert found.base is not None, "a final score has a base"
    assert found.final is not None, "the view asked before"
    remark = text("explain.rule_of_rounding")
    message = text("explain.message", score=plain(found.final))
    yield explain_head(visit, message, f"{remark} {grade_reason(visit, team)}")
    yield section(text("explain.final_title"), sum_lines(visit, _final_lines(visit, found)))
    yield _base(visit, found)
    for steps in found.dimensions:
        yield _dimension(visit, steps)
    yield _adjustments(visit, found)
    yield left_out(visit, found.raters, found.records)


def _final_lines(visit: Visit, found: Explanation) -> list[tuple[str, str]]:
    text = visit.text
    assert found.shown_base is not None, "a final score has a base"
    assert found.sum is not None, "a final score has a sum"
    assert found.final is not None, "the view asked before"
    adjustment = plain(found.adjustment)
    if found.adjustment < 0:
        adjustment = f"({adjustment})"
    lines = [
        (text("explain.base"), plain(found.shown_base)),
        (text("explain.adjustment"), adjustment),
        (
            text("explain.sum"),
            f"{plain(found.shown_base)} + {adjustment} = {plain(found.sum)}",
        ),
    ]
    if not Decimal() <= found.sum <= Decimal(100):
        lines.append((text("explain.clipped"), "0 – 100"))
    lines.append((text("explain.published"), plain(found.final)))
    return lines


def _base(visit: Visit, found: Explanation) -> Html:
    text, base = visit.text, found.base
    assert base is not None, "a final score has a base"
    lines = iter(base.lines)
    rows = [
        (
            text(f"dimension.{steps.dimension}"),
            product_words(next(lines)),
            text("explain.parts_counted", count=len(steps.parts)),
        )
        if steps.mean
        else (
            text(f"dimension.{steps.dimension}"),
            NOTHING,
            text("explain.dimension_none", points=plain(steps.points)),
        )
        for steps in found.dimensions
    ]
    title = text("explain.base_title", base=result_of(base))
    columns = [text(f"explain.column_{name}") for name in ("dimension", "points", "about")]
    return section(
        title,
        table(title, columns, rows, is_cards=True),
        sum_lines(visit, mean_lines(visit, base, text("explain.base"))),
        note=text("explain.base_note"),
    )


def _dimension(visit: Visit, steps: DimensionSteps) -> Html:
    text, mean = visit.text, steps.mean
    name = text(f"dimension.{steps.dimension}")
    if mean is None:
        title = text("explain.dimension_title_none", dimension=name)
        return section(title, text("explain.dimension_none", points=plain(steps.points)))
    title = text("explain.dimension_title", dimension=name, score=result_of(mean))
    rows = [
        (
            text(f"part.{part}"),
            product_words(line),
            link(visit.link("team", item=part), text("explain.open_part")),
        )
        for part, line in zip(steps.parts, mean.lines, strict=True)
    ]
    columns = [text(f"explain.column_{name}") for name in ("part", "points", "further")]
    counted = sum((line.weight for line in mean.lines), Decimal())
    note = text("explain.parts_none", points=plain(steps.points - counted))
    return section(
        title,
        table(title, columns, rows, is_cards=True),
        sum_lines(visit, mean_lines(visit, mean, name)),
        note=note if counted < steps.points else "",
    )


def _adjustments(visit: Visit, found: Explanation) -> Html:
    text = visit.text
    if found.adjustments.is_empty():
        return section(text("explain.adjustment"), text("explain.adjustment_none"))
    title = text("explain.adjustment_title", points=signed(found.adjustment))
    rows = [
        (
            Html(html(text(f"explain.kind.{row['kind']}")) + small(row["adjustment_id"])),
            signed(row["points"]),
            Html(html(adjustment_words(row, text)) + small(source_words(row, text))),
        )
        for row in found.adjustments.iter_rows(named=True)
    ]
    limits = found.adjustments.row(0, named=True)
    note = text(
        "explain.adjustment_note",
        bonus=f"{limits['bonus_limit']:g}",
        deduction=f"{-limits['deduction_limit']:g}",
    )
    columns = [text(f"explain.column_{name}") for name in ("adjustment", "gain", "about")]
    return section(title, table(title, columns, rows, " n ", is_cards=True), note=note)
