"""The ranking of a peer group: a row per team, with the places it could as well have."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.charts.places import place_bar
from dashboard.pages.narrowing import pager, team_link
from dashboard.pages.visit import Visit
from dashboard.pages.words import numbers
from dashboard.pages.words.cards import named_numbers
from dashboard.pages.words.markup import Html, html, link, section, small, table
from dashboard.reads.compare import Comparison
from dashboard.reads.pages import Slice

_COLUMNS = ("place", "team", "places", "level", "score", "rank")


def ranking(visit: Visit, group: Comparison, part: Slice, listed: pl.DataFrame) -> Html:
    """Return one page of the ranking, with what its bars mean."""
    text = visit.text
    one = group.teams.row(0, named=True)
    is_equal = one["is_equal"] or one["judged_count"] < 2
    title = text("compare.ranking_equal" if is_equal else "compare.ranking_title")
    columns = [text(f"compare.column_{name}") for name in _COLUMNS]
    if one["judged_count"]:
        scale = text("compare.column_scale", count=one["judged_count"])
        columns[2] = Html(html(columns[2]) + small(scale))
    rows = [_row(visit, team) for team in listed.iter_rows(named=True)]
    body = table(title, columns, rows, "   nnn", is_cards=True)
    body = Html(body.replace("tc-cards", "tc-cards tc-places", 1))
    return section(
        title,
        text("compare.ranking_read"),
        *_example(visit, group),
        named_numbers(body, "tc-ranked", {number: columns[number - 1] for number in (4, 5, 6)}),
        _pages(visit, part),
        note=text("compare.ranking_note"),
    )


def _example(visit: Visit, group: Comparison) -> list[str]:
    # The widest bar says best what a place is worth.
    widest = (
        group.shown.filter(pl.col("place").is_not_null())
        .with_columns((pl.col("place_high") - pl.col("place_low")).alias("width"))
        .sort("width", "place", descending=[True, False])
        .head(1)
    )
    if widest.is_empty() or not widest["width"][0] or widest["is_equal"][0]:
        return []
    team = widest.row(0, named=True)
    return [
        visit.text(
            "compare.ranking_swap",
            team=team["team_name"],
            place=team["place"],
            low=team["place_low"],
            high=team["place_high"],
        )
    ]


def _row(visit: Visit, team: dict[str, Any]) -> tuple[object, ...]:
    text = visit.text
    name = link(team_link(visit, team["team_id"]), team["team_name"])
    score, rank = numbers.points(team["final_score"]), team["month_rank"] or numbers.NOTHING
    if team["place"] is None:
        remark = small(text("compare.standing_none"))
        return (numbers.NOTHING, Html(name + remark), "", numbers.NOTHING, score, rank)
    standing = team["standing"]
    if standing != "open":
        name = Html(name + small(text(f"compare.standing_{standing}")))
    return (
        numbers.NOTHING if team["is_equal"] else team["place"],
        name,
        _places(visit, team),
        numbers.points(team["posterior_mean"]),
        score,
        rank,
    )


def _places(visit: Visit, team: dict[str, Any]) -> Html:
    low, high = team["place_low"], team["place_high"]
    word = visit.text(
        "compare.could_be" if low < high else "compare.surely", low=low, high=high
    )
    kind = "" if team["standing"] == "open" else " tc-sure"
    if team["is_equal"]:
        kind = " tc-equal"
    style = place_bar(team["place"], low, high, team["judged_count"])
    return Html(
        f'<span class="tc-could"><span>{html(word)}</span>'
        f'<span class="tc-bar-of{kind}" style="{style}" aria-hidden="true"></span></span>'
    )


def _pages(visit: Visit, part: Slice) -> Html:
    if part.last <= 2:
        return pager(visit, part)
    ends = [
        link(visit.link(visit.page, number=number), visit.text(f"compare.{name}"))
        for name, number in (("first", None), ("last", part.last))
        if (number or 1) != part.number
    ]
    return Html(pager(visit, part).replace("</nav>", f" {' '.join(ends)}</nav>"))
