"""One part of a score, written out: its items, their mean, and what is done with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from dashboard.pages.team.explained.head import (
    explain_head,
    mean_lines,
    product_words,
    result_of,
    sum_lines,
)
from dashboard.pages.team.explained.left_out import left_out
from dashboard.pages.team.explained.raters import side_by_side
from dashboard.pages.visit import Visit
from dashboard.pages.words.figures import plain, published, result, short
from dashboard.pages.words.markup import Html, html, link, section, small, table
from dashboard.pages.words.record_words import item_words, why
from dashboard.reads.explained_part import (
    ITEM_MARK,
    LISTED_ITEMS,
    PAGE_MARK,
    ExplainedPart,
    explained_part,
    place_of,
)
from dashboard.reads.written import STEP, Line, written

Listed = TypeVar("Listed")


def opened_part(visit: Visit) -> ExplainedPart | None:
    """Return the part that is open, the same for every page and item of it."""
    part = place_of(visit.filters.item or "").part
    return visit.fetch(explained_part, replace(visit.filters, item=part))


def part_view(visit: Visit) -> Html:
    """Return the steps of one part, from its items to its score."""
    found = opened_part(visit)
    if found is None:
        return explain_head(visit, visit.text("explain.no_part"), "")
    return Html("".join(_sections(visit, found)))


def _sections(visit: Visit, found: ExplainedPart) -> Iterator[Html]:
    text, row, part = visit.text, found.row, found.row["part"]
    name = text(f"part.{part}")
    message = text("explain.part_message", part=name, score=published(row["part_score"]))
    worth = text(
        "explain.part_worth",
        points=short(row["points"]),
        dimension=text(f"dimension.{row['dimension']}"),
        dimension_points=short(row["dimension_points"]),
    )
    yield explain_head(visit, message, f"{text(f'explain.about.{part}')} {worth}")
    yield _items(visit, found)
    if corrected := side_by_side(visit, _listed(visit, found.items)):
        yield corrected
    yield section(
        text("explain.part_steps"),
        sum_lines(visit, _lines(visit, found)),
        note=_note(visit, found),
    )
    if found.raters.height or found.records.height:
        yield left_out(visit, found.raters, found.records)


def _items(visit: Visit, found: ExplainedPart) -> Html:
    text, part, count = visit.text, found.row["part"], len(found.items)
    page = place_of(visit.filters.item or "").page
    pairs = list(zip(found.items, found.rate.lines, strict=True))
    rows = [
        (_name(visit, item, part), product_words(line), why(item, part, text))
        for item, line in _listed(visit, pairs)
    ]
    title = text("explain.items_title", count=count)
    columns = [text(f"explain.column_{name}") for name in ("item", "weight", "why")]
    listed = table(title, columns, rows, is_cards=True)
    if count <= LISTED_ITEMS:
        return section(title, listed)
    return section(title, _groups(visit, found), listed, _pages(visit, part, page, count))


def _listed(visit: Visit, everything: Sequence[Listed]) -> Sequence[Listed]:
    first = (place_of(visit.filters.item or "").page - 1) * LISTED_ITEMS
    return everything[first : first + LISTED_ITEMS]


def _name(visit: Visit, item: dict[str, Any], part: str) -> Html:
    name, key = item_words(item, part, visit.text)
    href = visit.link("team", item=f"{part}{ITEM_MARK}{item['item_key']}")
    return Html(link(href, name) + (small(key) if key else ""))


def _groups(visit: Visit, found: ExplainedPart) -> Html:
    """Return many items as a short sum: how many of which weight and value."""
    said = " + ".join(
        f"{group.count} × {plain(group.weight)} × {short(float(group.value))}"
        for group in found.groups
    )
    label = visit.text("explain.grouped")
    return sum_lines(visit, [(label, said)], label)


def _pages(visit: Visit, part: str, page: int, count: int) -> Html:
    text, last = visit.text, -(-count // LISTED_ITEMS)
    shown = text(
        "explain.items_shown",
        first=(page - 1) * LISTED_ITEMS + 1,
        last=min(page * LISTED_ITEMS, count),
        count=count,
    )
    links = [
        link(visit.link("team", item=f"{part}{PAGE_MARK}{number}"), label)
        for number, label in (
            (page - 1, text("explain.page_before")),
            (page + 1, text("explain.page_after")),
        )
        if 1 <= number <= last
    ]
    return Html(f"<p>{html(shown)} {' · '.join(links)}</p>")


def _lines(visit: Visit, found: ExplainedPart) -> list[tuple[str, str]]:
    text, row, shrunken = visit.text, found.row, found.shrunken
    lines = mean_lines(visit, found.rate, text("explain.rate"))
    if shrunken is not None:
        prior: Line = shrunken.lines[-1]
        lines.append(
            (
                text("explain.prior", k=plain(prior.weight)),
                f"{plain(prior.weight)} × {plain(prior.value)} = {plain(prior.product)}",
            )
        )
        lines.append(
            (
                text("explain.shrunken"),
                f"{plain(shrunken.products)} ÷ {plain(shrunken.weights)}"
                f" = {result_of(shrunken)}",
            )
        )
    score = result(written(row["part_score"], STEP), row["part_score"])
    if found.scaled is not None:
        rate, scaled = found.scaled
        worst, best = short(row["worst"]), short(row["best"])
        lines.append(
            (
                text("explain.scaled", worst=worst, best=best),
                f"100 × ({plain(rate)} − {worst}) ÷ ({best} − {worst}) = "
                f"{short(float(scaled))}",
            )
        )
    lines.append((text("explain.part_score"), score))
    return lines


def _note(visit: Visit, found: ExplainedPart) -> str:
    notes = []
    if found.shrunken is not None:
        notes.append(visit.text("explain.shrunken_note"))
    if found.scaled is not None:
        notes.append(visit.text("explain.scaled_note"))
    return " ".join(notes)
