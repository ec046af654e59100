"""Why the open team is flagged for its level, a dimension or a fall, and what clears it."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.pages.team.explained.head import sum_lines
from dashboard.pages.team.head import opened
from dashboard.pages.visit import Visit
from dashboard.pages.words.amounts import chance
from dashboard.pages.words.cards import named_numbers
from dashboard.pages.words.figures import plain, published, signed
from dashboard.pages.words.flag_clearing import clearing
from dashboard.pages.words.markup import Html, html, link, section, table
from dashboard.pages.words.numbers import NOTHING
from dashboard.pages.words.place_words import JUDGEMENT
from dashboard.pages.words.why_flagged import (
    change_lines,
    level_lines,
    part_lines,
    standard_word,
)
from dashboard.reads.flags import JUDGED
from dashboard.reads.standing import Standing

Flag = dict[str, Any]


def _standing(visit: Visit) -> Standing:
    found = opened(visit)
    assert found is not None, "the page asked before"
    assert found.standing is not None, "a flagged team is scored"
    return found.standing


def _flag(visit: Visit, name: str) -> Flag | None:
    found = opened(visit)
    assert found is not None, "the page asked before"
    return next((flag for flag in found.flags.rows(named=True) if flag["flag"] == name), None)


def level_title(visit: Visit) -> Html:
    """Return how sure it is that the level is under the standard."""
    text, level = visit.text, _standing(visit).level
    key = "why.level_title" if level["is_likely"] else "why.level_title_lasting"
    said = text(key, sure=chance(level["p_below"], text))
    note = text("why.level_note", months=level["window_months"])
    return section(said, note=f"{note} {text('why.chart_note')}")


def level_frame(visit: Visit) -> pl.DataFrame:
    """Return the rows of the chart of the level; none if the team is not flagged for it."""
    text = visit.text
    if _flag(visit, "below_standard") is None:
        return pl.DataFrame()
    standing = _standing(visit)
    level = standing.level
    mean, low, high = level["posterior_mean"], level["low"], level["high"]
    seen = text("why.seen", months=level["window_months"])
    middle = text("why.middle", count=level["compared_teams"])
    rows = [
        (seen, "seen", level["level"], level["level"], level["level"]),
        (text("why.left"), "left", mean, low, high),
        (standard_word(standing, text), "standard", *[level["standard"]] * 3),
        (middle, "middle", *[level["center"]] * 3),
    ]
    names = ("label", "kind", "value", "low", "high")
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(
        pl.Series("shown", [published(value) for _, _, value, _, _ in rows])
    )


def level_table(visit: Visit) -> Html:
    """Return the numbers of the chart, beside it."""
    text = visit.text
    columns = [text(f"why.column_{name}") for name in ("number", "points")]
    rows = level_lines(_standing(visit), text)
    return Html(
        '<section data-tc class="tc-section tc-beside">'
        f"{table(text('why.chart_alt'), columns, rows)}</section>"
    )


def sections(visit: Visit) -> Html:
    """Return what was checked and what would clear it, for each flag there is."""
    flags = {name: _flag(visit, name) for name in JUDGED}
    return Html(
        "".join(
            compose(visit, flag)
            for name, flag in flags.items()
            for compose in _SECTIONS[name]
            if flag is not None
        )
    )


def _changes(visit: Visit, flag: Flag) -> Html:
    text, standing = visit.text, _standing(visit)
    rows = [
        (
            text(f"dimension.{row['dimension']}"),
            published(row["score"]),
            published(row["median_score"]),
            _needed(visit, row),
        )
        for row in standing.dimensions
    ]
    names = ("dimension", "score", "median", "change")
    columns = [text(f"why.column_{name}") for name in names]
    title = text("why.changes_title")
    listed = table(title, columns, rows, " nn ", is_cards=True)
    shown = named_numbers(listed, "tc-parts", {2: columns[1], 3: columns[2]})
    said = f"<p>{html(clearing(flag, standing, text))}</p>"
    margin = f"{standing.level['dimension_margin']:g}"
    note = text("why.changes_note", margin=margin, months=standing.level["window_months"])
    way = link(visit.link("team", item=JUDGEMENT), text("why.checks_title"))
    return section(title, Html(said), shown, Html(f"<p>{way}</p>"), note=note)


def _needed(visit: Visit, row: dict[str, Any]) -> str:
    text = visit.text
    apart = text("why.is_weak") if row["is_weak"] else ""
    if row["needed_score"] is None:
        return apart or NOTHING
    key = "change_possible" if row["is_possible"] else "change_impossible"
    said = text(
        f"why.{key}", change=signed(row["needed_change"]), score=published(row["needed_score"])
    )
    return text("between.reasons").join(part for part in (said, apart) if part)


def _weak(visit: Visit, flag: Flag) -> Html:
    text, standing = visit.text, _standing(visit)
    names = [text(f"dimension.{row['dimension']}") for row in standing.under_line]
    title = text("why.dimension_title", names=text("between.names").join(names))
    return section(
        title,
        sum_lines(visit, part_lines(standing, text), title),
        Html(f"<p>{html(text('flags.clearing'))}{html(clearing(flag, standing, text))}</p>"),
        note=text("why.dimension_note", months=standing.level["window_months"]),
    )


def _fall(visit: Visit, flag: Flag) -> Html:
    text, standing = visit.text, _standing(visit)
    assert standing.change is not None, "a fall has a history"
    title = text("why.fall_title", points=plain(abs(standing.change.apart)))
    return section(
        title,
        sum_lines(visit, change_lines(standing.change, text), title),
        Html(f"<p>{html(text('flags.clearing'))}{html(clearing(flag, standing, text))}</p>"),
        note=text("why.fall_note"),
    )


_SECTIONS = {
    "below_standard": (_changes,),
    "weak_dimension": (_weak,),
    "falling": (_fall,),
}
